using CsCheck;
using Phoenix.Messages.Leaderboards;
using static Phoenix.Cluster.Tests.Domain.Scoring.ScoringSamples;

namespace Phoenix.Cluster.Tests.Domain.Scoring;

public sealed class ExpressionRefusalSpecs
{
    [Theory]
    [InlineData("1 + 2 foo(1)", "column 7: an operator is expected, not 'foo'")]
    [InlineData("1 + foo(1)", "column 5: unknown function 'foo'")]
    [InlineData("1 + MAX(1)", "column 5: unknown function 'MAX'")]
    [InlineData("score", "column 1: unknown name 'score'; did you mean attrs.score?")]
    [InlineData("1 + game.points", "column 5: unknown name 'game.points'")]
    [InlineData("attrs", "column 1: 'attrs' is an object")]
    [InlineData("attrs.my-key", "column 10: unknown name 'key'")]
    [InlineData("attrs..x", "column 6: a name is expected after '.'")]
    [InlineData("attrs . score", "column 1: 'attrs' is an object")]
    [InlineData("attrs.", "column 6: a name is expected after '.'")]
    [InlineData("[attrs..x]", "column 1: a name in a path cannot be empty")]
    [InlineData("[]", "column 1: a path cannot be empty")]
    [InlineData("1 + [attrs.x", "column 5: '[' has no ']'")]
    [InlineData("", "column 1: a value is expected, not the end")]
    [InlineData("   ", "column 4: a value is expected, not the end")]
    [InlineData("1 +", "column 4: a value is expected, not the end")]
    [InlineData("+1", "column 1: a value is expected, not '+'")]
    [InlineData("1 2", "column 3: an operator is expected, not '2'")]
    [InlineData("(1", "column 1: '(' is not closed")]
    [InlineData("max(1", "column 1: 'max' is not closed")]
    [InlineData("1)", "column 2: an operator is expected, not ')'")]
    [InlineData("()", "column 2: a value is expected, not ')'")]
    [InlineData("max(1,)", "column 7: a value is expected, not ')'")]
    [InlineData("(1, 2)", "column 3: an operator is expected, not ','")]
    [InlineData("1, 2", "column 2: an operator is expected, not ','")]
    [InlineData("attrs.x(1)", "column 1: unknown function 'attrs.x'")]
    [InlineData("max()", "column 1: max takes 1 to 16 arguments, not 0")]
    [InlineData("min(1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17)", "column 1: min takes 1 to 16 arguments, not 17")]
    [InlineData("abs(1, 2)", "column 1: abs takes 1 arguments, not 2")]
    [InlineData("if(1, 2)", "column 1: if takes 3 arguments, not 2")]
    [InlineData("round(1, attrs.x)", "column 1: round takes as digits a whole number from 0 to 15")]
    [InlineData("round(1, 16)", "column 1: round takes as digits")]
    [InlineData("round(1, -1)", "column 1: round takes as digits")]
    [InlineData("round(1, 0.5)", "column 1: round takes as digits")]
    [InlineData("default(1, 2)", "column 1: default takes a path and a number")]
    [InlineData("default(attrs.x, attrs.y)", "column 1: default takes a path and a number")]
    public void Refuses_wrong_names_calls_and_brackets_by_column(string expression, string message) =>
        Assert.StartsWith(message, RefusalOf(expression), StringComparison.Ordinal);

    [Theory]
    [InlineData("1 ^ 2", "column 3: unexpected '^'; write pow(x, y)")]
    [InlineData("1 % 2", "column 3: unexpected '%'")]
    [InlineData("1 & 2", "column 3: unexpected '&'; write 'and'")]
    [InlineData("1 || 2", "column 3: unexpected '|'; write 'or'")]
    [InlineData("!1", "column 1: unexpected '!'; write 'not' or '!='")]
    [InlineData("5!", "column 2: unexpected '!'")]
    [InlineData("~1", "column 1: unexpected '~'")]
    [InlineData("1 ? 2 : 3", "column 3: unexpected '?'")]
    [InlineData("1 << 2", "column 4: a value is expected, not '<'")]
    [InlineData("#1/1/2020#", "column 1: unexpected '#'")]
    [InlineData("$a", "column 1: unexpected '$'")]
    [InlineData("{attrs.x}", "column 1: unexpected '{'")]
    [InlineData("attrs.mode = \"x\"", "column 14: unexpected '\"'; texts stand in single quotes")]
    [InlineData("attrs.é", "column 6: a name is expected after '.'")]
    [InlineData("1 \u2212 1", "column 3: unexpected character U+2212")]
    [InlineData("1;", "column 2: unexpected ';'")]
    [InlineData("1 AND 2", "column 3: unknown name 'AND'")]
    [InlineData("1 // 2", "column 4: a value is expected, not '/'")]
    [InlineData("'a'", "column 1: a text can stand in a comparison only")]
    [InlineData("1 + 'a'", "column 5: a text can stand in a comparison only")]
    [InlineData("if('a', 1, 2)", "column 4: a text can stand in a comparison only")]
    [InlineData("max(1, 'a')", "column 8: a text can stand in a comparison only")]
    [InlineData("attrs.x = 'a", "column 11: the text has no closing quote")]
    [InlineData("occurred_at > 'yesterday'", "column 15: occurred_at compares with an RFC 3339 time")]
    [InlineData("1..2", "column 1: malformed number '1.'")]
    [InlineData("1.", "column 1: malformed number '1.'")]
    [InlineData("1.2.3", "column 1: malformed number '1.2.'")]
    [InlineData("0x10", "column 1: malformed number '0x'")]
    [InlineData("1e", "column 1: malformed number '1e'")]
    [InlineData("1and 2", "column 1: malformed number '1a'")]
    [InlineData("1 + 1e400", "column 5: the number '1e400' is out of range")]
    [InlineData("--1", "column 2: '-' after another sign; use parentheses")]
    [InlineData("not not 1", "column 5: 'not' after another sign; use parentheses")]
    [InlineData("not -1", "column 5: '-' after another sign; use parentheses")]
    [InlineData("not attrs.x = 1", "column 1: what 'not' applies to needs parentheses")]
    [InlineData("not (attrs.x) + 1", "column 1: what 'not' applies to needs parentheses")]
    [InlineData("1 < 2 < 3", "column 7: comparisons do not chain; join them by 'and'")]
    [InlineData("attrs.a = attrs.b != 1", "column 19: comparisons do not chain")]
    public void Refuses_wrong_operators_texts_and_numbers_by_column(string expression, string message) =>
        Assert.StartsWith(message, RefusalOf(expression), StringComparison.Ordinal);

    [Fact]
    public void Takes_integers_beyond_64_bits()
    {
        Assert.Null(RefusalOf("1 / 99999999999999999999999999"));
        Assert.Equal(1_000_000, PointsOf("99999999999999999999999999 / 99999999999999999999999999"));
    }

    [Fact]
    public void Is_needed_but_for_count()
    {
        Assert.Equal("is required but for the aggregation count", RefusalOf(null));
        Assert.Null(RefusalOf(null, Aggregation.Count));
        Assert.NotNull(RefusalOf("", Aggregation.Count));
    }

    [Fact]
    public void Takes_1024_characters_and_no_more()
    {
        Assert.Null(RefusalOf("1".PadRight(1_024)));
        Assert.Equal("has 1025 characters; at most 1024 are allowed", RefusalOf("1".PadRight(1_025)));
    }

    [Fact]
    public void Takes_256_nodes_and_no_more()
    {
        // n values and n - 1 signs, and one sign more.
        var sum = string.Join('+', Enumerable.Repeat("1", 128));
        Assert.Null(RefusalOf("-" + sum));
        Assert.Equal(126_000_000, PointsOf("-" + sum));
        Assert.StartsWith("column 257: more than 256 values", RefusalOf("-" + sum + "-1"), StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_32_levels_and_no_more()
    {
        Assert.Equal(1_000_000, PointsOf(Nested("(", 32)));
        Assert.Equal(1_000_000, PointsOf(Nested("abs(", 32)));
        Assert.Equal(1_000_000, PointsOf(Nested("-(", 31, "-1")));
        Assert.Equal("column 33: more than 32 levels of nesting", RefusalOf(Nested("(", 33)));
        Assert.Equal("column 129: more than 32 levels of nesting", RefusalOf(Nested("abs(", 33)));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("abs(")]
    [InlineData("-(")]
    [InlineData("not(")]
    [InlineData("max(1,")]
    public void Nesting_bombs_are_refused_before_the_parser_sees_them(string opener)
    {
        foreach (var depth in new[] { 40, 160, 200, 100_000 })
            Assert.NotNull(RefusalOf(Nested(opener, depth)));
    }

    [Fact]
    public void Chains_are_refused_before_the_parser_sees_them()
    {
        foreach (var length in new[] { 130, 200, 500, 4_000, 100_000 })
        {
            Assert.NotNull(RefusalOf(string.Join('+', Enumerable.Repeat("1", length))));
            Assert.NotNull(RefusalOf(string.Join(" and ", Enumerable.Repeat("1", length))));
            Assert.NotNull(RefusalOf(new string('-', length) + "1"));
            Assert.NotNull(RefusalOf(string.Concat(Enumerable.Repeat("not ", length)) + "1"));
            Assert.NotNull(RefusalOf(new string('[', length)));
            Assert.NotNull(RefusalOf(new string(')', length)));
        }
    }

    [Fact]
    public void The_largest_allowed_expressions_fit_half_a_stack()
    {
        string[] texts =
        [
            Nested("(", 32), Nested("max(1,", 32), string.Join('+', Enumerable.Repeat("1", 128)),
            Nested("-(", 32), Nested("(1+", 32), string.Join(" or ", Enumerable.Repeat("0", 127)),
        ];
        var results = new List<long?>();
        var thread = new Thread(() => results.AddRange(texts.Select(t => PointsOf(t))), maxStackSize: 768 * 1024);
        thread.Start();
        thread.Join();
        Assert.Equal(texts.Length, results.Count);
        Assert.All(results, r => Assert.NotNull(r));
    }

    [Fact]
    public void Whatever_the_text_it_is_taken_or_refused()
    {
        string[] parts =
        [
            "1", "attrs.x", "'a'", "(", ")", ",", "+", "-", "*", "/", "=", "<", "and", "or", "not", "max(", "if(",
            "[a]", "\\", "'", "[", "]", ".", "#", "é", "\0", "\ud800", "true", "default(", "1e9", "%",
        ];
        var taken = 0;
        CsCheck.Check.Sample(Gen.Int[0, parts.Length - 1].Array[0, 12], picks =>
        {
            var text = string.Join(' ', picks.Select(p => parts[p]));
            if (RefusalOf(text) is not null) return;
            Interlocked.Increment(ref taken);
            PointsOf(text, """{"x":1}""");
        }, iter: 20_000);
        Assert.True(taken > 0, "no text was taken");
    }

    private static string Nested(string opener, int depth, string core = "1") =>
        string.Concat(Enumerable.Repeat(opener, depth)) + core + new string(')', depth);
}
