using Akka;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Live;

/// <summary>One view within a hub: its present state, and the broadcast of its frames to the sockets that watch
/// it.</summary>
/// <remarks>
/// The hub's actor owns it; only <see cref="Visible"/> and <see cref="Source"/> are for other threads.
/// While the sockets have not all taken one frame, what follows gathers into the next: under load they get fewer
/// frames, never a queue of them.
/// </remarks>
internal sealed class ViewFeed
{
    private readonly LeaderboardId _leaderboard;
    private readonly IActorRef _hub;
    private readonly IMaterializer _materializer;
    private readonly List<LiveAttachment> _waiting = [];
    private readonly HashSet<LiveAttachment> _listening = [];
    private volatile ViewFrame? _visible;
    private ISourceQueueWithComplete<ViewFrame>? _queue;
    private ILiveNotification? _staged;
    private bool _hasNewListener;

    public ViewFeed(int id, LeaderboardId leaderboard, LiveView view, IActorRef hub, IMaterializer materializer)
    {
        (Id, _leaderboard, View, _hub, _materializer) = (id, leaderboard, view, hub, materializer);
    }

    public int Id { get; }
    public LiveView View { get; }

    /// <summary>The frames from now on; each run of it is one more consumer. There for who has attached.</summary>
    public Source<ViewFrame, NotUsed>? Source { get; private set; }

    /// <summary>Somebody has listened, and may come back soon.</summary>
    public bool WasListened => _queue is not null;

    /// <summary>The latest frame. Null: none yet.</summary>
    public ViewFrame? Visible => _visible;

    public IReadOnlyCollection<LiveAttachment> Listening => _listening;

    /// <summary>Somebody waits for a frame.</summary>
    public bool IsAwaited
    {
        get
        {
            _waiting.RemoveAll(a => a.IsAnswered);
            return _waiting.Count > 0;
        }
    }

    public bool IsIdle => _listening.Count == 0 && !IsAwaited;

    /// <summary>Since when nobody listens.</summary>
    public long IdleStamp { get; set; }

    /// <summary>The board has not sent it in this session: nothing that it says of all pages holds for this.</summary>
    public bool NeedsSnapshot { get; set; } = true;

    /// <summary>Answers once there is a frame as far as the socket has seen; false: not yet.</summary>
    public bool Attach(LiveAttachment attachment)
    {
        if (TryAnswer(attachment)) return true;
        _waiting.Add(attachment);
        return false;
    }

    public void Detach(LiveAttachment attachment) => _listening.Remove(attachment);

    /// <summary>What comes from the board waits here for the position that it belongs to.</summary>
    public void Stage(ILiveNotification notification)
    {
        _staged = notification;
        NeedsSnapshot = false;
    }

    public void Unstage() => _staged = null;

    /// <summary>Everything sent before stands at this position.</summary>
    public void Commit(StandingsMoved moved)
    {
        var staged = _staged;
        _staged = null;
        switch (staged)
        {
            case StandingsChanged changed:
                Change(changed, moved);
                break;
            case StandingsNotShown notShown when notShown.Refusal != _visible?.State.Refusal:
                Become(new ViewState("", 0, moved.Position, moved.AsOfUs, 0, [], notShown.Refusal), null);
                break;
            default:
                MoveTo(moved, isSent: staged is not null);
                break;
        }
        _waiting.RemoveAll(TryAnswer);
    }

    /// <summary>Shows the last frame again to sockets that may have joined the broadcast just after it.</summary>
    public void ShowAgain()
    {
        if (!_hasNewListener || _visible is not { } frame) return;
        _hasNewListener = false;
        _queue!.OfferAsync(frame);
    }

    public void Refuse(Refusal refusal)
    {
        foreach (var attachment in _waiting) attachment.Refuse(refusal);
        _waiting.Clear();
    }

    public void Complete()
    {
        Refuse(Refusal.Unavailable("the live view has ended"));
        _queue?.Complete();
    }

    private void Change(StandingsChanged changed, StandingsMoved moved)
    {
        var after = new ViewState(
            changed.WindowKey, changed.Sequence, moved.Position, moved.AsOfUs, changed.Total, changed.Entries);
        var before = _visible?.State;
        if (!changed.IsSnapshot)
        {
            var delta = new ViewDelta(changed.Entries, changed.RemovedUserIds);
            Become(
                after with { Entries = delta.Apply(before!.Entries) }, new ViewStep(_visible!.Number, before, delta));
        }
        else if (before is { Refusal: null } b && b.WindowKey == after.WindowKey && b.Sequence == after.Sequence)
        {
            // Equal positions of one log show equal rows: a new incarnation sends what everybody has.
            _visible = _visible!.MovedTo(after);
        }
        else Become(after, null);
    }

    private void MoveTo(StandingsMoved moved, bool isSent)
    {
        if (_visible is not { State: var state } || NeedsSnapshot) return;
        if (!isSent && View.Filter is LiveFilter.Around or LiveFilter.Users) return;
        var window = moved.Windows.FirstOrDefault(w => w.WindowKey == state.WindowKey);
        _visible = _visible.MovedTo(state with
        {
            Sequence = window?.Sequence ?? state.Sequence, Position = moved.Position, AsOfUs = moved.AsOfUs,
        });
    }

    private void Become(ViewState after, ViewStep? step)
    {
        _visible = new ViewFrame((_visible?.Number ?? 0) + 1, _leaderboard, View, after, step);
        if (_listening.Count > 0) _queue!.OfferAsync(_visible);
    }

    /// <summary>Begins the broadcast; a page that is asked for once needs none.</summary>
    private void Open()
    {
        if (_queue is not null) return;
        (_queue, Source) = Akka.Streams.Dsl.Source.Queue<ViewFrame>(1, OverflowStrategy.DropHead)
            .Conflate(static (former, next) => former.Then(next))
            .ToMaterialized(BroadcastHub.Sink<ViewFrame>(bufferSize: 1), Keep.Both)
            .Run(_materializer);
    }

    private bool TryAnswer(LiveAttachment attachment)
    {
        if (_visible is not { } frame || frame.State.Position < attachment.MinPosition) return false;
        if (frame.State.Refusal is { } refusal && !attachment.View.FollowsClock())
        {
            attachment.Refuse(refusal);
            return true;
        }
        if (!attachment.IsOneOff) Open();
        if (!attachment.Answer(this, _hub, frame) || attachment.IsOneOff) return true;
        _listening.Add(attachment);
        _hasNewListener = true;
        return true;
    }
}
