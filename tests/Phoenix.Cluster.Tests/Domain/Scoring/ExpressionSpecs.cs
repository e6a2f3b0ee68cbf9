using static Phoenix.Cluster.Tests.Domain.Scoring.ScoringSamples;

namespace Phoenix.Cluster.Tests.Domain.Scoring;

public sealed class ExpressionSpecs
{
    private const string Attrs =
        """
        {"score":1550,"kills":2,"victory":true,"lost":false,"mode":"ranked","half":2.5,"neg":-4,"zero":0,"big":1e300,
         "none":null,"list":[1,2],"obj":{"x":7},"my-key":3,"num_text":"5","laps":[10,20]}
        """;

    [Theory]
    [InlineData("attrs.score * 0.1 + max(attrs.kills, 3)", 158)]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("(1 + 2) * 3", 9)]
    [InlineData("10 - 3 - 2", 5)]
    [InlineData("16 / 4 / 2", 2)]
    [InlineData("-attrs.kills * 3", -6)]
    [InlineData("2 * -3", -6)]
    [InlineData("5 - -3", 8)]
    [InlineData(".5 + 1.5e1 + 1E-1", 15.6)]
    [InlineData("[attrs.my-key] + attrs.laps.1 + attrs.obj.x", 30)]
    [InlineData("  attrs.score  ", 1550)]
    [InlineData("\tattrs.score\r\n+ 1", 1551)]
    [InlineData("attrs.victory", 1)]
    [InlineData("attrs.lost + true + false", 1)]
    [InlineData("if(attrs.victory, 10, 0)", 10)]
    [InlineData("if (attrs.kills > 2, 10, 20)", 20)]
    [InlineData("1 = 1", 1)]
    [InlineData("1 == 2", 0)]
    [InlineData("1 != 2", 1)]
    [InlineData("1 <> 1", 0)]
    [InlineData("1 < 2", 1)]
    [InlineData("2 <= 2", 1)]
    [InlineData("1 > 2", 0)]
    [InlineData("2 >= 3", 0)]
    [InlineData("1 + 1 = 2 and 3 > 2 or 1 / 0 > 1", 1)]
    [InlineData("0 and 0 or 1", 1)]
    [InlineData("1 or 0 and 0", 1)]
    [InlineData("5 and 3", 1)]
    [InlineData("0 or 7", 1)]
    [InlineData("not attrs.lost", 1)]
    [InlineData("not(attrs.score > 1) or attrs.lost", 0)]
    [InlineData("not 0 and not 0", 1)]
    public void Computes(string expression, double expected) =>
        Assert.Equal((long)Math.Round(expected * 1e6), PointsOf(expression, Attrs));

    [Theory]
    [InlineData("min(3)", 3)]
    [InlineData("min(3, 1, 2)", 1)]
    [InlineData("max(1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16)", 16)]
    [InlineData("abs(attrs.neg)", 4)]
    [InlineData("round(2.5)", 2)]
    [InlineData("round(3.5)", 4)]
    [InlineData("round(-2.5)", -2)]
    [InlineData("round(2.125, 2)", 2.12)]
    [InlineData("floor(2.9)", 2)]
    [InlineData("floor(-2.1)", -3)]
    [InlineData("ceil(2.1)", 3)]
    [InlineData("sqrt(16)", 4)]
    [InlineData("pow(2, 10)", 1024)]
    [InlineData("log(1)", 0)]
    [InlineData("log(1000, 10)", 3)]
    [InlineData("log(8, 2)", 3)]
    [InlineData("log(81, 3)", 4)]
    [InlineData("clamp(5, 1, 3)", 3)]
    [InlineData("clamp(-5, 1, 3)", 1)]
    [InlineData("clamp(2, 1, 3)", 2)]
    [InlineData("default(attrs.missing, 7)", 7)]
    [InlineData("default(attrs.mode, -7)", -7)]
    [InlineData("default(attrs.none, 7)", 7)]
    [InlineData("default(attrs.score, 7)", 1550)]
    [InlineData("default(attrs.victory, 7)", 1)]
    public void Knows_the_functions(string expression, double expected) =>
        Assert.Equal((long)Math.Round(expected * 1e6), PointsOf(expression, Attrs));

    [Theory]
    [InlineData("attrs.mode = 'ranked'", 1)]
    [InlineData("'ranked' == attrs.mode", 1)]
    [InlineData("attrs.mode != 'ranked'", 0)]
    [InlineData("attrs.mode < 'rankee'", 1)]
    [InlineData("'a' < attrs.mode", 1)]
    [InlineData("'a' > attrs.mode", 0)]
    [InlineData("attrs.mode >= 'ranked'", 1)]
    [InlineData("attrs.num_text = 5", 0)]
    [InlineData("attrs.num_text != 5", 1)]
    [InlineData("attrs.num_text < 6", 0)]
    [InlineData("6 > attrs.num_text", 0)]
    [InlineData("attrs.score = 'ranked'", 0)]
    [InlineData("attrs.score != 'ranked'", 1)]
    [InlineData("attrs.score < 'ranked'", 0)]
    [InlineData("attrs.mode = attrs.mode", 1)]
    [InlineData("attrs.mode = attrs.score", 0)]
    [InlineData("attrs.mode <> attrs.score", 1)]
    [InlineData("attrs.mode > attrs.score", 0)]
    [InlineData("attrs.score > attrs.kills", 1)]
    [InlineData("attrs.victory = true", 1)]
    [InlineData("1 = attrs.victory", 1)]
    [InlineData("attrs.victory = 'true'", 0)]
    [InlineData("'a' = 'a'", 1)]
    [InlineData("'a' > 'b'", 0)]
    [InlineData("'a' = 1 + 2", 0)]
    [InlineData("1 != 'a'", 1)]
    [InlineData("type = 'match.completed'", 1)]
    [InlineData("actor.user_id = 'user-1' and event_id = 'evt_1' and tenant_id = 'acme'", 1)]
    [InlineData("actor.metadata.region = 'na-east'", 1)]
    [InlineData("occurred_at = '2025-11-18T12:34:56Z'", 1)]
    [InlineData("occurred_at > '2025-11-18T12:34:55.999999Z'", 1)]
    [InlineData("'2025-11-18T12:34:57Z' > occurred_at", 1)]
    public void Compares_by_type(string expression, double expected) =>
        Assert.Equal((long)(expected * 1e6), PointsOf(expression, Attrs));

    [Fact]
    public void Escapes_in_texts_are_the_quote_and_the_backslash()
    {
        Assert.Equal(1_000_000, PointsOf(@"attrs.t = 'it\'s a \\'", """{"t":"it's a \\"}"""));
        Assert.Contains("column 13", RefusalOf(@"attrs.t = 'a\n'"), StringComparison.Ordinal);
        Assert.Equal(0, PointsOf("attrs.t = '\u00e9'", """{"t":"e"}"""));
        Assert.Equal(1_000_000, PointsOf("attrs.t = '\u00e9'", """{"t":"\u00e9"}"""));
    }

    [Theory]
    [InlineData("attrs.missing")]
    [InlineData("attrs.mode")]
    [InlineData("attrs.none")]
    [InlineData("attrs.list")]
    [InlineData("attrs.obj")]
    [InlineData("[attrs]")]
    [InlineData("type")]
    [InlineData("attrs.missing = 1")]
    [InlineData("attrs.missing = 'a'")]
    [InlineData("attrs.none = 'a'")]
    [InlineData("attrs.list != 1")]
    [InlineData("attrs.missing != attrs.mode")]
    [InlineData("'a' = attrs.mode + 1")]
    [InlineData("attrs.mode = 1 / 0")]
    [InlineData("1 / 0")]
    [InlineData("1 / attrs.zero")]
    [InlineData("0 / 0")]
    [InlineData("1 / (1 / 0)")]
    [InlineData("1 / (attrs.big * attrs.big)")]
    [InlineData("attrs.big * attrs.big > 1")]
    [InlineData("if(1 / 0, 1, 2)")]
    [InlineData("not (1 / 0)")]
    [InlineData("attrs.missing and 0")]
    [InlineData("attrs.missing or 1")]
    [InlineData("1 and attrs.missing")]
    [InlineData("0 or attrs.missing")]
    [InlineData("min(1, attrs.missing)")]
    [InlineData("max(attrs.missing, 1)")]
    [InlineData("sqrt(attrs.neg)")]
    [InlineData("sqrt(attrs.neg) > 0")]
    [InlineData("log(0)")]
    [InlineData("log(attrs.neg)")]
    [InlineData("log(5, 1)")]
    [InlineData("log(5, 0)")]
    [InlineData("log(attrs.missing, 10)")]
    [InlineData("pow(attrs.missing, 0)")]
    [InlineData("pow(1, attrs.missing)")]
    [InlineData("pow(10, 400)")]
    [InlineData("pow(attrs.neg, 0.5)")]
    [InlineData("clamp(1, 3, 2)")]
    [InlineData("clamp(attrs.missing, 1, 2)")]
    [InlineData("9000000000000.01")]
    [InlineData("-9000000000001")]
    [InlineData("attrs.big")]
    public void Gives_no_contribution_where_it_cannot_be_computed(string expression)
    {
        Assert.Null(RefusalOf(expression));
        Assert.Null(PointsOf(expression, Attrs));
    }

    [Theory]
    [InlineData("if(true, 1, attrs.missing)")]
    [InlineData("if(false, 1 / 0, 1)")]
    [InlineData("1 or attrs.missing")]
    [InlineData("not (0 and attrs.missing)")]
    [InlineData("attrs.big > 1")]
    [InlineData("attrs.big / attrs.big")]
    public void Fails_by_what_is_evaluated_only(string expression) =>
        Assert.Equal(1_000_000, PointsOf(expression, Attrs));

    [Theory]
    [InlineData("0.0000005", 0)]
    [InlineData("0.0000015", 2)]
    [InlineData("0.0000025", 2)]
    [InlineData("-0.0000015", -2)]
    [InlineData("0.1", 100_000)]
    [InlineData("9000000000000", 9_000_000_000_000_000_000)]
    [InlineData("-9000000000000", -9_000_000_000_000_000_000)]
    public void Points_are_millionths_with_halves_to_even(string expression, long expected) =>
        Assert.Equal(expected, PointsOf(expression));
}
