namespace Phoenix.Cluster.Domain.Scoring.Fields;

/// <summary>The comparisons of conditions and expressions.</summary>
internal enum ComparisonOperator { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual }

/// <summary>What the comparisons mean.</summary>
/// <remarks>Texts compare by their UTF-8 bytes, which is the order of code points.</remarks>
internal static class Comparison
{
    /// <summary>For two values of one type, given the sign of the left compared with the right.</summary>
    public static bool Holds(ComparisonOperator comparison, int sign) => comparison switch
    {
        ComparisonOperator.Equal => sign == 0,
        ComparisonOperator.NotEqual => sign != 0,
        ComparisonOperator.Less => sign < 0,
        ComparisonOperator.LessOrEqual => sign <= 0,
        ComparisonOperator.Greater => sign > 0,
        _ => sign >= 0,
    };

    /// <summary>For two numbers, neither NaN.</summary>
    public static bool Holds(ComparisonOperator comparison, double left, double right) => comparison switch
    {
        ComparisonOperator.Equal => left == right,
        ComparisonOperator.NotEqual => left != right,
        ComparisonOperator.Less => left < right,
        ComparisonOperator.LessOrEqual => left <= right,
        ComparisonOperator.Greater => left > right,
        _ => left >= right,
    };

    /// <summary>The comparison that says the same with its sides exchanged.</summary>
    public static ComparisonOperator Mirrored(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        _ => comparison,
    };
}
