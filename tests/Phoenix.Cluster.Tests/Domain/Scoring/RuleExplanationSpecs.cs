using Phoenix.Messages.Leaderboards;
using static Phoenix.Cluster.Tests.Domain.Scoring.ScoringSamples;
using Op = Phoenix.Messages.Leaderboards.PredicateOperator;

namespace Phoenix.Cluster.Tests.Domain.Scoring;

public sealed class RuleExplanationSpecs
{
    [Theory]
    [InlineData("attrs.none", "attrs.none is missing")]
    [InlineData("2 * (attrs.x + attrs.none)", "attrs.none is missing")]
    [InlineData("attrs.text + attrs.none", "attrs.text is \"abc\", which is not a number")]
    [InlineData("attrs.nothing", "attrs.nothing is null, which is not a number")]
    [InlineData("max(1, attrs.list)", "attrs.list is [1, 2], which is not a number")]
    [InlineData("min(attrs.none, 1)", "attrs.none is missing")]
    [InlineData("attrs.x / (attrs.x - 1.5)", "division by zero")]
    [InlineData("0 / 0", "division by zero")]
    [InlineData("sqrt(0 - attrs.x)", "the square root of a negative number")]
    [InlineData("log(0)", "the logarithm of a number that is not above 0")]
    [InlineData("log(attrs.x, 1)", "the logarithm is not a finite number")]
    [InlineData("pow(10, 999)", "the power is not a finite number")]
    [InlineData("clamp(attrs.x, 2, 1)", "the lower bound of clamp is above the upper")]
    [InlineData("pow(10, 300) * pow(10, 300)", "the value is out of the range of binary64")]
    [InlineData("pow(10, 13)", "the points, 10000000000000, are beyond ±9,000,000,000,000")]
    [InlineData("if(attrs.x > 1, attrs.none, attrs.text)", "attrs.none is missing")]
    [InlineData("if(attrs.x > 9, attrs.none, attrs.text)", "attrs.text is \"abc\", which is not a number")]
    [InlineData("if(attrs.none = 1, 1, 2)", "attrs.none is missing")]
    [InlineData("attrs.x > 1 and attrs.list = 1", "attrs.list is [1, 2], which can't be compared")]
    [InlineData("attrs.x > 9 or attrs.nothing = 'a'", "attrs.nothing is null, which can't be compared")]
    [InlineData("attrs.x = attrs.list", "attrs.list is [1, 2], which can't be compared")]
    [InlineData("not (attrs.none)", "attrs.none is missing")]
    [InlineData("abs(-attrs.none)", "attrs.none is missing")]
    [InlineData("'a' = attrs.none * 2", "attrs.none is missing")]
    public void Says_why_points_cannot_be_computed(string expression, string why)
    {
        var (isMatched, reason) = Explain(Rule(expression));

        Assert.False(isMatched);
        Assert.StartsWith("the points can't be computed: " + why, reason);
        Assert.Null(PointsOf(expression, Attrs));
    }

    [Theory]
    [InlineData("default(attrs.none, 3)", "gives 3 points")]
    [InlineData("if(attrs.x > 1, 2, attrs.none)", "gives 2 points")]
    [InlineData("attrs.x > 9 and attrs.none", "gives 0 points")]
    [InlineData("attrs.x > 1 or attrs.none", "gives 1 points")]
    [InlineData("attrs.x * 0 - 0.000001", "gives -0.000001 points")]
    public void Says_what_a_rule_gives(string expression, string what) =>
        Assert.Equal((true, what), Explain(Rule(expression)));

    [Fact]
    public void Names_the_first_condition_that_fails_with_what_was_expected_and_what_is_there() =>
        Assert.Equal(
            (false, "the condition attrs.text in [\"a\", 1.5, true, null] doesn't hold: attrs.text is \"abc\""),
            Explain(Rule(
                "1", "*", Where("attrs.x", Op.Gt, Scalar.Of(1.0)),
                Where("attrs.text", Op.In, Scalar.Of("a"), Scalar.Of(1.5), Scalar.Of(true), Scalar.Null),
                Where("attrs.none", Op.Eq, Scalar.Of(1.0)))));

    [Fact]
    public void Shows_the_beginning_of_a_long_value() =>
        Assert.EndsWith(
            "attrs.long is \"" + new string('x', 99) + "…",
            Explain(Rule("1", "*", Where("attrs.long", Op.Eq, Scalar.Of("a")))).Reason);

    private static string Attrs =>
        $$"""{"x":1.50,"text":"abc","nothing":null,"list":[1, 2],"long":"{{new string('x', 500)}}"}""";

    private static (bool IsMatched, string Reason) Explain(ScoringRule rule)
    {
        var outcome = Plan(Config([rule])).NewScorer().Explain(Event(Attrs), 0).Rules.Single();
        return (outcome.IsMatched, outcome.Reason);
    }
}
