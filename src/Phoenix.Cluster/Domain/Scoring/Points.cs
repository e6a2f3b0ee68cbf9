namespace Phoenix.Cluster.Domain.Scoring;

/// <summary>What an expression's value is as points.</summary>
internal static class Points
{
    /// <summary>One point, which is what a contribution to a <c>count</c> is.</summary>
    public const long One = 1_000_000;

    /// <summary>
    /// <paramref name="value"/> in millionths: times 1,000,000 in binary64, rounded to the nearest integer, halves
    /// to even. False for NaN, the infinities and what lies beyond <see cref="ScoringLimits.PointsMax"/>.
    /// </summary>
    public static bool TryFrom(double value, out long millionths)
    {
        // NaN fails the comparison, so one test covers all that gives no contribution.
        if (!(Math.Abs(value) <= ScoringLimits.PointsMax))
        {
            millionths = 0;
            return false;
        }
        millionths = (long)Math.Round(value * 1e6, MidpointRounding.ToEven);
        return true;
    }
}
