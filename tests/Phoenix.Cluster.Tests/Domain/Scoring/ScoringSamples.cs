using System.Text;
using Phoenix.Cluster.Domain.Scoring;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Events;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Tests.Domain.Scoring;

/// <summary>Configs and events for the scoring tests, and what comes of them.</summary>
internal static class ScoringSamples
{
    /// <summary>2025-11-18T12:34:56Z.</summary>
    public const long OccurredAtUs = 1_763_469_296_000_000;

    public static readonly TenantId Tenant = new("acme");

    public static FieldPredicate Where(string path, PredicateOperator op, params Scalar[] operands) =>
        new(path, op, operands);

    public static ScoringRule Rule(string? expression, string type = "*", params FieldPredicate[] conditions) =>
        new(type, conditions, expression);

    public static LeaderboardConfig Config(
        IReadOnlyList<ScoringRule> rules, IReadOnlyList<FieldPredicate>? filters = null,
        Aggregation aggregation = Aggregation.Sum) =>
        new(filters ?? [], TimeframeConfig.Of(TimeframeType.AllTime), new ScoringConfig(rules, aggregation),
            RankingConfig.Default);

    public static LeaderboardDefinition Board(LeaderboardConfig config) =>
        new(Tenant, new LeaderboardId("b"), "b", "", LeaderboardStatus.Active, 1, 1, 2_000, 1, 0, 0, config);

    public static ScoringPlan Plan(params LeaderboardConfig[] configs) =>
        ScoringPlan.Compile(Tenant, [.. configs.Select(Board)]);

    /// <summary>An event with these <c>attrs</c>, and <paramref name="more"/> as further fields of the body.</summary>
    public static EventRecord Event(string attrs = "{}", string type = "match.completed", string more = "") =>
        EventRecord.Create("evt_1", type, "user-1", OccurredAtUs, Encoding.UTF8.GetBytes(
            $$$"""
            {"tenant_id":"placeholder","event_id":"evt_1","type":"{{{type}}}",
             "actor":{"user_id":"user-1","metadata":{"region":"na-east"}},"subject":{"type":"match","id":"m-1"},
             "occurred_at":"2025-11-18T13:34:56+01:00","attrs":{{{attrs}}}{{{more}}}}
            """));

    public static List<(int Board, int Rule, long Points)> Score(ScoringPlan plan, EventRecord record)
    {
        var sink = new Contributions();
        plan.NewScorer().Score(record, sink);
        return sink.All;
    }

    /// <summary>The points × 1,000,000 of one rule for all events; null for no contribution.</summary>
    public static long? PointsOf(string expression, string attrs = "{}", string more = "")
    {
        var all = Score(Plan(Config([Rule(expression)])), Event(attrs, more: more));
        return all.Count == 0 ? null : Assert.Single(all).Points;
    }

    /// <summary>True if an event with these <c>attrs</c> passes the filter.</summary>
    public static bool Passes(FieldPredicate filter, string attrs = "{}", string more = "") =>
        Score(Plan(Config([Rule("1")], [filter])), Event(attrs, more: more)).Count == 1;

    public static List<FieldError> Check(LeaderboardConfig config)
    {
        var errors = new List<FieldError>();
        ScoringRules.Check(config, errors);
        return errors;
    }

    /// <summary>Why the expression is refused; null where it may be saved.</summary>
    public static string? RefusalOf(string? expression, Aggregation aggregation = Aggregation.Sum)
    {
        var errors = Check(Config([Rule(expression)], aggregation: aggregation));
        if (errors.Count == 0) return null;
        var error = Assert.Single(errors);
        Assert.Equal("config.scoring.rules[0].points_expression", error.Field);
        return error.Message;
    }

    private sealed class Contributions : IContributionSink
    {
        public List<(int Board, int Rule, long Points)> All { get; } = [];

        public void Add(int board, int rule, long pointsMillionths) => All.Add((board, rule, pointsMillionths));
    }
}
