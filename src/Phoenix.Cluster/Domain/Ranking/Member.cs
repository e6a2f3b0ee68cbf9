namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>A member of a window as it stands.</summary>
/// <param name="Score">Shown score × 1,000,000 (clamped to 64 bits).</param>
/// <param name="ReachedAtUs">When the score was reached, as the contract defines it for the aggregation.</param>
/// <param name="UpdatedAtUs">The latest time of event among the contributions.</param>
public readonly record struct Member(int User, long Score, long EventCount, long ReachedAtUs, long UpdatedAtUs);
