namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>A member's aggregation state whole, as checkpoints hold it.</summary>
/// <param name="Value">sum, count, avg: the exact sum of the contributions; max, min: the score.</param>
internal readonly record struct MemberRecord(Int128 Value, long EventCount, long ReachedAtUs, long UpdatedAtUs);
