using Akka.Actor;
using Phoenix.Cluster.Storage;
using Phoenix.Cluster.Telemetry;

namespace Phoenix.Cluster.Tenants;

/// <summary>What every tenant actor of a node shares.</summary>
internal sealed record TenantServices(
    TenantOptions Options, RegistryStore Registry, IJournalReader Journal, StartGate Gate, ClockGuard Clock,
        TimeProvider Time,
    Func<IActorRef> Leaderboards, TenantInstruments Instruments, FeedInstruments FeedInstruments);
