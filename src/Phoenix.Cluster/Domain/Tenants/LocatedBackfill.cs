using Phoenix.Messages.Ids;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Domain.Tenants;

/// <summary>A command with a backfill, and the first row that it scores: the tenant has looked its time up in the
/// log.</summary>
public sealed record LocatedBackfill(ITenantMessage Command, long Origin) : ITenantMessage
{
    public TenantId TenantId => Command.TenantId;
}
