using System.Numerics;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.TestSupport.Model;

/// <summary>All that one user contributed to one window.</summary>
public sealed class ModelMember
{
    private readonly List<(long Points, long At)> _contributions = [];

    public long EventCount => _contributions.Count;
    public long UpdatedAtUs => _contributions.Max(c => c.At);

    public void Add(long points, long at) => _contributions.Add((points, at));

    public long Score(Aggregation aggregation) => aggregation switch
    {
        Aggregation.Sum => Clamp(Total()),
        Aggregation.Count => _contributions.Count * 1_000_000L,
        Aggregation.Max => _contributions.Max(c => c.Points),
        Aggregation.Min => _contributions.Min(c => c.Points),
        Aggregation.Avg => Average(),
        _ => throw new NotSupportedException($"{aggregation}"),
    };

    /// <summary>When the score was reached, whatever the order of arrival.</summary>
    public long ReachedAtUs(Aggregation aggregation)
    {
        if (aggregation is not (Aggregation.Max or Aggregation.Min)) return UpdatedAtUs;
        var score = Score(aggregation);
        return _contributions.Where(c => c.Points == score).Min(c => c.At);
    }

    private BigInteger Total() => _contributions.Aggregate(BigInteger.Zero, (sum, c) => sum + c.Points);

    /// <summary>The exact sum over the count, halves to even.</summary>
    private long Average()
    {
        var floor = BigInteger.DivRem(Total(), _contributions.Count, out var rest);
        if (rest < 0) (floor, rest) = (floor - 1, rest + _contributions.Count);
        var half = (rest * 2).CompareTo(_contributions.Count);
        return Clamp(half > 0 || (half == 0 && !floor.IsEven) ? floor + 1 : floor);
    }

    private static long Clamp(BigInteger value) =>
        (long)BigInteger.Min(long.MaxValue, BigInteger.Max(-long.MaxValue, value));
}
