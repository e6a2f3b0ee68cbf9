using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;
using static Phoenix.Cluster.Tests.Domain.Scoring.ScoringSamples;
using Op = Phoenix.Messages.Leaderboards.PredicateOperator;

namespace Phoenix.Cluster.Tests.Domain.Scoring;

public sealed class ScoringRulesSpecs
{
    [Fact]
    public void Accepts_the_contracts_example()
    {
        var config = Config(
            [
                Rule("attrs.score * 0.1 + max(attrs.kills, 3)", "match.completed",
                    Where("attrs.victory", Op.Eq, Scalar.Of(true))),
            ],
            [
                Where("actor.metadata.region", Op.Eq, Scalar.Of("na-east")),
                Where("attrs.mode", Op.In, Scalar.Of("ranked"), Scalar.Of("tournament")),
            ]);
        Assert.Empty(Check(config));
    }

    [Fact]
    public void Names_every_broken_field()
    {
        var config = Config(
            [
                Rule("attrs.", "match.*", Where("attrs.x", Op.Gt, Scalar.Of(true))),
                Rule("1"),
                Rule(null, ""),
            ],
            [Where("attrs.mode", Op.StartsWith, Scalar.Of(1.0)), Where("a..b", Op.Eq, Scalar.Of(1.0))]);
        Assert.Equal(
            [
                "config.scope.filters.attrs.mode", "config.scope.filters",
                "config.scoring.rules[0].event_type", "config.scoring.rules[0].conditions.attrs.x",
                "config.scoring.rules[0].points_expression",
                "config.scoring.rules[2].event_type", "config.scoring.rules[2].points_expression",
            ],
            Check(config).Select(e => e.Field));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void Takes_1_to_32_rules(int count, bool isTaken)
    {
        var errors = Check(Config([.. Enumerable.Repeat(Rule("1"), count)]));
        FieldError[] expected = isTaken
            ? []
            : [new FieldError("config.scoring.rules", $"must hold 1 to 32 rules, not {count}")];
        Assert.Equal(expected, errors);
    }

    [Fact]
    public void An_event_type_is_exact_or_a_star()
    {
        var astral = string.Concat(Enumerable.Repeat("\U0001F600", 128));
        string[] good = ["*", "match.completed", "a", new('x', 128), astral, " "];
        string[] bad = ["", "match.*", "*.completed", "**", "a*b", new('x', 129), "a\nb", "a\0", "\ud800"];
        Assert.All(good, type => Assert.Empty(Check(Config([Rule("1", type)]))));
        Assert.All(bad, type => Assert.Equal(
            "config.scoring.rules[0].event_type", Assert.Single(Check(Config([Rule("1", type)]))).Field));
    }

    [Fact]
    public void Operands_must_suit_the_operator()
    {
        Scalar[] all = [Scalar.Null, Scalar.Of(true), Scalar.Of(1.5), Scalar.Of("text")];
        foreach (var op in Enum.GetValues<Op>())
        {
            ScalarKind[] taken = op switch
            {
                Op.Gt or Op.Gte or Op.Lt or Op.Lte => [ScalarKind.Number, ScalarKind.Text],
                Op.Exists => [ScalarKind.Boolean],
                Op.StartsWith => [ScalarKind.Text],
                _ => [ScalarKind.Null, ScalarKind.Boolean, ScalarKind.Number, ScalarKind.Text],
            };
            foreach (var operand in all)
            {
                var fault = FilterFault(Where("attrs.x", op, operand));
                Assert.Equal(taken.Contains(operand.Kind), fault is null);
            }
            Assert.NotNull(FilterFault(Where("attrs.x", op)));
            var takesList = op is Op.In or Op.Nin;
            Assert.Equal(takesList, FilterFault(Where("attrs.x", op, Scalar.Of("a"), Scalar.Of("b"))) is null);
        }
        Assert.NotNull(FilterFault(Where("attrs.x", (Op)99, Scalar.Of(1.0))));
    }

    [Fact]
    public void Operands_have_limits()
    {
        Assert.NotNull(FilterFault(Where("attrs.x", Op.Eq, Scalar.Of(double.NaN))));
        Assert.NotNull(FilterFault(Where("attrs.x", Op.Gt, Scalar.Of(double.PositiveInfinity))));
        Assert.Null(FilterFault(Where("attrs.x", Op.Eq, Scalar.Of(new string('a', 1_024)))));
        Assert.NotNull(FilterFault(Where("attrs.x", Op.Eq, Scalar.Of(new string('a', 1_025)))));
        Assert.NotNull(FilterFault(Where("attrs.x", Op.Eq, Scalar.Of("a\0b"))));
        Assert.NotNull(FilterFault(Where("attrs.x", Op.Eq, Scalar.Of("a\udc00"))));
        var list = Enumerable.Range(0, 1_001).Select(i => Scalar.Of((double)i)).ToArray();
        Assert.Null(FilterFault(Where("attrs.x", Op.In, list[..1_000])));
        Assert.Equal("in takes a list of 1 to 1000 scalars, not 1001", FilterFault(Where("attrs.x", Op.In, list)));
    }

    [Fact]
    public void Occurred_at_compares_with_times_only()
    {
        foreach (var op in new[] { Op.Eq, Op.Ne, Op.Gt, Op.Gte, Op.Lt, Op.Lte, Op.In, Op.Nin })
        {
            Assert.Null(FilterFault(Where("occurred_at", op, Scalar.Of("2025-11-18T00:00:00.1234567+01:00"))));
            Assert.NotNull(FilterFault(Where("occurred_at", op, Scalar.Of("2025-11-18T00:00:00"))));
            Assert.NotNull(FilterFault(Where("occurred_at", op, Scalar.Of("2025-11-18"))));
            Assert.NotNull(FilterFault(Where("occurred_at", op, Scalar.Of(1.0))));
        }
        Assert.Null(FilterFault(Where("occurred_at", Op.StartsWith, Scalar.Of("2025"))));
        Assert.Null(FilterFault(Where("attrs.occurred_at", Op.Gt, Scalar.Of("any"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("a..b")]
    [InlineData("a\u0001")]
    [InlineData("1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17")]
    public void Paths_are_names_joined_by_dots(string path) =>
        Assert.Equal("config.scope.filters", Assert.Single(PathFaults(path)).Field);

    [Fact]
    public void Paths_have_limits()
    {
        Assert.Empty(PathFaults("1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16"));
        Assert.Empty(PathFaults(new string('a', 256)));
        Assert.Single(PathFaults(new string('a', 257)));
    }

    [Fact]
    public void Takes_64_operators_in_a_set_and_no_more()
    {
        var many = Enumerable.Repeat(Where("attrs.x", Op.Exists, Scalar.Of(true)), 65).ToArray();
        Assert.Empty(Check(Config([Rule("1", "*", many[..64])], many[..64])));
        Assert.Equal(
            ["config.scope.filters", "config.scoring.rules[0].conditions"],
            Check(Config([Rule("1", "*", many)], many)).Select(e => e.Field));
    }

    [Fact]
    public void The_aggregation_must_exist() =>
        Assert.Equal("config.scoring.aggregation",
            Assert.Single(Check(Config([Rule("1")], aggregation: (Aggregation)9))).Field);

    private static List<FieldError> PathFaults(string path) =>
        Check(Config([Rule("1")], [Where(path, Op.Exists, Scalar.Of(true))]));

    private static string? FilterFault(FieldPredicate filter)
    {
        var errors = Check(Config([Rule("1")], [filter]));
        if (errors.Count == 0) return null;
        var error = Assert.Single(errors);
        Assert.Equal("config.scope.filters." + filter.Path, error.Field);
        return error.Message;
    }
}
