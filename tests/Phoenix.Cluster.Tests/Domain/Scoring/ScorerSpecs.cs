using System.Text;
using Phoenix.Cluster.Domain.Scoring;
using Phoenix.Messages.Events;
using Phoenix.Messages.Leaderboards;
using static Phoenix.Cluster.Tests.Domain.Scoring.ScoringSamples;
using Op = Phoenix.Messages.Leaderboards.PredicateOperator;

namespace Phoenix.Cluster.Tests.Domain.Scoring;

public sealed class ScorerSpecs
{
    [Fact]
    public void Every_matching_rule_of_every_board_contributes_in_order()
    {
        var plan = Plan(
            Config([Rule("1", "other"), Rule("2"), Rule("3", "match.completed"), Rule("4")]),
            Config([Rule("5", "match.completed")]),
            Config([Rule("6")], [Where("type", Op.Eq, Scalar.Of("other"))]),
            Config([Rule("7"), Rule("1 / 0"), Rule("8", "*", Where("attrs.x", Op.Exists, Scalar.Of(true)))]));
        Assert.Equal(
            [(0, 1, 2_000_000L), (0, 2, 3_000_000), (0, 3, 4_000_000), (1, 0, 5_000_000), (3, 0, 7_000_000)],
            Score(plan, Event()));
        Assert.Equal(
            [(0, 0, 1_000_000L), (0, 1, 2_000_000), (0, 3, 4_000_000), (2, 0, 6_000_000), (3, 0, 7_000_000)],
            Score(plan, Event(type: "other")));
    }

    [Fact]
    public void Types_match_exactly()
    {
        var plan = Plan(Config([Rule("1", "match.completed")]));
        Assert.Single(Score(plan, Event()));
        Assert.Empty(Score(plan, Event(type: "Match.completed")));
        Assert.Empty(Score(plan, Event(type: "match.completed.x")));
        Assert.Empty(Score(plan, Event(type: "match")));
    }

    [Fact]
    public void A_count_gives_one_where_the_expression_is_absent_or_computes()
    {
        ScoringRule[] rules = [Rule(null), Rule("attrs.x"), Rule("attrs.missing"), Rule("1 / attrs.zero")];
        var plan = Plan(Config(rules, aggregation: Aggregation.Count));
        Assert.Equal([(0, 0, 1_000_000L), (0, 1, 1_000_000)], Score(plan, Event("""{"x":-55,"zero":0}""")));
    }

    [Fact]
    public void A_scorer_forgets_the_event_before()
    {
        var plan = Plan(
            Config([Rule("attrs.x"), Rule("default(attrs.y, -1)")]),
            Config([Rule("9")], [Where("attrs.tags", Op.Contains, Scalar.Of("hot"))]));
        var scorer = plan.NewScorer();
        var sink = new Sink();
        scorer.Score(Event("""{"x":1,"y":2,"tags":["hot"]}"""), sink);
        Assert.Equal([(0, 0, 1_000_000L), (0, 1, 2_000_000), (1, 0, 9_000_000)], sink.Take());
        scorer.Score(Event("""{"tags":[]}"""), sink);
        Assert.Equal([(0, 1, -1_000_000L)], sink.Take());
        scorer.Score(Event("""{"x":"text"}"""), sink);
        Assert.Equal([(0, 1, -1_000_000L)], sink.Take());
    }

    [Fact]
    public void Texts_with_escapes_stay_apart()
    {
        const string Attrs = """{"a":"\u0061\n","b":"\u0062\u0062","c":["\u0063"],"d":"\"\\\/"}""";
        FieldPredicate[] filters =
        [
            Where("attrs.a", Op.Eq, Scalar.Of("a\n")), Where("attrs.b", Op.Eq, Scalar.Of("bb")),
            Where("attrs.c", Op.Contains, Scalar.Of("c")), Where("attrs.d", Op.Eq, Scalar.Of("\"\\/")),
        ];
        Assert.Single(Score(Plan(Config([Rule("1")], filters)), Event(Attrs)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"attrs\":{\"x\":1")]
    [InlineData("{\"attrs\":{\"x\":\"\\ud800\"}}")]
    [InlineData("{\"attrs\":{\"x\":tru}}")]
    [InlineData("{\"attrs\":{\"x\":1e999}}")]
    [InlineData("{\"attrs\":{\"\\udc00\":1,\"x\":1}}")]
    [InlineData("{\"attrs\":1}")]
    public void A_body_that_should_not_be_there_has_no_fields(string body)
    {
        var record = EventRecord.Create("e", "t", "u", 0, Encoding.UTF8.GetBytes(body));
        var plan = Plan(Config([Rule("attrs.x"), Rule("if(type = 't', 2, 3)")]));
        Assert.Equal([(0, 1, 2_000_000L)], Score(plan, record));
    }

    [Fact]
    public void A_body_is_not_read_where_the_record_says_all()
    {
        var record = EventRecord.Create("e", "t", "u", 0, "no json"u8);
        var plan = Plan(Config([Rule(null, "t")], [Where("type", Op.Eq, Scalar.Of("t"))], Aggregation.Count));
        Assert.Single(Score(plan, record));
    }

    [Fact]
    public void Very_long_texts_and_arrays_are_read()
    {
        var list = string.Join(',', Enumerable.Range(0, 50_000));
        var attrs = $$"""{"t":"\u0061{{new string('b', 500_000)}}","l":[{{list}}]}""";
        var plan = Plan(Config(
            [Rule("attrs.l.49999")],
            [Where("attrs.t", Op.StartsWith, Scalar.Of("abb")), Where("attrs.l", Op.Contains, Scalar.Of(49_998.0))]));
        Assert.Equal([(0, 0, 49_999_000_000L)], Score(plan, Event(attrs)));
    }

    [Fact]
    public void A_later_plan_takes_over_what_is_compiled()
    {
        var first = Config([Rule("attrs.x")]);
        var second = Config([Rule("attrs.y")]);
        var plan = Plan(first);
        var next = ScoringPlan.Compile(Tenant, [Board(second), Board(first)], plan);
        Assert.Same(plan.Board(0), next.Board(1));
        Assert.Equal([(0, 0, 2_000_000L), (1, 0, 1_000_000)], Score(next, Event("""{"x":1,"y":2}""")));
        Assert.Equal([(0, 0, 1_000_000L)], Score(plan, Event("""{"x":1,"y":2}""")));
    }

    [Fact]
    public void An_unchecked_config_is_refused_by_name()
    {
        var fault = Assert.Throws<ArgumentException>(() => Plan(Config([Rule("attrs.x +")])));
        Assert.Contains("Leaderboard 'b'", fault.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Plan(Config([Rule(null)])));
        Assert.Throws<ArgumentException>(() => Plan(Config([Rule("1")], [Where("a..b", Op.Eq, Scalar.Of(1.0))])));
        Assert.Throws<ArgumentException>(() => Plan(Config([Rule("1")], [Where("attrs.x", Op.Exists)])));
    }

    [Fact]
    public void Explains_what_filters_and_rules_make_of_an_event()
    {
        var config = Config(
            [
                Rule("attrs.x", "other"),
                Rule("attrs.x", "match.completed",
                    Where("attrs.x", Op.Gt, Scalar.Of(0.0)), Where("attrs.y", Op.Eq, Scalar.Of("a"))),
                Rule("attrs.missing"),
                Rule("attrs.x * 2"),
            ],
            [
                Where("attrs.mode", Op.Eq, Scalar.Of("ranked")), Where("attrs.x", Op.Gt, Scalar.Of(9.0)),
                Where("attrs.o", Op.Exists, Scalar.Of(true)), Where("attrs.none", Op.Eq, Scalar.Of(1.0)),
                Where("tenant_id", Op.Eq, Scalar.Of("acme")),
            ]);
        var explanation = Plan(Config([Rule("1")]), config).NewScorer()
            .Explain(Event("""{"mode":"r\u0061nked","x":1.50,"o":{"a":[1, 2]}}"""), 1);
        Assert.Equal((EventVerdict.Filtered, 0), (explanation.Verdict, explanation.PointsMillionths));
        Assert.False(explanation.IsMatched);
        Assert.Equal([true, false, true, false, true], explanation.Filters.Select(f => f.Holds));
        Assert.Equal(
            ["\"r\\u0061nked\"", "1.50", "{\"a\":[1, 2]}", null, "\"acme\""],
            explanation.Filters.Select(f => f.ActualJson));
        Assert.Equal(config.Filters, explanation.Filters.Select(f => f.Predicate));
        Assert.Equal(
            [
                "the event's type is 'match.completed', the rule is for 'other'",
                "the condition attrs.y eq \"a\" doesn't hold: attrs.y is missing",
                "the points can't be computed: attrs.missing is missing", "gives 3 points",
            ],
            explanation.Rules.Select(r => r.Reason));
        Assert.Equal([0, 0, 0, 3_000_000], explanation.Rules.Select(r => r.PointsMillionths));
        Assert.Equal([0, 1, 2, 3], explanation.Rules.Select(r => r.Index));
    }

    [Fact]
    public void Scoring_allocates_nothing()
    {
        var filters = new[]
        {
            Where("attrs.mode", Op.In, Scalar.Of("ranked"), Scalar.Of("solo")),
            Where("attrs.tags", Op.Contains, Scalar.Of("b")),
            Where("occurred_at", Op.Gt, Scalar.Of("2020-01-01T00:00:00Z")),
            Where("attrs.esc", Op.StartsWith, Scalar.Of("a")),
            Where("actor.metadata.region", Op.Ne, Scalar.Of("eu")), Where("attrs.laps.1", Op.Gte, Scalar.Of(2.0)),
        };
        var rules = new[]
        {
            Rule("attrs.score * 0.1 + max(attrs.kills, 3)", "match.completed",
                Where("attrs.victory", Op.Eq, Scalar.Of(true))),
            Rule("if(attrs.mode = 'ranked' and not (attrs.missing > 1), 1, pow(2, log(attrs.score, 10)))"),
            Rule("default(attrs.missing, 3) + attrs.laps.0", "match.completed"),
        };
        var scorer = Plan([.. Enumerable.Repeat(Config(rules, filters), 10)]).NewScorer();
        EventRecord[] events =
        [
            Event("""
                {"mode":"solo","tags":["\u0061","b",1],"esc":"\u0061b","laps":[1,2],"score":10,"kills":1,"victory":true}
                """),
            Event("""{"mode":"ranked","tags":["b"],"esc":"a","laps":[1,2],"missing":{"x":1}}"""),
            Event(type: "other"),
        ];
        var sink = new Sum();
        Run(scorer, events, sink);
        // The runtime itself may allocate once while code gets warm; what scoring allocates shows in every run.
        var allocated = Enumerable.Range(0, 5).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Run(scorer, events, sink);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.True(sink.Count > 0);
        Assert.Equal(0, allocated);
    }

    private static void Run(Scorer scorer, EventRecord[] events, Sum sink)
    {
        for (var i = 0; i < 3_000; i++) scorer.Score(events[i % events.Length], sink);
    }

    private sealed class Sum : IContributionSink
    {
        public long Count { get; private set; }

        public void Add(int board, int rule, long pointsMillionths) => Count++;
    }

    private sealed class Sink : IContributionSink
    {
        private readonly List<(int Board, int Rule, long Points)> _all = [];

        public void Add(int board, int rule, long pointsMillionths) => _all.Add((board, rule, pointsMillionths));

        public List<(int Board, int Rule, long Points)> Take()
        {
            List<(int Board, int Rule, long Points)> all = [.. _all];
            _all.Clear();
            return all;
        }
    }
}
