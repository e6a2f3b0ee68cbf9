namespace Phoenix.Cluster.Domain.Leaderboards;

/// <summary>A row of final standings as it is compared.</summary>
/// <param name="Rank">0 for a member beyond the score limit.</param>
public readonly record struct FinalMemberView(
    string UserId, long Rank, long Place, long ScoreMillionths, long EventCount, long UpdatedAtUs);
