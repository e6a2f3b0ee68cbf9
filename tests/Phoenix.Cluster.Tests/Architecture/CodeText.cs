using System.Text;

namespace Phoenix.Cluster.Tests.Architecture;

/// <summary>C# without what only looks like code: comments, strings and characters become spaces, line by
/// line.</summary>
/// <remarks>A scanner, not a compiler: it knows every form of literal, and blanks the holes of interpolated strings
/// too.</remarks>
internal static class CodeText
{
    public static string Of(string source)
    {
        var code = new StringBuilder(source);
        for (var at = 0; at < source.Length;)
        {
            var end = EndOfTrivia(source, at);
            for (var i = at; i < end; i++)
                if (source[i] != '\n') code[i] = ' ';
            at = Math.Max(end, at + 1);
        }
        return code.ToString();
    }

    /// <summary>Where the comment or literal that begins here ends; here, where none does.</summary>
    private static int EndOfTrivia(string source, int at)
    {
        var rest = source.AsSpan(at);
        if (rest.StartsWith("//")) return EndAfter(source, at, "\n");
        if (rest.StartsWith("/*")) return EndAfter(source, at + 2, "*/");
        if (rest[0] == '\'') return EndOfQuoted(source, at + 1, '\'', interpolated: false, verbatim: false);
        if (rest[0] is not ('"' or '@' or '$')) return at;

        var start = at;
        while (start < source.Length && source[start] is '@' or '$') start++;
        if (start >= source.Length || source[start] != '"') return at;
        var prefix = source[at..start];
        var quotes = 0;
        while (start + quotes < source.Length && source[start + quotes] == '"') quotes++;
        return quotes >= 3
            ? EndAfter(source, start + quotes, new string('"', quotes))
            : EndOfQuoted(source, start + 1, '"', prefix.Contains('$'), prefix.Contains('@'));
    }

    private static int EndAfter(string source, int from, string mark)
    {
        var found = source.IndexOf(mark, from, StringComparison.Ordinal);
        return found < 0 ? source.Length : found + mark.Length;
    }

    private static int EndOfQuoted(string source, int from, char quote, bool interpolated, bool verbatim)
    {
        var depth = 0;
        for (var at = from; at < source.Length; at++)
        {
            var (here, next) = (source[at], at + 1 < source.Length ? source[at + 1] : '\0');
            if (depth > 0 && EndOfTrivia(source, at) is var end && end > at) at = end - 1;
            else if (depth == 0 && !verbatim && here == '\\') at++;
            else if (depth == 0 && verbatim && here == quote && next == quote) at++;
            else if (depth == 0 && here == quote) return at + 1;
            else if (interpolated && depth == 0 && here == '{' && next == '{') at++;
            else if (interpolated && here == '{') depth++;
            else if (interpolated && here == '}' && depth > 0) depth--;
        }
        return source.Length;
    }
}
