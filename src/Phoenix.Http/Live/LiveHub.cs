using Akka.Actor;
using Akka.Event;
using Akka.Streams;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Live;

/// <summary>This node's watcher of one board: tells the entity which views sockets watch, and feeds them its
/// frames.</summary>
/// <remarks>
/// Sent by: sockets (Attach, Detach), the board's entity (the live notifications), its parent.
/// Promise: what sockets are shown never goes back in the log; all pages stand at one position.
/// Limits:  a view without sockets is dropped after 10 s, one that was but asked for at the next renewal; a hub without
///          views ends.
/// Fails:   a lost message shows as a gap in the numbers, a dead entity as <c>Terminated</c> or silence; either way a
///          new session brings every view afresh. If the hub itself fails, its streams end and sockets come again.
/// </remarks>
internal sealed class LiveHub : ReceiveActor, IWithTimers
{
    /// <summary>A socket no longer watches what it attached to.</summary>
    public sealed record Detach(LiveAttachment Attachment);

    /// <summary>To the parent: nobody listens, after so many attaches.</summary>
    public sealed record Idle(long Attaches);

    private sealed class RenewalDue
    {
        public static readonly RenewalDue Instance = new();
    }

    private const int RenewalBytesMax = 512 * 1024;
    private static readonly TimeSpan RenewalInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan IdleMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SessionPause = TimeSpan.FromMilliseconds(500);

    private readonly TenantId _tenantId;
    private readonly LeaderboardId _leaderboardId;
    private readonly IActorRef _leaderboards;
    private readonly IMaterializer _materializer;
    private readonly TimeProvider _time;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<LiveView, ViewFeed> _feeds = [];
    private readonly Dictionary<int, ViewFeed> _byId = [];
    private IActorRef _board = ActorRefs.Nobody;
    private long _attaches;
    private int _lastId;

    // What the present incarnation of the board has said in this session.
    private long _session;
    private long _round;
    private long _number;
    private long _position = -1;
    private long _heardStamp;
    private long _sessionStamp;
    private bool _isLost;

    public static Props Props(
        TenantId tenantId, LeaderboardId leaderboardId, IActorRef leaderboards, IMaterializer materializer,
        TimeProvider time) =>
        Akka.Actor.Props.Create(() => new LiveHub(tenantId, leaderboardId, leaderboards, materializer, time));

    public LiveHub(
        TenantId tenantId, LeaderboardId leaderboardId, IActorRef leaderboards, IMaterializer materializer,
        TimeProvider time)
    {
        (_tenantId, _leaderboardId, _leaderboards) = (tenantId, leaderboardId, leaderboards);
        (_materializer, _time) = (materializer, time);
        Receive<LiveAttachment>(OnAttach);
        Receive<Detach>(OnDetach);
        Receive<ILiveNotification>(OnNotification);
        Receive<StandingsRefused>(OnRefused);
        Receive<RenewalDue>(_ => OnRenewalDue());
        Receive<Terminated>(OnBoardGone);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        _session = Random.Shared.NextInt64(1, long.MaxValue / 2);
        (_heardStamp, _sessionStamp) = (_time.GetTimestamp(), _time.GetTimestamp());
        Timers.StartPeriodicTimer(RenewalDue.Instance, RenewalDue.Instance, RenewalInterval);
    }

    private void OnAttach(LiveAttachment attachment)
    {
        _attaches++;
        var isNew = !_feeds.TryGetValue(attachment.View, out var feed);
        if (isNew)
        {
            feed = new ViewFeed(++_lastId, _leaderboardId, attachment.View, Self, _materializer);
            _feeds.Add(attachment.View, feed);
            _byId.Add(feed.Id, feed);
        }
        feed!.IdleStamp = _time.GetTimestamp();
        // It waits where the view is new, or of single users and behind the pages that this socket has seen.
        if (!feed.Attach(attachment)) Tell([new WatchedView(feed.Id, feed.View, !isNew)], isWhole: false);
    }

    private void OnDetach(Detach message)
    {
        var feed = message.Attachment.Feed!;
        feed.Detach(message.Attachment);
        feed.IdleStamp = _time.GetTimestamp();
    }

    private void OnNotification(ILiveNotification notification)
    {
        if (notification.Session != _session) return;
        _heardStamp = _time.GetTimestamp();
        if (!Sender.Equals(_board)) Follow(Sender);
        if (notification.Number != _number + 1)
        {
            BeLost("a message was lost, or another incarnation answers");
            return;
        }
        _number = notification.Number;
        switch (notification)
        {
            case StandingsChanged changed:
                if (_byId.TryGetValue(changed.ViewId, out var feed)) feed.Stage(changed);
                break;
            case StandingsNotShown notShown:
                if (_byId.TryGetValue(notShown.ViewId, out feed)) feed.Stage(notShown);
                break;
            case StandingsMoved moved:
                OnMoved(moved);
                break;
        }
    }

    private void OnMoved(StandingsMoved moved)
    {
        if (moved.Position < _position)
        {
            // An incarnation that was cut off: what it shows has been seen already.
            BeLost("the board stands before what was shown");
            return;
        }
        _position = moved.Position;
        foreach (var feed in _feeds.Values) feed.Commit(moved);
    }

    private void Follow(IActorRef board)
    {
        if (!_board.IsNobody()) Context.Unwatch(_board);
        _board = board;
        Context.Watch(board);
    }

    private void OnBoardGone(Terminated gone)
    {
        if (!gone.ActorRef.Equals(_board)) return;
        _board = ActorRefs.Nobody;
        BeLost("its entity has stopped");
    }

    private void OnRefused(StandingsRefused refused)
    {
        if (refused.Session != _session) return;
        _heardStamp = _time.GetTimestamp();
        foreach (var feed in _feeds.Values)
        {
            feed.Refuse(refused.Refusal);
            if (refused.Refusal.Code != ErrorCode.Forbidden) continue;
            foreach (var attachment in feed.Listening)
                attachment.Listener.Close(CloseCodes.TenantSuspended, refused.Refusal.Message);
        }
    }

    /// <summary>From here on nothing of this session counts; a new one follows at once, or with the next renewal where
    /// one has just begun.</summary>
    private void BeLost(string why)
    {
        _log.Debug("Live hub {0}/{1}: {2}; it watches anew", _tenantId, _leaderboardId, why);
        _isLost = true;
        if (_time.GetElapsedTime(_sessionStamp) >= SessionPause) StartSession();
    }

    private void StartSession()
    {
        (_session, _number, _isLost) = (_session + 1, 0, false);
        (_sessionStamp, _heardStamp) = (_time.GetTimestamp(), _time.GetTimestamp());
        foreach (var feed in _feeds.Values)
        {
            feed.Unstage();
            feed.NeedsSnapshot = true;
        }
        Renew();
    }

    private void OnRenewalDue()
    {
        foreach (var feed in _feeds.Values.ToList())
        {
            if (!feed.IsIdle || (feed.WasListened && _time.GetElapsedTime(feed.IdleStamp) < IdleMax)) continue;
            _feeds.Remove(feed.View);
            _byId.Remove(feed.Id);
            feed.Complete();
        }
        foreach (var feed in _feeds.Values) feed.ShowAgain();
        if (_feeds.Count == 0) Context.Parent.Tell(new Idle(_attaches));
        else if (_isLost || _time.GetElapsedTime(_heardStamp) > SilenceMax) StartSession();
        else Renew();
    }

    /// <summary>Names every view, in messages of a bounded size.</summary>
    private void Renew()
    {
        _round++;
        var (views, bytes) = (new List<WatchedView>(), 0);
        foreach (var feed in _feeds.Values)
        {
            views.Add(new WatchedView(feed.Id, feed.View, feed.IsAwaited));
            bytes += 64 + feed.View.UserIds.Sum(u => 3 * u.Length);
            if (bytes < RenewalBytesMax) continue;
            Tell(views, isWhole: false);
            (views, bytes) = ([], 0);
        }
        Tell(views, isWhole: true);
    }

    private void Tell(IReadOnlyList<WatchedView> views, bool isWhole) => _leaderboards.Tell(
        new WatchStandings(_tenantId, _leaderboardId, _session, _round, isWhole, views), Self);

    protected override void PostStop()
    {
        foreach (var feed in _feeds.Values) feed.Complete();
        base.PostStop();
    }
}
