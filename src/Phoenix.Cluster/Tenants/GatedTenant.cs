using Akka.Actor;
using Akka.Event;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Routing;

namespace Phoenix.Cluster.Tenants;

/// <summary>Stands in for a tenant whose start is held back after a failure: answers "unavailable" until its time,
/// then stops.</summary>
internal sealed class GatedTenant : ReceiveActor, IWithTimers
{
    private sealed class GateOpens : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly GateOpens Instance = new();
    }

    /// <summary>The tenant, or its stand-in while its gate is closed.</summary>
    public static Props PropsOf(TenantId tenantId, TenantServices services)
    {
        var delay = services.Gate.DelayOf(EntityIds.Tenant(tenantId));
        return delay > TimeSpan.Zero
            ? Akka.Actor.Props.Create(() => new GatedTenant(delay))
            : TenantActor.Props(tenantId, services);
    }

    public GatedTenant(TimeSpan delay)
    {
        _delay = delay;
        var refusal = Refusal.Unavailable(
            "the tenant's log can't be written now", Math.Max(1, (int)Math.Ceiling(delay.TotalSeconds)));
        Receive<GateOpens>(_ => Context.Stop(Self));
        Receive<TenantActor.Stop>(_ => Context.Stop(Self));
        ReceiveAny(_ => Sender.Tell(refusal));
    }

    private readonly TimeSpan _delay;

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartSingleTimer(GateOpens.Instance, GateOpens.Instance, _delay);
}
