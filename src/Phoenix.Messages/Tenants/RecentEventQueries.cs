using Phoenix.Messages.Ids;

namespace Phoenix.Messages.Tenants;

/// <summary>A question to a tenant's entity; it writes nothing.</summary>
public interface ITenantQuery : ITenantMessage;

/// <summary>The tenant's last accepted events, from memory, with what its boards made of them. Answered by
/// <see cref="RecentEventsReply"/>.</summary>
public sealed record GetRecentEvents(TenantId TenantId, int Limit) : ITenantQuery;
