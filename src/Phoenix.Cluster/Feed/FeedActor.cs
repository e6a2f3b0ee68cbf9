using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Akka.Streams;
using Phoenix.Cluster.Domain.Tenants;
using Phoenix.Cluster.Storage;
using Phoenix.Cluster.Telemetry;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Routing;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Feed;

/// <summary>The feed of one awake tenant: brings each row of its log, scored once, to every board.</summary>
/// <remarks>
/// Sent by: the tenant actor, its parent (<see cref="BoardStarted"/>, <see cref="DescribeRecent"/>; rows come by
/// <see cref="LiveRows"/>), the boards (RowsApplied, LeaderboardBehind), its own streams.
/// Promise: every board gets every row, at least once and in order; what it does with repeats is the board's rule.
/// Limits:  messages under way per board, recent rows in memory; a board beyond them falls behind and is served from
///          the journal, all such boards by one run.
/// Fails:   a broken stream is started again where it stopped, after a pause; a hole in the log stops it with an error.
/// </remarks>
internal sealed partial class FeedActor : ReceiveActor, IWithTimers
{
    /// <summary>From the tenant actor: the board's entity stands at this position.</summary>
    public sealed record BoardStarted(LeaderboardId LeaderboardId, long Position, IActorRef Board);

    /// <summary>To the tenant actor: every board's checkpoint holds the log up to here.</summary>
    public sealed record Settled(long Position) : INotInfluenceReceiveTimeout;

    private sealed class FlushTick : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly FlushTick Instance = new();
    }

    private sealed class RestartDue : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly RestartDue Instance = new();
    }

    private const int LiveRun = 0;
    private static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WaitingInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(1);

    /// <summary>A board that has applied all it was sent, and in so long has stored none of it, is asked: it may have
    /// ended. Longer than boards take for a checkpoint.</summary>
    private static readonly TimeSpan UnsavedMax = TimeSpan.FromSeconds(45);

    private readonly TenantId _tenantId;
    private readonly IActorRef _leaderboards;
    private readonly LiveRows _live;
    private readonly RowSource _source;
    private readonly TimeProvider _time;
    private readonly FeedInstruments _instruments;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IMaterializer _materializer = Context.Materializer();
    private readonly RecentRows _recent;
    private readonly Dictionary<LeaderboardId, BoardCursor> _cursors = [];
    private ImmutableList<PositionedDefinition> _definitions;

    // The run that serves laggards: bookkeeping of a stream, gone with it.
    private int _run;
    private bool _isCatchingUp;
    private IActorRef? _catchUpWaits;
    private long _recentFirst;
    private long _brokenStamp;
    private TimeSpan? _tickInterval;

    public static Props Props(
        TenantState state, IActorRef leaderboards, IJournalReader journal, LiveRows live, TimeProvider time,
        FeedInstruments instruments) =>
        Akka.Actor.Props.Create(() => new FeedActor(state, leaderboards, journal, live, time, instruments));

    public FeedActor(TenantState state, IActorRef leaderboards, IJournalReader journal, LiveRows live,
        TimeProvider time, FeedInstruments instruments)
    {
        (_tenantId, _leaderboards, _live) = (state.TenantId, leaderboards, live);
        (_time, _instruments) = (time, instruments);
        _source = new RowSource(journal, EntityIds.TenantPersistence(state.TenantId));
        _recent = new RecentRows(state.Position);
        _definitions = state.Definitions;
        foreach (var board in state.Boards.Keys) _cursors.Add(board, new BoardCursor(board));

        Receive<FeedStream.Started>(_ => Sender.Tell(FeedStream.Ack.Instance));
        Receive<FeedStream.Batch>(OnBatch);
        Receive<FeedStream.Completed>(m => OnRunEnded(m.Run));
        Receive<FeedStream.Failed>(OnFailed);
        Receive<RowsApplied>(OnApplied);
        Receive<LeaderboardBehind>(m => OnBoardAt(m.LeaderboardId, m.Position, Sender));
        Receive<BoardStarted>(m => OnBoardAt(m.LeaderboardId, m.Position, m.Board));
        Receive<DescribeRecent>(OnDescribeRecent);
        Receive<FlushTick>(_ => OnFlush());
        Receive<RestartDue>(_ => StartLive());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        StartLive();
        Self.Tell(FlushTick.Instance);
        Pace(FlushInterval);
    }

    private void StartLive()
    {
        var position = _recent.Last;
        var scoring = new RowScoring(
            _tenantId, RuleBook.At(_definitions, position), _ => true, instruments: _instruments);
        FeedStream.Run(_materializer, LiveRun, () => _source.FollowAsync(_live, position, default), scoring, Self);
    }

    private void OnBatch(FeedStream.Batch batch)
    {
        Pace(FlushInterval);
        if (batch.Run == LiveRun)
        {
            foreach (var row in batch.Rows) OnScored(row);
            Volatile.Write(ref _recentFirst, _recent.First);
            Sender.Tell(FeedStream.Ack.Instance);
            foreach (var cursor in _cursors.Values) Pump(cursor, flush: false);
        }
        else if (batch.Run == _run)
        {
            foreach (var cursor in _cursors.Values.Where(c => c.Run == _run)) SendFromJournal(cursor, batch.Rows);
            _catchUpWaits = Sender;
            LetCatchUpGoOn();
        }
    }

    private void OnScored(ScoredRow row)
    {
        if (row.Position <= _recent.Last) return;
        _recent.Add(row);
        if (row.Definition is not { } definition) return;
        _definitions = _definitions.Add(new PositionedDefinition(row.Position, definition));
        if (_cursors.ContainsKey(definition.LeaderboardId)) return;
        var cursor = new BoardCursor(definition.LeaderboardId) { ProgressStamp = _time.GetTimestamp() };
        cursor.MoveTo(row.Position - 1, row.Position - 1);
        _cursors.Add(definition.LeaderboardId, cursor);
    }

    /// <summary>Sends a board what it has not had, as far as recent rows reach and it has room.</summary>
    private void Pump(BoardCursor cursor, bool flush)
    {
        if (!cursor.IsKnown || cursor.Run != 0) return;
        while (cursor.HasRoom && _recent.TakeFor(_tenantId, cursor.LeaderboardId, cursor.Sent) is { } message)
        {
            // Rows without anything for the board wait for the tick, unless more rows stand behind them.
            if (message.Sections.Count == 0 && !flush && message.To == _recent.Last) return;
            Send(cursor, message);
        }
    }

    private void Send(BoardCursor cursor, ApplyRows message)
    {
        if (!cursor.HasInFlight) cursor.ProgressStamp = _time.GetTimestamp();
        cursor.OnSent(new BoardCursor.Message(message.To, message.ToAcceptedAtUs, _time.GetTimestamp()));
        _leaderboards.Tell(message, Self);
    }

    private void OnApplied(RowsApplied reply)
    {
        if (!_cursors.TryGetValue(reply.LeaderboardId, out var cursor) || !cursor.IsFrom(Sender)) return;
        cursor.ProgressStamp = _time.GetTimestamp();
        if (!cursor.IsKnown) cursor.MoveTo(reply.Position, reply.CheckpointPosition);
        if (cursor.OnApplied(reply.Position, reply.CheckpointPosition) is { } done) NoteApplied(done);
        if (cursor.Run != 0) LetCatchUpGoOn();
        else Pump(cursor, flush: false);
    }

    private void OnBoardAt(LeaderboardId board, long position, IActorRef incarnation)
    {
        if (!_cursors.TryGetValue(board, out var cursor)) return;
        Pace(FlushInterval);
        cursor.ProgressStamp = _time.GetTimestamp();
        (cursor.Board, cursor.Run) = (incarnation, 0);
        cursor.MoveTo(position, cursor.Checkpointed > position ? position : cursor.Checkpointed);
        // Where that is too far back, the next tick starts the run: for everyone who has answered by then.
        Pump(cursor, flush: true);
        LetCatchUpGoOn();
    }

    private void OnFlush()
    {
        foreach (var cursor in _cursors.Values)
        {
            Pump(cursor, flush: true);
            var isSilent = _time.GetElapsedTime(cursor.ProgressStamp) > SilenceMax;
            if (cursor.HasInFlight ? isSilent : IsUnsaved(cursor)) cursor.Forget();
            if (!cursor.IsKnown && (isSilent || cursor.ProgressStamp == 0)) Ask(cursor);
        }
        LetCatchUpGoOn();
        CatchUpLaggards();
        PublishLag();
        TellCheckpointed();
        var isSettled = _cursors.Values.All(c => c.IsKnown && c.Checkpointed >= _recent.Last);
        if (isSettled) Context.Parent.Tell(new Settled(_recent.Last));
        var hasUnsent = _cursors.Values.Any(c => !c.IsKnown || c.Run != 0 || c.Sent < _recent.Last);
        Pace(isSettled ? null : hasUnsent ? FlushInterval : WaitingInterval);
    }

    private bool IsUnsaved(BoardCursor cursor) => cursor.Run == 0 && cursor.Checkpointed < _recent.Last
        && _time.GetElapsedTime(cursor.ProgressStamp) > UnsavedMax;

    /// <summary>The next tick is due so soon, again and again; null: not before there is something new. Thousands of
    /// tenants that have nothing to send must cost nothing.</summary>
    private void Pace(TimeSpan? interval)
    {
        if (interval == _tickInterval) return;
        _tickInterval = interval;
        if (interval is { } every) Timers.StartPeriodicTimer(FlushTick.Instance, FlushTick.Instance, every);
        else Timers.Cancel(FlushTick.Instance);
    }

    /// <summary>An empty range behind the head: the board answers where it stands.</summary>
    private void Ask(BoardCursor cursor)
    {
        cursor.ProgressStamp = _time.GetTimestamp();
        _leaderboards.Tell(
            new ApplyRows(_tenantId, cursor.LeaderboardId, long.MaxValue, long.MaxValue - 1, 0, 0, []), Self);
    }

    private void OnFailed(FeedStream.Failed failure)
    {
        _log.Error(failure.Cause, "Tenant {0}: the feed's run {1} broke; it starts again", _tenantId, failure.Run);
        _instruments.OnFailed();
        _brokenStamp = _time.GetTimestamp();
        if (failure.Run == LiveRun) Timers.StartSingleTimer(RestartDue.Instance, RestartDue.Instance, RestartPause);
        else OnRunEnded(failure.Run);
    }
}
