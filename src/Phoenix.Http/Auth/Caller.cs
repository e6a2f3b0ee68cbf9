using Phoenix.Messages.Ids;

namespace Phoenix.Http.Auth;

/// <summary>Who calls, as the credential says.</summary>
/// <param name="Tenant">The token's tenant; null for an admin API key, which has none.</param>
/// <param name="BoundUserId">For a gamer token with a <c>sub</c>: the only user whose events it may send.</param>
/// <param name="IsPlatform">May administer every tenant.</param>
/// <param name="IsTenantAdmin">May administer its own tenant.</param>
/// <param name="ExpiresAt">When the token ends; null for an API key.</param>
public sealed record Caller(
    TenantId? Tenant, string? BoundUserId, bool IsPlatform, bool IsTenantAdmin, DateTimeOffset? ExpiresAt);
