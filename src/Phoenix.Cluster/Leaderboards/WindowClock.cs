using Akka.Actor;
using Akka.Event;
using Phoenix.Cluster.Domain;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Leaderboards;

/// <summary>The cluster's one clock of windows: wakes tenants that sleep though something is to be done.</summary>
/// <remarks>
/// Sent by: itself. It keeps nothing: what is due stands in SQL, written with each checkpoint.
/// Promise: a tenant whose window is due, or whose boards are behind its log, is woken within about a minute, wherever
///          this clock runs; awake boards ask for the log's time themselves, and sooner.
/// Limits:  so many tenants a second, lest a cluster that starts wakes all at once.
/// Fails:   where SQL can't be read it looks again a minute later.
/// </remarks>
internal sealed class WindowClock : ReceiveActor, IWithTimers
{
    /// <summary>Looks at once.</summary>
    public sealed class Look : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Look Instance = new();
    }

    private sealed class WakeTick : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly WakeTick Instance = new();
    }

    private sealed record Found(IReadOnlyList<DueTenant> Tenants)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private const int WakesPerTick = 100;
    private static readonly TimeSpan LookInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WakeInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookTimeout = TimeSpan.FromSeconds(30);

    private readonly DueStore _due;
    private readonly TimeProvider _time;
    private readonly Func<IActorRef> _tenants;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Queue<DueTenant> _toWake = new();

    public static Props Props(DueStore due, TimeProvider time, Func<IActorRef> tenants) =>
        Akka.Actor.Props.Create(() => new WindowClock(due, time, tenants));

    public WindowClock(DueStore due, TimeProvider time, Func<IActorRef> tenants)
    {
        (_due, _time, _tenants) = (due, time, tenants);
        Receive<Look>(_ => OnLook());
        Receive<Found>(OnFound);
        Receive<WakeTick>(_ => Wake());
        Receive<Status.Failure>(m => _log.Warning(m.Cause, "What windows are due can't be read; it is tried again"));
        // A tenant's answer says nothing that the next look doesn't.
        Receive<TimeAdvancedReply>(_ => { });
        Receive<Refusal>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(Look.Instance, Look.Instance, TimeSpan.Zero, LookInterval);
        Timers.StartPeriodicTimer(WakeTick.Instance, WakeTick.Instance, WakeInterval);
    }

    private void OnLook()
    {
        if (_toWake.Count > 0) return;
        var (due, nowUs) = (_due, _time.GetUtcNow().ToUnixMicroseconds());
        var limit = new CancellationTokenSource(LookTimeout);
        Task.Run(() => due.FindAsync(nowUs, limit.Token)).PipeTo(Self, success: tenants => new Found(tenants));
    }

    private void OnFound(Found found)
    {
        foreach (var tenant in found.Tenants) _toWake.Enqueue(tenant);
        Wake();
    }

    private void Wake()
    {
        for (var i = 0; i < WakesPerTick && _toWake.TryDequeue(out var tenant); i++)
            _tenants().Tell(new AdvanceTime(tenant.TenantId, tenant.ToUs), Self);
    }
}
