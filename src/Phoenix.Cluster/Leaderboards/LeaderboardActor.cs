using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Leaderboards;

/// <summary>Keeps one board's windows in memory, as far as its tenant's log has been applied, and answers from
/// them.</summary>
/// <remarks>
/// Sent by: the tenant's feed (ApplyRows), the query gateway (the queries), live hubs (WatchStandings), the tenant
///          (LeaderboardAttached).
/// Promise: applies each row once, whatever is lost or repeated on the way; answers only from what the log holds,
///          and after a start only once it has applied the head that its tenant named.
/// Limits:  waiting queries; a checkpoint at a time.
/// Fails:   a checkpoint that fails or is fenced off stops the actor: the next incarnation loads what is stored.
/// </remarks>
internal sealed partial class LeaderboardActor : ReceiveActor, IWithTimers
{
    /// <summary>Hand-off and passivation: one last checkpoint, then stop.</summary>
    public sealed class Stop : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Stop Instance = new();
    }

    private sealed class Tick : INoSerializationVerificationNeeded, IDeadLetterSuppression, INotInfluenceReceiveTimeout
    {
        public static readonly Tick Instance = new();
    }

    private sealed record Loaded(LoadedBoard Result) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan QuietTickInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AttachInterval = TimeSpan.FromSeconds(1);

    private readonly LeaderboardServices _services;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly WaitingQueries _waiting;
    private TenantId _tenantId;
    private LeaderboardId _leaderboardId;

    private Board? _board;

    // Not state: why there is no such board, until this entity is stopped.
    private Refusal? _refusal;

    // Not state: who feeds the board, how far it must come before it answers.
    private IActorRef _feed = ActorRefs.Nobody;
    private long _head = long.MaxValue;
    private long _attachStamp;
    private bool _isLoading, _isStopping, _isQuiet;

    public static Props Props(LeaderboardServices services) =>
        Akka.Actor.Props.Create(() => new LeaderboardActor(services));

    public LeaderboardActor(LeaderboardServices services)
    {
        _services = services;
        _waiting = new WaitingQueries(services.Options, services.Time, Send);
        _watchers = new LiveWatchers(services.Time);
        Receive<ApplyRows>(OnApplyRows);
        Receive<ILeaderboardQuery>(OnQuery);
        Receive<LeaderboardAttached>(OnAttached);
        Receive<Messages.Ops.GetBoardState>(OnGetBoardState);
        Receive<Loaded>(OnLoaded);
        Receive<Written>(OnWritten);
        ReceivesHistory();
        Receive<Status.Failure>(OnFailure);
        Receive<Tick>(_ => OnTick());
        Receive<ReceiveTimeout>(_ => OnIdle());
        Receive<Stop>(_ => OnStop());
        ReceivesRebuilds();
        ReceivesWatchers();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TickInterval);
        Context.SetReceiveTimeout(_services.Options.IdleTimeout);
    }

    /// <summary>The first message names the board: an entity's id is a hash and can't.</summary>
    private void Load(ILeaderboardMessage message)
    {
        if (_isLoading) return;
        (_isLoading, _loadStamp) = (true, _services.Time.GetTimestamp());
        (_tenantId, _leaderboardId) = (message.TenantId, message.LeaderboardId);
        var first = FirstDefinitionOf(message);
        var loader = new BoardLoader(_services, _log);
        Task.Run(() => loader.LoadAsync(message.TenantId, message.LeaderboardId, first, CancellationToken.None))
            .PipeTo(Self, success: result => new Loaded(result));
    }

    private void OnLoaded(Loaded loaded)
    {
        if (loaded.Result.Refusal is { } refusal)
        {
            _refusal = refusal;
            _waiting.Answer(_ => refusal);
            _watchers.Refuse(refusal);
            // One that is lost stays and says so: its feed asks again and again.
            if (refusal != BoardLoader.LostStandings) Context.Parent.Tell(new Passivate(Stop.Instance));
            return;
        }
        (_board, _checkpoints, _finaliser) =
            (loaded.Result.Board!, loaded.Result.Checkpoints!, loaded.Result.Finaliser!);
        _checkpointStamp = _services.Time.GetTimestamp();
        _services.Instruments.OnLoaded(_services.Time.GetElapsedTime(_loadStamp));
        Attach();
    }

    private void Attach()
    {
        _attachStamp = _services.Time.GetTimestamp();
        _services.Tenants().Tell(new AttachLeaderboard(_tenantId, _leaderboardId, _board!.Position), Self);
    }

    private void OnAttached(LeaderboardAttached attached)
    {
        if (_head == long.MaxValue) _head = attached.Head;
        AnswerWaiting();
    }

    private void OnApplyRows(ApplyRows rows)
    {
        if (_board is null) Load(rows);
        if (_board is null) return;
        _feed = Sender;
        if (HoldsBack(rows)) return;
        var before = _board.Position;
        if (!TryApply(rows))
        {
            Sender.Tell(new LeaderboardBehind(_tenantId, _leaderboardId, before));
            return;
        }
        Sender.Tell(new RowsApplied(_tenantId, _leaderboardId, _board.Position, _checkpoints!.Position));
        AnswerWaiting();
        WriteNext();
    }

    private void OnQuery(ILeaderboardQuery query)
    {
        if (_board is null) Load(query);
        if (AnswerTo(query) is { } reply)
        {
            Send(Sender, reply);
            return;
        }
        _waiting.Add(query, Sender);
        Pace();
    }

    /// <summary>The answer, or null where the board has not come far enough yet.</summary>
    private object? AnswerTo(ILeaderboardQuery query)
    {
        if (_refusal is not null) return _refusal;
        if (!IsCaughtUp || _board!.Position < query.Scope.MinPosition) return null;
        return _board.TenantStatus == TenantStatus.Suspended
            ? new Refusal(ErrorCode.Forbidden, "the tenant is suspended")
            : BoardReader.Answer(_board, query);
    }

    private void AnswerWaiting()
    {
        if (!_waiting.IsEmpty) _waiting.Answer(AnswerTo);
        ShowChanges();
    }

    /// <summary>Nobody waits for anything: few ticks are enough, and ten thousand such boards cost next to
    /// nothing.</summary>
    private bool IsQuiet => IsCaughtUp && _waiting.IsEmpty && _watchers.IsEmpty && _builder is null && !_isHolding
        && _board!.FirstClosed is null && !_board.IsLeaving;

    private void Pace()
    {
        if (_isQuiet == IsQuiet) return;
        _isQuiet = !_isQuiet;
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, _isQuiet ? QuietTickInterval : TickInterval);
    }

    private void OnTick()
    {
        Pace();
        if (!_waiting.IsEmpty) _services.Instruments.OnExpired(_waiting.Expire());
        if (_board is null) return;
        OnWatchersTick();
        if (_head == long.MaxValue && _services.Time.GetElapsedTime(_attachStamp) > AttachInterval) Attach();
        TickRebuild();
        AskForTimeIfDue();
        _board.LetLeave();
        WriteNext();
    }

    private void OnFailure(Status.Failure failure)
    {
        _services.Instruments.OnStoreFailed();
        _log.Error(failure.Cause, "Leaderboard {0}/{1}: its store failed; it starts again", _tenantId, _leaderboardId);
        _waiting.Answer(_ => Refusal.Unavailable("the standings store can't be reached"));
        Context.Stop(Self);
    }

    protected override void PostStop()
    {
        _waiting.Answer(_ => Refusal.Unavailable("the leaderboard is moving to another node"));
        if (_board is not null) _services.Instruments.OnAsleep();
        base.PostStop();
    }
}
