using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Json;

/// <summary>The words of configs, boards and tenants in the public JSON.</summary>
public static class ConfigNames
{
    public static readonly EnumNames<PredicateOperator> Operators = new(
        (PredicateOperator.Eq, "eq"), (PredicateOperator.Ne, "ne"), (PredicateOperator.Gt, "gt"),
        (PredicateOperator.Gte, "gte"), (PredicateOperator.Lt, "lt"), (PredicateOperator.Lte, "lte"),
        (PredicateOperator.In, "in"), (PredicateOperator.Nin, "nin"), (PredicateOperator.Exists, "exists"),
        (PredicateOperator.Contains, "contains"), (PredicateOperator.StartsWith, "starts_with"));

    public static readonly EnumNames<TimeframeType> Timeframes = new(
        (TimeframeType.Hourly, "hourly"), (TimeframeType.Daily, "daily"), (TimeframeType.Weekly, "weekly"),
        (TimeframeType.Monthly, "monthly"), (TimeframeType.AllTime, "all_time"), (TimeframeType.Custom, "custom"));

    public static readonly EnumNames<DayOfWeek> Days = new(
        (DayOfWeek.Monday, "monday"), (DayOfWeek.Tuesday, "tuesday"), (DayOfWeek.Wednesday, "wednesday"),
        (DayOfWeek.Thursday, "thursday"), (DayOfWeek.Friday, "friday"), (DayOfWeek.Saturday, "saturday"),
        (DayOfWeek.Sunday, "sunday"));

    public static readonly EnumNames<Aggregation> Aggregations = new(
        (Aggregation.Sum, "sum"), (Aggregation.Count, "count"), (Aggregation.Max, "max"), (Aggregation.Min, "min"),
        (Aggregation.Avg, "avg"));

    public static readonly EnumNames<RankingMethod> Methods = new(
        (RankingMethod.ScoreDesc, "score_desc"), (RankingMethod.ScoreAsc, "score_asc"));

    public static readonly EnumNames<TieRule> Ties = new(
        (TieRule.Competition, "competition"), (TieRule.Dense, "dense"), (TieRule.Ordinal, "ordinal"));

    public static readonly EnumNames<TieBreaker> TieBreakers = new(
        (TieBreaker.FirstReached, "first_reached"), (TieBreaker.LastReached, "last_reached"),
        (TieBreaker.UserId, "user_id"));

    public static readonly EnumNames<LeaderboardStatus> LeaderboardStatuses = new(
        (LeaderboardStatus.Active, "active"), (LeaderboardStatus.Inactive, "inactive"),
        (LeaderboardStatus.Archived, "archived"));

    public static readonly EnumNames<TenantStatus> TenantStatuses = new(
        (TenantStatus.Active, "active"), (TenantStatus.Suspended, "suspended"));

    public static readonly EnumNames<EventVerdict> Verdicts = new(
        (EventVerdict.Scored, "scored"), (EventVerdict.NoRule, "no_rule"), (EventVerdict.Filtered, "filtered"),
        (EventVerdict.NotComputable, "not_computable"), (EventVerdict.WindowClosed, "window_closed"),
        (EventVerdict.WindowLimit, "window_limit"), (EventVerdict.Inactive, "inactive"));
}
