namespace Phoenix.Messages.Leaderboards;

/// <summary>What one config makes of one event.</summary>
/// <param name="IsMatched">Every filter holds and some rule gives points.</param>
/// <param name="PointsMillionths">The score that the event alone would make; 0 where it is not matched.</param>
/// <param name="WindowKey">The window that the event's time belongs to; null where it belongs to none.</param>
/// <param name="WindowStatus">That window's, by the server's clock; null likewise.</param>
/// <param name="Filters">Each filter, in the config's order.</param>
/// <param name="Rules">Each rule, in the config's order, as if the filters held.</param>
public sealed record ScoringExplanationReply(
    bool IsMatched, long PointsMillionths, string? WindowKey, WindowStatus? WindowStatus,
    IReadOnlyList<FilterOutcome> Filters, IReadOnlyList<RuleOutcome> Rules);

/// <summary>What came of one filter.</summary>
/// <param name="ActualJson">The field's JSON in the event; null where it is missing.</param>
public sealed record FilterOutcome(FieldPredicate Predicate, string? ActualJson, bool Holds);

/// <summary>What came of one rule.</summary>
/// <param name="Reason">For people: what it gives, or why it gives nothing.</param>
/// <param name="PointsMillionths">0 where it gives nothing.</param>
public sealed record RuleOutcome(int Index, bool IsMatched, string Reason, long PointsMillionths);

/// <summary>Append-only: the numbers are on the wire.</summary>
public enum EventVerdict
{
    Scored = 0, NoRule = 1, Filtered = 2, NotComputable = 3, WindowClosed = 4, WindowLimit = 5, Inactive = 6,
}

/// <summary>Windows that the board could not open: it had as many as it may.</summary>
/// <param name="Position">How far the board has applied the log.</param>
public sealed record MissingWindowsReply(long Position, IReadOnlyList<long> StartsUs);
