using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Scoring;

/// <summary>What one board makes of one event, by the very code that scores.</summary>
/// <param name="Filters">Each filter, in the config's order.</param>
/// <param name="Rules">Each rule, in the config's order, as if the filters held.</param>
public sealed record ScoringExplanation(
    IReadOnlyList<ScoringExplanation.Filter> Filters, IReadOnlyList<ScoringExplanation.Rule> Rules)
{
    /// <summary>The rule is for another type of event.</summary>
    public const string NoTypeMatch = "no_type_match";

    /// <summary>Begins the reason of a rule whose condition doesn't hold; path and operator follow.</summary>
    public const string ConditionFailed = "condition_failed";

    /// <summary>The expression gives no points: see the contract's list.</summary>
    public const string NotComputable = "not_computable";

    /// <summary>The rule gives points.</summary>
    public const string Contributes = "contributes";

    /// <summary>True if every filter holds.</summary>
    public bool IsInScope => Filters.All(f => f.Holds);

    /// <summary>True if the event gives the board a contribution.</summary>
    public bool IsMatched => IsInScope && Rules.Any(r => r.IsMatched);

    /// <param name="Predicate">Path, operator and operands, as the config has them.</param>
    /// <param name="Actual">The field's JSON in the event; null where it is missing.</param>
    public sealed record Filter(FieldPredicate Predicate, bool Holds, string? Actual);

    /// <param name="Reason">One of the constants above; <see cref="ConditionFailed"/> with path and operator.</param>
    /// <param name="PointsMillionths">What it gives; 0 where it does not match.</param>
    public sealed record Rule(int Index, bool IsMatched, string Reason, long PointsMillionths);
}
