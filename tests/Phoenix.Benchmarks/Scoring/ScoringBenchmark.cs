using System.Globalization;
using System.Text;
using Phoenix.Cluster.Domain.Scoring;
using Phoenix.Messages.Events;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Benchmarks.Scoring;

/// <summary>What it costs to score one event for 1, 10 and 100 active boards of a tenant, ranked sets apart.</summary>
/// <remarks>
/// The boards ask for the event's type; one that doesn't match has a condition that fails. Each matching one filters,
/// checks a condition and evaluates an expression of two fields.
/// </remarks>
internal static class ScoringBenchmark
{
    private const int Events = 200_000;
    private const int Rounds = 7;
    private const double BaseBarUs = 2;
    private const double MissBarUs = 0.3;
    private const double MatchBarUs = 1;

    private static readonly EventRecord Event = EventRecord.Create(
        "evt_01JBQ56ZGTKNC3XN8R8KZZR4N5", "match.completed", "user-123", 1_763_469_296_000_000,
        Encoding.UTF8.GetBytes(
            """
            {"tenant_id":"acme","event_id":"evt_01JBQ56ZGTKNC3XN8R8KZZR4N5","type":"match.completed",
             "actor":{"user_id":"user-123","metadata":{"region":"na-east","platform":"ios"}},
             "subject":{"type":"match","id":"match-987"},"occurred_at":"2025-11-18T12:34:56Z",
             "attrs":{"score":1550,"kills":7,"duration_seconds":480,"victory":true,"mode":"ranked"}}
            """));

    public static int Run()
    {
        Console.WriteLine("boards  matching   µs an event   bar µs      (processor time, the best of seven rounds)");
        var isWithin = true;
        foreach (var boards in new[] { 1, 10, 100 })
        {
            foreach (var matching in new[] { 0, boards / 10, boards }.Distinct())
            {
                var us = Measure(boards, matching);
                var bar = BaseBarUs + ((boards - matching) * MissBarUs) + (matching * MatchBarUs);
                isWithin &= us <= bar;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{boards,6}{matching,10}{us,14:F2}{bar,9:F1}"));
            }
        }
        Console.WriteLine(isWithin ? "within every bar" : "beyond a bar");
        return isWithin ? 0 : 1;
    }

    private static double Measure(int boards, int matching)
    {
        var plan = ScoringPlan.Compile(
            new TenantId("acme"), [.. Enumerable.Range(0, boards).Select(i => Board(i, i < matching))]);
        var scorer = plan.NewScorer();
        var sink = new Sink();
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            sink.Count = 0;
            var before = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < Events; i++) scorer.Score(Event, sink);
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Events);
            if (sink.Count != (long)Events * matching)
                throw new InvalidOperationException($"{sink.Count} contributions, not {matching} an event.");
        }
        return best;
    }

    private static LeaderboardDefinition Board(int number, bool matches)
    {
        var config = new LeaderboardConfig(
            [new FieldPredicate("actor.metadata.region", PredicateOperator.Eq, [Scalar.Of("na-east")])],
            TimeframeConfig.Of(TimeframeType.Daily),
            new ScoringConfig(
                [
                    new ScoringRule(
                        "match.completed",
                        [new FieldPredicate("attrs.victory", PredicateOperator.Eq, [Scalar.Of(matches)])],
                        "attrs.score * 0.1 + max(attrs.kills, 3)"),
                ], Aggregation.Sum),
            RankingConfig.Default);
        return new LeaderboardDefinition(
            new TenantId("acme"), new LeaderboardId($"b{number}"), "", "", LeaderboardStatus.Active, 1,
            LeaderboardDefinition.CurrentRulesVersion, 2_000, 1, 0, 0, config);
    }

    private sealed class Sink : IContributionSink
    {
        public long Count { get; set; }

        public void Add(int board, int rule, long pointsMillionths) => Count++;
    }
}
