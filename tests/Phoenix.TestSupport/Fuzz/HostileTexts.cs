using System.Globalization;
using System.Text;

namespace Phoenix.TestSupport.Fuzz;

/// <summary>Texts that have broken readers elsewhere.</summary>
public static class HostileTexts
{
    private static readonly string[] Fixed =
    [
        "", " ", "\t", "\0", "a\0b", "\r\n", "a\r\nX-Injected: 1", ".", "..", "../../etc/passwd", "..%2f..%2f", "%",
        "%zz",
        "%00", "%c0%af", "%ed%a0%80", "%252F", "+", "&", "=", "#", "?", "/", "//", "\\", "'", "\"", "' OR 1=1 --",
        "<script>alert(1)</script>", "${jndi:ldap://127.0.0.1/x}", "{0}", "{id}", "null", "true", "NaN", "Infinity",
        "-0",
        "-1", "0", "1", "00", "1e309", "1e-400", "0x10", "2147483647", "2147483648", "-2147483649",
        "9223372036854775807", "9223372036854775808", "99999999999999999999999999", "0.1", ".5", "1.", "1,000",
        "\uFEFF", "\u200B", "\u202Eabc", "ﬀ", "İ", "ß", "𝕏", "👩‍👩‍👧", "e\u0301", "\uFFFD", "\uFFFF",
        "current", "all", "2025-W47", "2025-W53", "0000-01-01", "9999-12-31", "2025-02-30", "2025-11-18T12",
        "2025-11-18T12:34:56Z", "2025-11-18T12:34:56+23:59", "2025-11-18T24:00:00Z", "2025-11-18T23:59:60Z",
        "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "2025-11-18T12:34:56.123456789012345Z",
        "2025-10-26T02+02:00", "P1D", "PT1H", "P99999999D", "P-1D", "PT0S", "Europe/Berlin", "Mars/Olympus",
        "active", "suspended", "archived", "*", "match.*", "attrs.score", "attrs", "attrs.", ".attrs", "attrs..x",
        "attrs.a.0.b", "[attrs.my-key]", "[attrs", "actor.user_id", "demo", "_", "-", "a-b_c", "sum", "weekly",
        "custom",
        "1/0", "sqrt(0-1)", "pow(10,400)", "if(1,2)", "min()", "max(1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17)",
        "attrs.a + ", "((1)", "1 and not 0 or 1", "round(attrs.score, 99)", "log(0)", "clamp(1,3,2)",
        "default(attrs.x, 1)", "default(1, attrs.x)", "'a' == 'b'", "attrs.score * 0.1 + max(attrs.kills, 3)",
        "top_n:0", "around:", "users:,,", "top_n:1000000", "around:user-123",
    ];

    /// <summary>One of them, or one made up.</summary>
    public static string Next(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random.Next(8) switch
        {
            0 => new string((char)random.Next('a', 'z' + 1), random.Next(1, 2_000)),
            1 => Scalars(random, random.Next(1, 140)),
            2 => string.Concat(Enumerable.Repeat("(", random.Next(1, 1_200))),
            3 => Expression(random, random.Next(1, 8)),
            4 => random.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture),
            _ => Fixed[random.Next(Fixed.Length)],
        };
    }

    /// <summary>Well-formed text of any Unicode scalars.</summary>
    private static string Scalars(Random random, int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            var scalar = random.Next(4) == 0 ? random.Next(0x110000) : random.Next(0x250);
            if (Rune.IsValid(scalar)) text.Append(new Rune(scalar));
        }
        return text.ToString();
    }

    /// <summary>What looks like a <c>points_expression</c>, and often is one.</summary>
    private static string Expression(Random random, int depth)
    {
        if (depth <= 1) return Atoms[random.Next(Atoms.Length)];
        var (left, right) = (Expression(random, depth - 1), Expression(random, random.Next(depth)));
        return random.Next(5) switch
        {
            0 => $"({left})",
            1 => $"{Functions[random.Next(Functions.Length)]}({left})",
            2 => $"{Functions[random.Next(Functions.Length)]}({left}, {right})",
            3 => $"{left}{right}",
            _ => $"{left} {Operators[random.Next(Operators.Length)]} {right}",
        };
    }

    private static readonly string[] Atoms =
        ["1", "0", "1e308", "attrs.score", "attrs.kills", "[attrs.a-b]", "'x'", "type", "occurred_at", "", "-", "true"];

    private static readonly string[] Operators =
        ["+", "-", "*", "/", "%", "<", "<=", "==", "!=", "and", "or", "not", "&&", "**", "?", "in", ","];

    private static readonly string[] Functions =
    [
        "min", "max", "abs", "round", "floor", "ceil", "sqrt", "pow", "log", "clamp", "default", "if", "sin", "Exec",
        "",
    ];
}
