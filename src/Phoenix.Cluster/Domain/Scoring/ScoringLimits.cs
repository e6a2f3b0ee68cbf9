namespace Phoenix.Cluster.Domain.Scoring;

/// <summary>What a board's filters and rules may hold, beside the limits that the public contract names.</summary>
public static class ScoringLimits
{
    /// <summary>The most operators in one set of filters or conditions.</summary>
    public const int PredicatesMax = 64;

    /// <summary>The longest list of <c>in</c> and <c>nin</c>.</summary>
    public const int ListOperandsMax = 1_000;

    /// <summary>The longest text operand, in characters (UTF-16 units).</summary>
    public const int OperandLengthMax = 1_024;

    /// <summary>The longest path, in characters (UTF-16 units).</summary>
    public const int PathLengthMax = 256;

    /// <summary>The most names in a path.</summary>
    public const int PathSegmentsMax = 16;

    /// <summary>The most arguments of <c>min</c> and <c>max</c>.</summary>
    public const int ArgumentsMax = 16;

    /// <summary>The largest value, either way, that an expression may give.</summary>
    public const double PointsMax = 9_000_000_000_000;
}
