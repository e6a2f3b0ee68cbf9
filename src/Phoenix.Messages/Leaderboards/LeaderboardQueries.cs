using Phoenix.Messages.Ids;

namespace Phoenix.Messages.Leaderboards;

/// <summary>What every query of standings names.</summary>
/// <param name="WindowKey">Null: the window that holds now if it has entries, else the latest ended one that has;
/// <c>current</c>: the one that holds now.</param>
/// <param name="NowUs">The server's clock, read by the gateway.</param>
/// <param name="MinPosition">Answer only once the log has been applied this far; 0: at once.</param>
public sealed record StandingsScope(string? WindowKey, long NowUs, long MinPosition);

/// <summary>A question to one leaderboard; what can't be answered comes back as a refusal.</summary>
public interface ILeaderboardQuery : ILeaderboardMessage
{
    StandingsScope Scope { get; }
}

/// <summary>A page by place. Answered by <see cref="StandingsPage"/>.</summary>
public sealed record GetStandings(
    TenantId TenantId, LeaderboardId LeaderboardId, StandingsScope Scope, int Offset, int Limit) : ILeaderboardQuery;

/// <summary>The page around a user. Answered by <see cref="StandingsPage"/>.</summary>
public sealed record GetStandingsAround(
    TenantId TenantId, LeaderboardId LeaderboardId, StandingsScope Scope, string UserId, int Limit) : ILeaderboardQuery;

/// <summary>A user's rank. Answered by <see cref="RankReply"/>; refused (not found) where the user is not
/// ranked.</summary>
public sealed record GetRank(
    TenantId TenantId, LeaderboardId LeaderboardId, StandingsScope Scope, string UserId) : ILeaderboardQuery;

/// <summary>A user's score. Answered by <see cref="RankReply"/>, with rank 0 for a member beyond the score
/// limit.</summary>
public sealed record GetScore(
    TenantId TenantId, LeaderboardId LeaderboardId, StandingsScope Scope, string UserId) : ILeaderboardQuery;

/// <summary>The entries of these users, at most 100. Answered by <see cref="RanksReply"/>.</summary>
public sealed record GetRanks(
    TenantId TenantId, LeaderboardId LeaderboardId, StandingsScope Scope, IReadOnlyList<string> UserIds)
    : ILeaderboardQuery;
