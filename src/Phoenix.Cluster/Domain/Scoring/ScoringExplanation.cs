using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Scoring;

/// <summary>What one board makes of one event, by the very code that scores.</summary>
/// <param name="Verdict">Without regard to windows, which scoring doesn't know.</param>
/// <param name="PointsMillionths">The score that the event alone makes, by the board's aggregation; 0 where it isn't
/// scored.</param>
/// <param name="Filters">Each filter, in the config's order.</param>
/// <param name="Rules">Each rule, in the config's order, as if the filters held.</param>
public sealed record ScoringExplanation(
    EventVerdict Verdict, long PointsMillionths, IReadOnlyList<FilterOutcome> Filters,
    IReadOnlyList<RuleOutcome> Rules)
{
    /// <summary>True if the event gives the board a contribution.</summary>
    public bool IsMatched => Verdict == EventVerdict.Scored;
}
