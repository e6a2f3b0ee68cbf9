using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Scoring.Predicates;

/// <summary>The operators of filters and conditions as configs write them.</summary>
internal static class PredicateOperators
{
    public static string NameOf(PredicateOperator value) => value switch
    {
        PredicateOperator.Eq => "eq",
        PredicateOperator.Ne => "ne",
        PredicateOperator.Gt => "gt",
        PredicateOperator.Gte => "gte",
        PredicateOperator.Lt => "lt",
        PredicateOperator.Lte => "lte",
        PredicateOperator.In => "in",
        PredicateOperator.Nin => "nin",
        PredicateOperator.Exists => "exists",
        PredicateOperator.Contains => "contains",
        PredicateOperator.StartsWith => "starts_with",
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, "No such operator."),
    };

    public static bool TakesList(PredicateOperator value) => value is PredicateOperator.In or PredicateOperator.Nin;

    /// <summary>True for what compares <c>occurred_at</c> as a time; the others look at it as a text.</summary>
    public static bool Compares(PredicateOperator value) => value <= PredicateOperator.Nin;
}
