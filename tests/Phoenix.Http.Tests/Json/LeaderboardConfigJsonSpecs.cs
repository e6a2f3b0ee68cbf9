using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Phoenix.Http.Json;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Tests.Json;

public class LeaderboardConfigJsonSpecs
{
    private const string Minimal =
        """{"timeframe":{"type":"daily"},"scoring":{"rules":[{"event_type":"*","points_expression":"1"}]}}""";

    [Fact]
    public void Fills_in_every_default()
    {
        var config = Accept(Minimal);
        Assert.Empty(config.Filters);
        Assert.Equal(TimeframeConfig.Of(TimeframeType.Daily), config.Timeframe);
        Assert.Equal(Aggregation.Sum, config.Scoring.Aggregation);
        Assert.Empty(Assert.Single(config.Scoring.Rules).Conditions);
        Assert.Equal(RankingConfig.Default, config.Ranking);
    }

    [Fact]
    public void Shows_every_default()
    {
        const string expected =
            """
            {"scope":{"filters":{}},
            "timeframe":{"type":"daily","timezone":"UTC","reset_day":"monday","reset_time":"00:00",
            "reset_day_of_month":1,"grace_seconds":3600},
            "scoring":{"rules":[{"event_type":"*","conditions":{},"points_expression":"1"}],"aggregation":"sum"},
            "ranking":{"method":"score_desc","size":1000,"min_score":null,"ties":"competition",
            "tie_breaker":"first_reached"}}
            """;
        Assert.Equal(expected.Replace("\n", "", StringComparison.Ordinal), Write(Accept(Minimal)));
    }

    [Fact]
    public void Reads_every_field()
    {
        var config = Accept(
            """
            {"scope":{"filters":{"actor.metadata.region":{"eq":"na-east"},"attrs.mode":{"in":["ranked",1,true,null]},
                                 "attrs.level":{"gte":5,"lt":10.5},"attrs.x":{"exists":false}}},
             "timeframe":{"type":"custom","timezone":"Europe/Berlin","reset_day":"sunday","reset_time":"23:59",
                          "reset_day_of_month":28,"grace_seconds":-1,
                          "start":"2025-11-18T01:00:00.5+01:00","every":"P2W"},
             "scoring":{"rules":[{"event_type":"match.completed","conditions":{"attrs.victory":{"eq":true}},
                                  "points_expression":"attrs.score * 0.1"},{"event_type":"*"}],"aggregation":"count"},
             "ranking":{"method":"score_asc","size":null,"max_score":1.5e3,"ties":"ordinal","tie_breaker":"user_id"}}
            """);
        var expected = new LeaderboardConfig(
            [
                new("actor.metadata.region", PredicateOperator.Eq, [Scalar.Of("na-east")]),
                new("attrs.mode", PredicateOperator.In,
                    [Scalar.Of("ranked"), Scalar.Of(1), Scalar.Of(true), Scalar.Null]),
                new("attrs.level", PredicateOperator.Gte, [Scalar.Of(5)]),
                new("attrs.level", PredicateOperator.Lt, [Scalar.Of(10.5)]),
                new("attrs.x", PredicateOperator.Exists, [Scalar.Of(false)]),
            ],
            new(TimeframeType.Custom, "Europe/Berlin", DayOfWeek.Sunday, 1_439, 28, -1,
                1_763_424_000_500_000, null, "P2W"),
            new(
                [
                    new("match.completed", [new("attrs.victory", PredicateOperator.Eq, [Scalar.Of(true)])],
                        "attrs.score * 0.1"),
                    new("*", [], null),
                ],
                Aggregation.Count),
            new(RankingMethod.ScoreAsc, null, 1_500_000_000, TieRule.Ordinal, TieBreaker.UserId));
        Assert.True(ConfigGen.AreSame(expected, config), Write(config));
    }

    [Fact]
    public void Reads_back_what_it_writes() =>
        ConfigGen.Configs.Sample(config => ConfigGen.AreSame(config, Accept(Write(config))), iter: 2_000);

    [Fact]
    public void Takes_null_for_absence()
    {
        var config = Accept(
            """
            {"scope":null,"timeframe":{"type":"daily","timezone":null,"start":null,"grace_seconds":null},
             "scoring":{"rules":[{"event_type":"*","points_expression":"1","conditions":null}],"aggregation":null},
             "ranking":{"size":1000,"max_score":null}}
            """);
        Assert.True(ConfigGen.AreSame(Accept(Minimal), config), Write(config));
    }

    public static TheoryData<string, string, string> Faults => new()
    {
        // The shape
        { "$", "[]", "config must be an object" },
        { "$", "{}", "config.timeframe is required" },
        { "$", """{"timeframe":{"type":"daily"}}""", "config.scoring is required" },
        { "foo", "1", "config.foo is not a known field" },
        { "Timeframe", "{}", "config.Timeframe is not a known field" },
        { "scope", "1", "config.scope must be an object" },
        { "scope", """{"filter":{}}""", "config.scope.filter is not a known field" },
        { "timeframe", "null", "config.timeframe is required" },
        { "timeframe", "\"daily\"", "config.timeframe must be an object" },
        { "timeframe", "{}", "config.timeframe.type is required" },
        // Timeframes
        { "timeframe", """{"type":"yearly"}""", "config.timeframe.type must be one of hourly, daily" },
        { "timeframe", """{"type":"Daily"}""", "config.timeframe.type must be one of" },
        { "timeframe", """{"type":1}""", "config.timeframe.type must be one of" },
        { "timeframe", """{"type":"daily","timezone":1}""", "config.timeframe.timezone must be a string" },
        { "timeframe", """{"type":"daily","reset_day":"Monday"}""", "config.timeframe.reset_day must be one of" },
        { "timeframe", """{"type":"daily","reset_time":"24:00"}""", "config.timeframe.reset_time must be a" },
        { "timeframe", """{"type":"daily","reset_time":"9:00"}""", "config.timeframe.reset_time must be a" },
        { "timeframe", """{"type":"daily","reset_time":"09:00:00"}""", "config.timeframe.reset_time must be a" },
        { "timeframe", """{"type":"daily","reset_day_of_month":29}""", "reset_day_of_month must be a whole number" },
        { "timeframe", """{"type":"daily","reset_day_of_month":1.5}""", "reset_day_of_month must be a whole number" },
        { "timeframe", """{"type":"daily","grace_seconds":-2}""", "config.timeframe.grace_seconds must be a whole" },
        { "timeframe", """{"type":"daily","grace_seconds":"60"}""", "config.timeframe.grace_seconds must be a whole" },
        { "timeframe", """{"type":"daily","grace_seconds":2147483648}""", "config.timeframe.grace_seconds must be" },
        { "timeframe", """{"type":"daily","every":"P1D"}""", "config.timeframe.every is for a custom timeframe only" },
        { "timeframe", """{"type":"custom"}""", "config.timeframe.start is required" },
        { "timeframe", """{"type":"custom","start":"2025-11-18T00:00:00Z"}""", "exactly one of them is required" },
        {
            "timeframe",
            """{"type":"custom","start":"2025-11-18T00:00:00Z","end":"2025-11-19T00:00:00Z","every":"P1D"}""",
            "config.timeframe.end or every: exactly one of them is required"
        },
        { "timeframe", """{"type":"custom","start":"2025-11-18","every":"P1D"}""", "config.timeframe.start must be" },
        { "timeframe", """{"type":"daily","resetday":"monday"}""", "config.timeframe.resetday is not a known field" },
        // Scoring
        { "scoring", "{}", "config.scoring.rules is required" },
        { "scoring", """{"rules":[]}""", "config.scoring.rules must be an array of 1 to 32 rules" },
        { "scoring", """{"rules":{}}""", "config.scoring.rules must be an array of 1 to 32 rules" },
        { "scoring", RulesOf(33), "config.scoring.rules must be an array of 1 to 32 rules" },
        { "scoring", """{"rules":[1]}""", "config.scoring.rules[0] must be an object" },
        { "scoring", """{"rules":[{"points_expression":"1"}]}""", "config.scoring.rules[0].event_type is required" },
        { "scoring", """{"rules":[{"event_type":"","points_expression":"1"}]}""", "rules[0].event_type must have 1" },
        { "scoring", """{"rules":[{"event_type":"a\n","points_expression":"1"}]}""", "rules[0].event_type must have" },
        { "scoring", """{"rules":[{"event_type":"*"}]}""", "config.scoring.rules[0].points_expression is required" },
        { "scoring", """{"rules":[{"event_type":"*","points_expression":1}]}""", "points_expression must be a string" },
        { "scoring", """{"rules":[{"event_type":"*","points":"1","points_expression":"1"}]}""", "rules[0].points is" },
        {
            "scoring", """{"rules":[{"event_type":"*","points_expression":"1"}],"aggregation":"median"}""",
            "config.scoring.aggregation must be one of sum, count, max, min, avg"
        },
        // Predicates
        { "scope", """{"filters":[]}""", "config.scope.filters must be an object" },
        { "scope", """{"filters":{"a":1}}""", "config.scope.filters.a must be an object of operators" },
        { "scope", """{"filters":{"a":{}}}""", "config.scope.filters.a must be an object of operators" },
        { "scope", """{"filters":{"":{"eq":1}}}""", "must be a path of 1 to 256 characters" },
        { "scope", """{"filters":{"a\n":{"eq":1}}}""", "must be a path of 1 to 256 characters" },
        { "scope", """{"filters":{"attrs.a":{"like":1}}}""", "config.scope.filters.attrs.a.like is not a known" },
        { "scope", """{"filters":{"a":{"eq":[1]}}}""", "config.scope.filters.a.eq must be a scalar" },
        { "scope", """{"filters":{"a":{"ne":{}}}}""", "config.scope.filters.a.ne must be a scalar" },
        { "scope", """{"filters":{"a":{"in":1}}}""", "config.scope.filters.a.in must be an array" },
        { "scope", """{"filters":{"a":{"nin":[1,[]]}}}""", "config.scope.filters.a.nin[1] must be a scalar" },
        { "scope", """{"filters":{"a":{"exists":"yes"}}}""", "config.scope.filters.a.exists must be true or false" },
        { "scope", """{"filters":{"a":{"starts_with":1}}}""", "config.scope.filters.a.starts_with must be a string" },
        { "scope", ListOf(1_001), "config.scope.filters.a.in must be an array of at most 1000 scalars" },
        { "scope", PathsOf(101), "config.scope.filters must hold at most 64 operators" },
        { "scope", $"{{\"filters\":{{\"a\":{{\"eq\":\"{new string('x', 1_025)}\"}}}}}}", "a.eq must have at most 1" },
        // Ranking
        { "ranking", "[]", "config.ranking must be an object" },
        { "ranking", """{"method":"desc"}""", "config.ranking.method must be one of score_desc, score_asc" },
        { "ranking", """{"size":0}""", "config.ranking.size must be a whole number from 1 to 100000" },
        { "ranking", """{"size":100001}""", "config.ranking.size must be a whole number from 1 to 100000" },
        { "ranking", """{"size":1e3}""", "config.ranking.size must be a whole number" },
        { "ranking", """{"min_score":"1"}""", "config.ranking.min_score must be a number" },
        { "ranking", """{"min_score":0.0000001}""", "config.ranking.min_score must be a number with at most 6" },
        { "ranking", """{"min_score":9223372036854.775808}""", "config.ranking.min_score must be a number" },
        { "ranking", """{"max_score":1}""", "config.ranking.max_score does not go with score_desc" },
        { "ranking", """{"method":"score_asc","min_score":1}""", "config.ranking.min_score does not go with" },
        { "ranking", """{"ties":"none"}""", "config.ranking.ties must be one of competition, dense, ordinal" },
        { "ranking", """{"tie_breaker":"random"}""", "config.ranking.tie_breaker must be one of first_reached" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Refuses_naming_field_and_rule(string field, string value, string says)
    {
        var errors = Refuse(field == "$" ? value : With(field, value));
        Assert.Contains(errors.Details, e => e.Message.Contains(says, StringComparison.Ordinal));
        Assert.All(errors.Details, e => Assert.StartsWith(e.Field, e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_every_fault_at_once()
    {
        var refusal = Refuse("""{"a":1,"timeframe":{"type":"x"},"scoring":{"rules":[{},{}]},"ranking":{"size":0}}""");
        Assert.Equal(
            [
                "config.a", "config.timeframe.type", "config.scoring.rules[0].event_type",
                "config.scoring.rules[0].points_expression", "config.scoring.rules[1].event_type",
                "config.scoring.rules[1].points_expression", "config.ranking.size",
            ],
            refusal.Details.Select(e => e.Field));
        Assert.Equal(
            "Validation failed: config.a is not a known field (and 6 more, see details)", refusal.Message);
    }

    [Fact]
    public void Names_at_most_a_hundred_faults_and_cuts_long_names()
    {
        var names = Enumerable.Range(0, 150).Select(i => $"\"{i}{new string('x', 500)}\":1");
        var refusal = Refuse($"{{{string.Join(',', names)}}}");
        Assert.Equal(FieldErrors.CountMax, refusal.Details.Count);
        Assert.All(refusal.Details, e => Assert.InRange(e.Message.Length, 1, 120));
    }

    private static string With(string field, string value)
    {
        var config = JsonDocument.Parse(Minimal).RootElement.EnumerateObject()
            .Where(p => p.Name != field).Select(p => $"\"{p.Name}\":{p.Value.GetRawText()}");
        return $"{{{string.Join(',', config.Append($"\"{field}\":{value}"))}}}";
    }

    private static string RulesOf(int count)
    {
        const string rule = """{"event_type":"*","points_expression":"1"}""";
        return $"{{\"rules\":[{string.Join(',', Enumerable.Repeat(rule, count))}]}}";
    }

    private static string ListOf(int count) =>
        $"{{\"filters\":{{\"a\":{{\"in\":[{string.Join(',', Enumerable.Repeat("1", count))}]}}}}}}";

    private static string PathsOf(int count) =>
        $"{{\"filters\":{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"a{i}\":{{\"eq\":1}}"))}}}}}";

    private static LeaderboardConfig Accept(string json)
    {
        using var body = JsonBody.Parse(Encoding.UTF8.GetBytes(json));
        Assert.Null(body.Refusal);
        var errors = new FieldErrors();
        var config = LeaderboardConfigJson.Read(body.Root, "config", errors);
        Assert.True(config is not null && errors.Count == 0, errors.Count == 0 ? "" : errors.ToRefusal().Message);
        return config;
    }

    private static Refusal Refuse(string json)
    {
        using var body = JsonBody.Parse(Encoding.UTF8.GetBytes(json));
        Assert.Null(body.Refusal);
        var errors = new FieldErrors();
        Assert.Null(LeaderboardConfigJson.Read(body.Root, "config", errors));
        var refusal = errors.ToRefusal();
        Assert.Equal(ErrorCode.ValidationError, refusal.Code);
        return refusal;
    }

    private static string Write(LeaderboardConfig config)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) LeaderboardConfigJson.Write(json, config);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
