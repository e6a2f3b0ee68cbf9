namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>A member with its rank (by the tie rule) and its unique 1-based place.</summary>
public readonly record struct RankedMember(Member Member, long Rank, long Place);
