using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Messages.Tenants;

/// <summary>The events are in the log; sent only after the journal's write.</summary>
/// <param name="Position">The log's position, not before any of the events' own.</param>
/// <param name="Duplicates">For each event of the request, in its order: was its id in the log already?</param>
public sealed record EventsAcceptedReply(long Position, IReadOnlyList<bool> Duplicates);

/// <summary>The log's clock stands at <paramref name="AcceptedAtUs"/>, at <paramref name="Position"/>: it may not have
/// come as far as was asked, where the node's clock has not.</summary>
public sealed record TimeAdvancedReply(TenantId TenantId, long Position, long AcceptedAtUs);

/// <summary>A tenant as the admin gateway shows it.</summary>
/// <param name="SigningSecret">Only in the answer to its creation and rotation; else null.</param>
public sealed record TenantReply(
    TenantId TenantId, string Name, TenantStatus Status, int DedupeWindowSeconds, long CreatedAtUs,
    string? SigningSecret);

public sealed record TenantsReply(IReadOnlyList<TenantReply> Tenants, string? NextCursor);

/// <summary>The secret that game backends sign with, and whether the tenant may act.</summary>
public sealed record SigningSecretReply(TenantId TenantId, TenantStatus Status, string SigningSecret)
{
    public override string ToString() => $"SigningSecretReply({TenantId})";
}

/// <summary>A leaderboard as the admin gateway shows it.</summary>
public sealed record LeaderboardReply(LeaderboardDefinition Definition);

public sealed record LeaderboardsReply(IReadOnlyList<LeaderboardDefinition> Leaderboards);

/// <summary>To a leaderboard that has started: the feed knows it, and <paramref name="Head"/> is the last row of the
/// log now.</summary>
public sealed record LeaderboardAttached(TenantId TenantId, LeaderboardId LeaderboardId, long Head);

/// <summary>Each check by name; a null problem is a pass.</summary>
public sealed record ReadinessReply(IReadOnlyDictionary<string, string?> Checks)
{
    public bool IsReady => Checks.Values.All(problem => problem is null);
}
