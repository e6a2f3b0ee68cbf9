using Phoenix.Messages.Leaderboards;
using static Phoenix.Cluster.Tests.Domain.Scoring.ScoringSamples;
using Op = Phoenix.Messages.Leaderboards.PredicateOperator;

namespace Phoenix.Cluster.Tests.Domain.Scoring;

public sealed class PredicateSpecs
{
    private static readonly Scalar[] Scalars =
        [Scalar.Null, Scalar.Of(true), Scalar.Of(1.0), Scalar.Of("1"), Scalar.Of("")];

    [Theory]
    [InlineData("1", 2)]
    [InlineData("1.0", 2)]
    [InlineData("100e-2", 2)]
    [InlineData("\"1\"", 3)]
    [InlineData("\"\\u0031\"", 3)]
    [InlineData("true", 1)]
    [InlineData("null", 0)]
    [InlineData("\"\"", 4)]
    [InlineData("false", -1)]
    [InlineData("[]", -1)]
    [InlineData("[1]", -1)]
    [InlineData("{}", -1)]
    [InlineData("\"true\"", -1)]
    public void Equality_is_by_json_type(string json, int equalTo)
    {
        for (var i = 0; i < Scalars.Length; i++)
        {
            var attrs = $$"""{"x":{{json}}}""";
            Assert.Equal(i == equalTo, Passes(Where("attrs.x", Op.Eq, Scalars[i]), attrs));
            Assert.Equal(i != equalTo, Passes(Where("attrs.x", Op.Ne, Scalars[i]), attrs));
            Scalar[] list = [Scalar.Of("other"), Scalars[i], Scalar.Of(77.0)];
            Assert.Equal(i == equalTo, Passes(Where("attrs.x", Op.In, list), attrs));
            Assert.Equal(i != equalTo, Passes(Where("attrs.x", Op.Nin, list), attrs));
        }
    }

    [Fact]
    public void A_missing_path_makes_all_false_but_ne_nin_and_exists_false()
    {
        foreach (var op in Enum.GetValues<Op>())
        {
            var isTrue = op is Op.Ne or Op.Nin;
            var operand = op == Op.Exists ? Scalar.Of(true) : Scalar.Of("a");
            string[] paths = ["attrs.x", "nowhere", "attrs.n.x", "attrs.laps.3", "attrs.laps.00", "attrs.laps.-1"];
            foreach (var path in paths)
                Assert.Equal(isTrue, Passes(Where(path, op, operand), """{"n":1,"laps":[1,2,3]}"""));
        }
        Assert.True(Passes(Where("attrs.x", Op.Exists, Scalar.Of(false))));
        Assert.False(Passes(Where("attrs.x", Op.Eq, Scalar.Null)));
        Assert.True(Passes(Where("attrs.x", Op.Ne, Scalar.Null)));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("0")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void Whatever_stands_at_a_path_exists_null_too(string json)
    {
        Assert.True(Passes(Where("attrs.x", Op.Exists, Scalar.Of(true)), $$"""{"x":{{json}}}"""));
        Assert.False(Passes(Where("attrs.x", Op.Exists, Scalar.Of(false)), $$"""{"x":{{json}}}"""));
    }

    [Theory]
    [InlineData("1", false, false, true, true)]
    [InlineData("2", false, true, false, true)]
    [InlineData("2.5", true, true, false, false)]
    [InlineData("\"5\"", false, false, false, false)]
    [InlineData("true", false, false, false, false)]
    [InlineData("null", false, false, false, false)]
    [InlineData("[3]", false, false, false, false)]
    public void Numbers_order_numbers_only(string json, bool gt, bool gte, bool lt, bool lte) =>
        AssertOrder(json, Scalar.Of(2.0), gt, gte, lt, lte);

    [Theory]
    [InlineData("\"a\"", false, false, true, true)]
    [InlineData("\"b\"", false, true, false, true)]
    [InlineData("\"ba\"", true, true, false, false)]
    [InlineData("\"B\"", false, false, true, true)]
    [InlineData("\"\\u00e9\"", true, true, false, false)]
    [InlineData("3", false, false, false, false)]
    public void Texts_order_texts_only(string json, bool gt, bool gte, bool lt, bool lte) =>
        AssertOrder(json, Scalar.Of("b"), gt, gte, lt, lte);

    [Fact]
    public void Texts_are_ordered_by_code_point()
    {
        // By UTF-16 the astral character, written with surrogates, would come first.
        AssertOrder("\"\U0001F600\"", Scalar.Of("\uFF5E"), gt: true, gte: true, lt: false, lte: false);
        AssertOrder("\"\\ud83d\\ude00\"", Scalar.Of("\uFF5E"), gt: true, gte: true, lt: false, lte: false);
    }

    private static void AssertOrder(string json, Scalar operand, bool gt, bool gte, bool lt, bool lte)
    {
        var attrs = $$"""{"x":{{json}}}""";
        Assert.Equal(gt, Passes(Where("attrs.x", Op.Gt, operand), attrs));
        Assert.Equal(gte, Passes(Where("attrs.x", Op.Gte, operand), attrs));
        Assert.Equal(lt, Passes(Where("attrs.x", Op.Lt, operand), attrs));
        Assert.Equal(lte, Passes(Where("attrs.x", Op.Lte, operand), attrs));
    }

    [Theory]
    [InlineData("\"ranked\"", "ank", true)]
    [InlineData("\"ranked\"", "", true)]
    [InlineData("\"r\\u0061nked\"", "ank", true)]
    [InlineData("\"ranked\"", "Rank", false)]
    [InlineData("[\"solo\",\"ank\"]", "ank", true)]
    [InlineData("[\"solo\",\"\\u0061nk\"]", "ank", true)]
    [InlineData("[\"ranked\",[\"ank\"],{\"ank\":\"ank\"}]", "ank", false)]
    [InlineData("{\"ank\":1}", "ank", false)]
    [InlineData("5", "5", false)]
    public void Contains_finds_a_part_of_a_text_or_an_element(string json, string operand, bool expected) =>
        Assert.Equal(expected, Passes(Where("attrs.x", Op.Contains, Scalar.Of(operand)), $$"""{"x":{{json}}}"""));

    [Fact]
    public void Contains_finds_elements_by_json_type()
    {
        string[] elements = ["null", "true", "1", "\"1\"", "\"\""];
        for (var i = 0; i < elements.Length; i++)
        {
            for (var j = 0; j < Scalars.Length; j++)
            {
                var attrs = $$"""{"x":[[],{},7,{{elements[i]}},"z"]}""";
                Assert.Equal(i == j, Passes(Where("attrs.x", Op.Contains, Scalars[j]), attrs));
            }
        }
        Assert.False(Passes(Where("attrs.x", Op.Contains, Scalar.Of(1.0)), """{"x":"1"}"""));
    }

    [Fact]
    public void An_array_is_read_for_its_elements_and_its_members_at_once()
    {
        var filters = new[]
        {
            Where("attrs.x", Op.Contains, Scalar.Of("c")), Where("attrs.x", Op.Contains, Scalar.Of(4.0)),
            Where("attrs.x", Op.Exists, Scalar.Of(true)), Where("attrs.x.1", Op.Eq, Scalar.Of("b")),
            Where("attrs.x.3.k", Op.Eq, Scalar.Of(9.0)), Where("attrs.x.5", Op.Eq, Scalar.Of("after")),
        };
        var plan = Plan(Config([Rule("[attrs.x.4] + attrs.y")], filters));
        var all = Score(plan, Event("""{"x":["a","b","c",{"k":9},4,"after"],"y":1}"""));
        Assert.Equal([(0, 0, 5_000_000L)], all);
    }

    [Theory]
    [InlineData("\"ranked\"", true)]
    [InlineData("\"\\u0072anked\"", true)]
    [InlineData("\"unranked\"", false)]
    [InlineData("[\"ranked\"]", false)]
    public void Starts_with_looks_at_texts(string json, bool expected) =>
        Assert.Equal(expected, Passes(Where("attrs.x", Op.StartsWith, Scalar.Of("ran")), $$"""{"x":{{json}}}"""));

    [Fact]
    public void Occurred_at_compares_as_a_time()
    {
        // The event says 13:34:56+01:00.
        Assert.True(Passes(Where("occurred_at", Op.Eq, Scalar.Of("2025-11-18T12:34:56Z"))));
        Assert.True(Passes(Where("occurred_at", Op.Eq, Scalar.Of("2025-11-18T07:34:56.000000-05:00"))));
        Assert.False(Passes(Where("occurred_at", Op.Ne, Scalar.Of("2025-11-18T12:34:56Z"))));
        Scalar[] times = [Scalar.Of("2025-01-01T00:00:00Z"), Scalar.Of("2025-11-18T12:34:56Z")];
        Assert.True(Passes(Where("occurred_at", Op.In, times)));
        Assert.False(Passes(Where("occurred_at", Op.Nin, Scalar.Of("2025-11-18T12:34:56Z"))));
        Assert.True(Passes(Where("occurred_at", Op.Gt, Scalar.Of("2025-11-18T13:34:55+01:00"))));
        Assert.False(Passes(Where("occurred_at", Op.Gt, Scalar.Of("2025-11-18T12:34:56.000001Z"))));
        Assert.True(Passes(Where("occurred_at", Op.Gte, Scalar.Of("2025-11-18T12:34:56Z"))));
        Assert.True(Passes(Where("occurred_at", Op.Lt, Scalar.Of("2025-11-18T12:34:57Z"))));
        Assert.True(Passes(Where("occurred_at", Op.Lte, Scalar.Of("2025-11-18T12:34:56Z"))));
        Assert.True(Passes(Where("occurred_at", Op.StartsWith, Scalar.Of("2025-11-18T13"))));
        Assert.True(Passes(Where("occurred_at", Op.Exists, Scalar.Of(true))));
    }

    [Theory]
    [InlineData("type", "match.completed")]
    [InlineData("event_id", "evt_1")]
    [InlineData("actor.user_id", "user-1")]
    [InlineData("tenant_id", "acme")]
    [InlineData("actor.metadata.region", "na-east")]
    [InlineData("subject.type", "match")]
    [InlineData("subject.id", "m-1")]
    [InlineData("attrs.my-key", "v")]
    [InlineData("attrs.a.b.c", "deep")]
    [InlineData("attrs.laps.1.t", "lap")]
    [InlineData("attrs.0.0", "zero")]
    [InlineData("game.points.of", "top")]
    [InlineData("attrs.naïve", "u")]
    public void Paths_reach_any_field(string path, string value)
    {
        const string Attrs = """
            {"my-key":"v","a":{"x":[1,{"c":"no"}],"b":{"c":"deep"}},"laps":[0,{"t":"lap"}],"0":["zero"],
             "na\u00efve":"u"}
            """;
        const string More = ""","game":{"points":{"of":"top"}}""";
        Assert.True(Passes(Where(path, Op.Eq, Scalar.Of(value)), Attrs, More));
        Assert.False(Passes(Where(path, Op.Eq, Scalar.Of(value + "x")), Attrs, More));
        Assert.False(Passes(Where(path + ".x", Op.Exists, Scalar.Of(true)), Attrs, More));
    }

    [Fact]
    public void All_operators_of_a_set_must_hold()
    {
        var range = new[] { Where("attrs.x", Op.Gt, Scalar.Of(1.0)), Where("attrs.x", Op.Lt, Scalar.Of(3.0)) };
        var plan = Plan(Config([Rule("1")], range), Config([Rule("1", "*", range)]));
        Assert.Equal(2, Score(plan, Event("""{"x":2}""")).Count);
        Assert.Empty(Score(plan, Event("""{"x":3}""")));
    }

    [Fact]
    public void Many_names_of_one_object_are_told_apart()
    {
        var filters = Enumerable.Range(0, 40).Select(i => Where($"attrs.k{i}", Op.Eq, Scalar.Of((double)i))).ToArray();
        var attrs = "{" + string.Join(",", Enumerable.Range(0, 40).Select(i => $"\"\\u006b{i}\":{i}")) + "}";
        Assert.Single(Score(Plan(Config([Rule("1")], filters)), Event(attrs)));
        var changed = attrs.Replace("39\":39", "39\":38", StringComparison.Ordinal);
        Assert.Empty(Score(Plan(Config([Rule("1")], filters)), Event(changed)));
    }
}
