namespace Phoenix.Messages.Leaderboards;

/// <summary>How a leaderboard scores, windows and ranks; every default filled in.</summary>
public sealed record LeaderboardConfig(
    IReadOnlyList<FieldPredicate> Filters, TimeframeConfig Timeframe, ScoringConfig Scoring, RankingConfig Ranking);

/// <summary>Append-only: the numbers are in the log.</summary>
public enum PredicateOperator
{
    Eq = 0, Ne = 1, Gt = 2, Gte = 3, Lt = 4, Lte = 5, In = 6, Nin = 7, Exists = 8, Contains = 9, StartsWith = 10,
}

/// <summary>One condition on one field of the event, e.g. <c>attrs.victory eq true</c>.</summary>
/// <param name="Path">Names joined by dots, as the config gives them, e.g. <c>actor.metadata.region</c>,
/// <c>attrs.laps.0</c>.</param>
/// <param name="Operands">One scalar, but for <c>in</c> and <c>nin</c>, which take a list.</param>
public sealed record FieldPredicate(string Path, PredicateOperator Operator, IReadOnlyList<Scalar> Operands);

/// <summary>Append-only: the numbers are in the log.</summary>
public enum ScalarKind { Null = 0, Boolean = 1, Number = 2, Text = 3 }

/// <summary>A JSON scalar.</summary>
public readonly record struct Scalar
{
    private Scalar(ScalarKind kind, double number, string? text) => (Kind, Number, Text) = (kind, number, text);

    public ScalarKind Kind { get; }

    /// <summary>The number; 1 or 0 for a boolean.</summary>
    public double Number { get; }

    public string? Text { get; }
    public bool Boolean => Number != 0;

    public static Scalar Null => default;
    public static Scalar Of(bool value) => new(ScalarKind.Boolean, value ? 1 : 0, null);
    public static Scalar Of(double value) => new(ScalarKind.Number, value, null);
    public static Scalar Of(string value) => new(ScalarKind.Text, 0, value);
}

/// <summary>Append-only: the numbers are in the log.</summary>
public enum TimeframeType { Hourly = 0, Daily = 1, Weekly = 2, Monthly = 3, AllTime = 4, Custom = 5 }

/// <summary>How time is cut into windows.</summary>
/// <param name="Timezone">IANA name.</param>
/// <param name="ResetDay">The week's first day.</param>
/// <param name="ResetMinuteOfDay">When the day begins, in minutes from local midnight.</param>
/// <param name="ResetDayOfMonth">The month's first day, 1–28.</param>
/// <param name="GraceSeconds">How long after its end a window takes late events; -1: for ever.</param>
/// <param name="StartUs">Custom only: the first window's start, microseconds since the Unix epoch.</param>
/// <param name="EndUs">Custom only: the single window's end, or null where <paramref name="Every"/> is given.</param>
/// <param name="Every">Custom only: the period as ISO 8601, e.g. <c>P2W</c>, <c>PT6H</c>.</param>
public sealed record TimeframeConfig(
    TimeframeType Type, string Timezone, DayOfWeek ResetDay, int ResetMinuteOfDay, int ResetDayOfMonth,
    int GraceSeconds, long? StartUs, long? EndUs, string? Every)
{
    /// <summary>The defaults of every field but the type.</summary>
    public static TimeframeConfig Of(TimeframeType type, int graceSeconds = 3600) =>
        new(type, "UTC", DayOfWeek.Monday, 0, 1, graceSeconds, null, null, null);
}

/// <summary>Append-only: the numbers are in the log.</summary>
public enum Aggregation { Sum = 0, Count = 1, Max = 2, Min = 3, Avg = 4 }

public sealed record ScoringConfig(IReadOnlyList<ScoringRule> Rules, Aggregation Aggregation);

/// <summary>Which events give points, and how many.</summary>
/// <param name="EventType">Exact, or <c>*</c>.</param>
/// <param name="PointsExpression">Null only where the aggregation is <c>count</c>.</param>
public sealed record ScoringRule(string EventType, IReadOnlyList<FieldPredicate> Conditions, string? PointsExpression);

/// <summary>Append-only: the numbers are in the log.</summary>
public enum RankingMethod { ScoreDesc = 0, ScoreAsc = 1 }

/// <summary>Append-only: the numbers are in the log.</summary>
public enum TieRule { Competition = 0, Dense = 1, Ordinal = 2 }

/// <summary>Append-only: the numbers are in the log.</summary>
public enum TieBreaker { FirstReached = 0, LastReached = 1, UserId = 2 }

/// <param name="Size">How deep pages go; null: no limit.</param>
/// <param name="ScoreLimitMillionths"><c>min_score</c> (for score_asc <c>max_score</c>) in millionths; null:
/// none.</param>
public sealed record RankingConfig(
    RankingMethod Method, int? Size, long? ScoreLimitMillionths, TieRule Ties, TieBreaker TieBreaker)
{
    public static RankingConfig Default { get; } =
        new(RankingMethod.ScoreDesc, 1000, null, TieRule.Competition, TieBreaker.FirstReached);
}
