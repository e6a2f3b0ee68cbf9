using System.Security.Cryptography;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;
using Akka.Persistence;
using Phoenix.Cluster.Domain;
using Phoenix.Cluster.Domain.Dedupe;
using Phoenix.Cluster.Domain.Tenants;
using Phoenix.Cluster.Feed;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Routing;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Tenants;

/// <summary>Source of truth for one tenant: accepts events once and writes them, and what the rules are, to its
/// log.</summary>
/// <remarks>
/// Sent by: the ingestion gateway (AcceptEvents), the admin gateway (the control commands), boards (AttachLeaderboard).
/// Promise: a reply of success is sent only after the journal's write. Duplicates get the same reply.
/// Limits:  one write in flight, rows of 2,000 events or 1 MiB; what waits is bounded by TenantOptions.
/// Fails:   a failed or rejected write answers everyone who waits with "unknown: send again", then stops the actor;
///          its next start is held back by the StartGate, and recovery shows whether the write went through.
/// </remarks>
internal sealed partial class TenantActor : ReceivePersistentActor, IWithTimers
{
    /// <summary>Hand-off and passivation: finish what was taken, then stop.</summary>
    public sealed class Stop : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Stop Instance = new();
    }

    private sealed class Tick : INoSerializationVerificationNeeded, IDeadLetterSuppression, INotInfluenceReceiveTimeout
    {
        public static readonly Tick Instance = new();
    }

    private sealed record DedupeLoaded(DedupeWindow Window) : INoSerializationVerificationNeeded,
        IDeadLetterSuppression;

    private sealed record Projected(ITenantMessage? Command, IActorRef ReplyTo, TenantState State, string Secret)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record ProjectionFailed(IActorRef ReplyTo, Exception Cause)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);

    private readonly TenantId _tenantId;
    private readonly TenantServices _services;
    private readonly TenantProjection _projection;
    private readonly DedupeHash _hash;
    private readonly long _startStamp;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private DedupeLoader? _loader;

    private TenantState _state;

    // Not state: what waits for the journal, the ids of the window (rebuilt from the log), what the feed has said.
    private TenantAppender _appender = null!;
    private LiveRows? _live;
    private IActorRef _feed = ActorRefs.Nobody;
    private long _snapshotPosition;
    private long _dedupeFloor = 1;

    // The latest time that anything was decided by. The ids of the log are held from the recovery's.
    private long _nowUs;
    private long _snapshotStamp;
    private int _idsSinceSnapshot;
    private long _settledPosition = -1;
    private int _projections;
    private bool _isProvisioning;
    private bool _isStopping;

    public static Props Props(TenantId tenantId, TenantServices services) =>
        Akka.Actor.Props.Create(() => new TenantActor(tenantId, services));

    public TenantActor(TenantId tenantId, TenantServices services)
    {
        (_tenantId, _services, _startStamp) = (tenantId, services, services.Time.GetTimestamp());
        _projection = new TenantProjection(services.Registry);
        _state = TenantState.Empty(tenantId, services.Options.DedupeWindowSeconds);
        Span<byte> key = stackalloc byte[16];
        RandomNumberGenerator.Fill(key);
        _hash = new DedupeHash(BitConverter.ToUInt64(key), BitConverter.ToUInt64(key[8..]));
        _loader = new DedupeLoader(services.Journal, _hash);
        Recovers();
        Commands();
    }

    public override string PersistenceId => EntityIds.TenantPersistence(_tenantId);

    /// <summary>The log's time, if a row came now. It never goes back, so no id is forgotten that a row to come could
    /// still be told from.</summary>
    private long NowUs => _nowUs =
        Math.Max(Math.Max(_state.AcceptedAtUs, _nowUs), _services.Clock.Now.ToUnixMicroseconds());

    private void Recovers()
    {
        Recover<SnapshotOffer>(offer =>
        {
            var snapshot = (TenantSnapshot)offer.Snapshot;
            _state = TenantState.FromSnapshot(_tenantId, snapshot);
            (_snapshotPosition, _dedupeFloor) = (snapshot.Position, snapshot.DedupeFloor);
            NoteSnapshot(snapshot);
        });
        Recover<ITenantEvent>(row =>
        {
            RequireNext(LastSequenceNr);
            _state = TenantState.Apply(_state, LastSequenceNr, row);
            _loader!.OnReplayed(LastSequenceNr, row);
        });
        Recover<RecoveryCompleted>(_ => OnRecovered());
        RecoverAny(row => throw new NotSupportedException(
            $"The log of tenant '{_tenantId}' holds a row of unknown kind {row.GetType().Name}."));
    }

    /// <summary>Until the ids of the window are read, commands wait.</summary>
    private void Commands()
    {
        Command<DedupeLoaded>(OnDedupeLoaded);
        Command<Status.Failure>(OnLoadFailed);
        Command<Stop>(_ => Context.Stop(Self));
        Command<Tick>(_ => { });
        CommandAny(OnEarly);
    }

    private void Ready()
    {
        Command<AcceptEvents>(OnAcceptEvents);
        Command<AttachLeaderboard>(OnAttachLeaderboard);
        Command<RotateSigningSecret>(OnRotateSigningSecret);
        Command<GetRecentEvents>(OnGetRecentEvents);
        Command<IRebuildMessage>(OnRebuild);
        Command<ITenantMessage>(OnBackfill, HasBackfill);
        Command<BackfillLocated>(OnBackfillLocated);
        Command<ITenantMessage>(OnControl);
        Command<Projected>(OnProjected);
        Command<ProjectionFailed>(OnProjectionFailed);
        Command<FeedActor.Settled>(m => _settledPosition = m.Position);
        Command<Tick>(_ => OnTick());
        Command<Stop>(_ => OnStop());
        Command<ReceiveTimeout>(_ => OnIdle());
        Command<SaveSnapshotSuccess>(OnSnapshotSaved);
        Command<SaveSnapshotFailure>(OnSnapshotFailed);
        Command<FeedActor.Checkpointed>(m => _checkpointed = m.Position);
        Command<FloorFound>(OnFloorFound);
        Command<RowsDeleted>(OnRowsDeleted);
        Command<RetentionFailed>(OnRetentionFailed);
        Command<DeleteSnapshotsSuccess>(_ => { });
        Command<DeleteSnapshotsFailure>(m =>
            _log.Warning(m.Cause, "Tenant {0}: old snapshots were not deleted", _tenantId));
    }

    private void OnAttachLeaderboard(AttachLeaderboard message)
    {
        _feed.Tell(new FeedActor.BoardStarted(message.LeaderboardId, message.Position, Sender));
        Sender.Tell(new LeaderboardAttached(_tenantId, message.LeaderboardId, _state.Position));
        AskToBuild(message, Sender);
    }

    private void OnTick()
    {
        _appender.Expire(NowUs);
        SnapshotIfDue();
        NudgeRebuilds();
        MeasureRebuilds();
        TrimIfDue();
    }

    private void OnStop()
    {
        _isStopping = true;
        StopWhenAnswered();
    }

    /// <summary>Everyone has had an answer: what waited for the journal, and what waited for the registry.</summary>
    private void StopWhenAnswered()
    {
        if (_isStopping && _appender.Queue.IsIdle && _projections == 0 && !SavesLastSnapshot()) Context.Stop(Self);
    }

    private void OnIdle()
    {
        if (_appender.Queue.IsIdle && (_settledPosition >= _state.Position || !_state.Created)
            && !Generations.Running(_state).Any())
            Context.Parent.Tell(new Passivate(Stop.Instance));
    }

    protected override void PostStop()
    {
        if (_appender is not null) _services.Instruments.OnAsleep(_appender);
        _live?.Complete();
        base.PostStop();
    }

    public ITimerScheduler Timers { get; set; } = null!;
}
