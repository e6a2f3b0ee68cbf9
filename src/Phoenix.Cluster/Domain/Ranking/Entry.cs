namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>What a leaf holds of one member; which of the last two columns exist, the aggregation says.</summary>
/// <param name="Extra">max, min: updated at; avg: the sum, as far as it fits.</param>
/// <param name="Events">Contributions; <see cref="uint.MaxValue"/>: that many or more.</param>
internal record struct Entry(int User, long Score, long ReachedAtUs, long Extra, uint Events);
