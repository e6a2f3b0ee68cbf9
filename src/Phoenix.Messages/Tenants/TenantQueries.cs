using Phoenix.Messages.Ids;

namespace Phoenix.Messages.Tenants;

/// <summary>A question to this node's registry reader, which answers from SQL and wakes nobody.</summary>
public interface IRegistryQuery;

/// <summary>Answered by <see cref="TenantReply"/> or a refusal (not found).</summary>
public sealed record GetTenant(TenantId TenantId) : IRegistryQuery;

/// <summary>Answered by <see cref="TenantsReply"/>: at most <paramref name="Limit"/> tenants with ids behind
/// <paramref name="After"/>, by id.</summary>
public sealed record GetTenants(int Limit, string? After) : IRegistryQuery;

/// <summary>Answered by <see cref="SigningSecretReply"/> or a refusal (not found).</summary>
public sealed record GetSigningSecret(TenantId TenantId) : IRegistryQuery;

/// <summary>Answered by <see cref="LeaderboardsReply"/>.</summary>
public sealed record GetLeaderboards(TenantId TenantId) : IRegistryQuery;

/// <summary>Answered by <see cref="LeaderboardReply"/> or a refusal (not found).</summary>
public sealed record GetLeaderboard(TenantId TenantId, Ids.LeaderboardId LeaderboardId) : IRegistryQuery;

/// <summary>Can this node store an event now? Answered by <see cref="ReadinessReply"/>; a real write over the journal's
/// connection.</summary>
public sealed record GetReadiness : IRegistryQuery
{
    public static readonly GetReadiness Instance = new();
}
