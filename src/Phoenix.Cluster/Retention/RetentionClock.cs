using Akka.Actor;
using Akka.Event;
using Phoenix.Cluster.Domain;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Retention;

/// <summary>The cluster's one clock of retention: deletes old history, and wakes tenants that sleep on an old
/// log.</summary>
/// <remarks>
/// Sent by: itself.
/// Promise: what is older than the options say goes within hours, and nothing younger ever. A tenant's log is trimmed
///          by the tenant alone, which knows what is needed; here it is only woken.
/// Limits:  one piece of history a tick, so that whoever writes standings waits for one at the most.
/// Fails:   where SQL can't be used it looks again an hour later.
/// </remarks>
internal sealed class RetentionClock : ReceiveActor, IWithTimers
{
    /// <summary>Looks at once.</summary>
    public sealed class Look : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Look Instance = new();
    }

    private sealed class SweepTick : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly SweepTick Instance = new();
    }

    private sealed record Swept(bool HasMore) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record Found(IReadOnlyList<TenantId> Tenants)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private static readonly TimeSpan LookInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan SweepPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    /// <summary>Awake tenants trim their logs all the time; one that is late by this much sleeps.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromHours(1);

    private readonly RetentionOptions _options;
    private readonly RetentionStore _store;
    private readonly TimeProvider _time;
    private readonly Func<IActorRef> _tenants;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public static Props Props(
        RetentionOptions options, RetentionStore store, TimeProvider time, Func<IActorRef> tenants) =>
        Akka.Actor.Props.Create(() => new RetentionClock(options, store, time, tenants));

    public RetentionClock(
        RetentionOptions options, RetentionStore store, TimeProvider time, Func<IActorRef> tenants)
    {
        (_options, _store, _time, _tenants) = (options, store, time, tenants);
        Receive<Look>(_ => OnLook());
        Receive<SweepTick>(_ => Sweep());
        Receive<Swept>(OnSwept);
        Receive<Found>(OnFound);
        Receive<Status.Failure>(m => _log.Warning(m.Cause, "Retention can't use the store; it is tried again"));
        // A tenant's answer says nothing that the next look doesn't.
        Receive<TimeAdvancedReply>(_ => { });
        Receive<Refusal>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() =>
        Timers.StartPeriodicTimer(Look.Instance, Look.Instance, TimeSpan.Zero, LookInterval);

    private void OnLook()
    {
        if (_options.HistoryDays > 0) Sweep();
        if (_options.LogDays > 0) FindOldLogs();
    }

    private void Sweep()
    {
        var beforeUs = DaysAgoUs(_options.HistoryDays);
        Run(async cancellation => new Swept(await _store.DeleteHistoryAsync(beforeUs, cancellation)));
    }

    private void OnSwept(Swept swept)
    {
        if (swept.HasMore) Timers.StartSingleTimer(SweepTick.Instance, SweepTick.Instance, SweepPause);
    }

    private void FindOldLogs()
    {
        var beforeUs = DaysAgoUs(_options.LogDays) - Slack.ToMicroseconds();
        Run(async cancellation => new Found(await _store.FindOldLogsAsync(beforeUs, cancellation)));
    }

    /// <summary>The row that this makes them write is what their next snapshot needs.</summary>
    private void OnFound(Found found)
    {
        var nowUs = _time.GetUtcNow().ToUnixMicroseconds();
        foreach (var tenant in found.Tenants) _tenants().Tell(new AdvanceTime(tenant, nowUs), Self);
    }

    private long DaysAgoUs(int days) => (_time.GetUtcNow() - TimeSpan.FromDays(days)).ToUnixMicroseconds();

    private void Run<T>(Func<CancellationToken, Task<T>> work) => Task.Run(async () =>
    {
        using var limit = new CancellationTokenSource(Timeout);
        return await work(limit.Token);
    }).PipeTo(Self);
}
