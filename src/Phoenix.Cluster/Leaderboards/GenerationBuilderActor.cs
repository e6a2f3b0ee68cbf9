using Akka.Actor;
using Akka.Event;
using Akka.Streams;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Cluster.Domain.Tenants;
using Phoenix.Cluster.Feed;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Routing;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Leaderboards;

/// <summary>Builds one generation of a board from the log, beside the one that serves: a private run of the
/// feed.</summary>
/// <remarks>
/// Sent by: the board, its parent (<see cref="MoveTo"/>, <see cref="HandOver"/>), its own streams.
/// Promise: what it hands over is what the log comes to at that row, whatever was stored or interrupted on the way.
/// Limits:  RebuildBudget; memory as much as the generation holds.
/// Fails:   a log that can't be read for good ends the run (<see cref="Failed"/>); a store that can't be reached is
///          tried again.
/// </remarks>
internal sealed partial class GenerationBuilderActor : ReceiveActor, IWithTimers
{
    /// <summary>From the board: rows up to here are wanted.</summary>
    public sealed record MoveTo(long Position) : INoSerializationVerificationNeeded;

    /// <summary>From the board: hand over once this row is reached.</summary>
    public sealed record HandOver(long Position) : INoSerializationVerificationNeeded;

    /// <summary>To the board: a verification stands where the board stood lately.</summary>
    public sealed record CaughtUp(BuildGeneration Order) : INoSerializationVerificationNeeded;

    /// <summary>To the board: it is the board's from now on.</summary>
    /// <param name="Checkpoints">Null for a verification; else the last one stands where the swap asks for it.</param>
    public sealed record Built(BuildGeneration Order, Board Board, Checkpoints? Checkpoints)
        : INoSerializationVerificationNeeded;

    /// <summary>To the board: it can't be built.</summary>
    public sealed record Failed(BuildGeneration Order, long Position, string Error)
        : INoSerializationVerificationNeeded;

    /// <summary>To the board: another incarnation owns it.</summary>
    public sealed record FencedOff : INoSerializationVerificationNeeded;

    private sealed record Loaded(LoadedBoard Result) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record Written(bool IsOwner) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record AckDue(IActorRef Stream) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed class Tick : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Tick Instance = new();
    }

    private sealed class RetryDue : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly RetryDue Instance = new();
    }

    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RestMin = TimeSpan.FromMilliseconds(2);

    private readonly BuildGeneration _order;
    private readonly LeaderboardServices _services;
    private readonly BoardOwner _owner;
    private readonly int _serving;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IMaterializer _materializer = Context.Materializer();
    private readonly RowSource _source;

    private Board? _board;

    // Not state: the run of the stream, what is stored, how fast it goes.
    private Checkpoints? _checkpoints;
    private Finaliser? _finaliser;
    private bool _isWriting;
    private bool _isFinalising;
    private RowScoring? _scoring;
    private long _goal;
    private long? _handOver;
    private int _run;
    private bool _isRunning;
    private IKillSwitch? _stream;
    private bool _hasCaughtUp;
    private long _workStamp;
    private long _checkpointStamp;
    private TimeSpan _restDue;
    private long _events;
    private (long Stamp, long Events) _lastTick;

    /// <param name="goal">The row to build up to, until more are wanted.</param>
    public static Props Props(
        BuildGeneration order, LeaderboardServices services, BoardOwner owner, int serving, long goal) =>
        Akka.Actor.Props.Create(() => new GenerationBuilderActor(order, services, owner, serving, goal));

    public GenerationBuilderActor(
        BuildGeneration order, LeaderboardServices services, BoardOwner owner, int serving, long goal)
    {
        (_order, _services, _owner, _serving, _goal) = (order, services, owner, serving, goal);
        _source = new RowSource(services.Journal, EntityIds.TenantPersistence(order.TenantId));
        Receive<Loaded>(OnLoaded);
        Receive<MoveTo>(m => OnWanted(m.Position));
        Receive<HandOver>(OnHandOver);
        Receive<FeedStream.Started>(_ => Sender.Tell(FeedStream.Ack.Instance));
        Receive<FeedStream.Batch>(OnBatch);
        Receive<AckDue>(m => Acknowledge(m.Stream));
        Receive<FeedStream.Completed>(m => OnRunEnded(m.Run));
        Receive<FeedStream.Failed>(OnRunFailed);
        Receive<Written>(OnWritten);
        Receive<Status.Failure>(OnStoreFailed);
        Receive<RetryDue>(_ => Begin());
        Receive<Tick>(_ => OnTick());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        _services.Rebuilds.Enter();
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TickInterval);
        _lastTick = (_services.Time.GetTimestamp(), 0);
        Begin();
    }

    protected override void PostStop() => _services.Rebuilds.Leave();

    private void Begin()
    {
        if (_board is not null)
        {
            Advance();
            return;
        }
        var generation = _order.Generation;
        if (_order.Kind == RebuildKind.Verify)
        {
            var first = generation.History.Count > 0 ? generation.History[0].Definition : null;
            var anew = Board.Anew(generation.Origin - 1, first, generation.TenantStatus);
            Self.Tell(new Loaded(new LoadedBoard(anew, null, null, null)));
            return;
        }
        var loader = new BoardLoader(_services, _log);
        Task.Run(() => loader.LoadAsync(_owner, _serving, generation, CancellationToken.None))
            .PipeTo(Self, success: result => new Loaded(result));
    }

    private void OnLoaded(Loaded loaded)
    {
        (_board, _checkpoints, _finaliser) =
            (loaded.Result.Board, loaded.Result.Checkpoints, loaded.Result.Finaliser);
        _checkpointStamp = _services.Time.GetTimestamp();
        Advance();
    }

    private void OnWanted(long position)
    {
        if (position <= _goal) return;
        Volatile.Write(ref _goal, position);
        Advance();
    }

    private void OnHandOver(HandOver message)
    {
        _handOver = message.Position;
        OnWanted(message.Position);
        Advance();
    }

    private void OnStoreFailed(Status.Failure failure)
    {
        // A write of unknown outcome: what is stored must be read again.
        _stream?.Shutdown();
        (_board, _checkpoints, _finaliser, _scoring) = (null, null, null, null);
        (_isRunning, _isWriting) = (false, false);
        _run++;
        Retry(failure.Cause);
    }

    private void Retry(Exception cause)
    {
        _log.Warning(cause, "{0}: interrupted; it goes on", _order);
        Timers.StartSingleTimer(RetryDue.Instance, RetryDue.Instance, TickInterval);
    }

    private void Fail(string error)
    {
        _log.Error("{0}: {1}", _order, error);
        Context.Parent.Tell(new Failed(_order, _board?.Position ?? 0, error));
    }

    private void OnGoal()
    {
        if (_handOver <= _board!.Position) Give(_board);
        else if (_order.Kind == RebuildKind.Verify) Context.Parent.Tell(new CaughtUp(_order));
        else if (!_hasCaughtUp)
        {
            // From here on each row keeps the order, so that the swap need not wait for it.
            _hasCaughtUp = true;
            _board.Order();
            WriteNext(isWanted: true);
        }
    }

    private void OnTick()
    {
        var (stamp, events) = (_services.Time.GetTimestamp(), _events);
        var seconds = _services.Time.GetElapsedTime(_lastTick.Stamp, stamp).TotalSeconds;
        var speed = seconds > 0 ? (long)((events - _lastTick.Events) / seconds) : 0;
        _lastTick = (stamp, events);
        if (_order.RunId != 0)
            _services.Tenants().Tell(
                new RebuildProgress(
                    _order.TenantId, _order.LeaderboardId, _order.RunId, _board?.Position ?? 0, speed),
                Context.Parent);
        WriteNext(isWanted: _hasCaughtUp && _handOver is null);
        Offer();
    }
}
