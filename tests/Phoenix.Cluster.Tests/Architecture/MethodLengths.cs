using System.Text.RegularExpressions;

namespace Phoenix.Cluster.Tests.Architecture;

/// <summary>How many lines each method of a source has, from its signature to its end.</summary>
/// <remarks>
/// Counts braces, knows no grammar: a member is what stands directly in a type; it is a method where a parenthesis
/// comes before its body or value.
/// </remarks>
internal static partial class MethodLengths
{
    public static IEnumerable<(string Signature, int Lines)> Of(string source)
    {
        var code = CodeText.Of(source);
        var typeDepths = new Stack<int>([0]);
        var (depth, rounds, start) = (0, 0, 0);
        for (var at = 0; at < code.Length; at++)
        {
            var inType = depth == typeDepths.Peek() && rounds == 0;
            switch (code[at])
            {
                case '(' or '[':
                    rounds++;
                    break;
                case ')' or ']':
                    rounds--;
                    break;
                case '{':
                    depth++;
                    if (!inType || !TypeHeader().IsMatch(code[start..at])) break;
                    typeDepths.Push(depth);
                    start = at + 1;
                    break;
                case '}':
                    depth--;
                    if (depth < typeDepths.Peek() && typeDepths.Count > 1)
                    {
                        typeDepths.Pop();
                        start = at + 1;
                    }
                    else if (depth == typeDepths.Peek() && rounds == 0 && !GoesOn(code, at + 1))
                    {
                        if (Measure(code, start, at) is { } method) yield return method;
                        start = at + 1;
                    }
                    break;
                case ';' when inType:
                    if (Measure(code, start, at) is { } expression) yield return expression;
                    start = at + 1;
                    break;
            }
        }
    }

    // After the accessors of a property its first value may follow; after an object's initializer a call or the end.
    private static bool GoesOn(string code, int from) =>
        code.AsSpan(from).TrimStart() is [('=' or ';' or '.' or ','), ..];

    private static (string Signature, int Lines)? Measure(string code, int start, int end)
    {
        var text = code[start..(end + 1)].TrimStart();
        var signature = Body().Split(text, 2)[0];
        return !signature.Contains('(', StringComparison.Ordinal)
            ? null
            : (Spaces().Replace(signature, " ").Trim(), text.Count(c => c == '\n') + 1);
    }

    [GeneratedRegex(@"\b(class|struct|interface|record|enum|namespace)\b\s+\w")]
    private static partial Regex TypeHeader();

    [GeneratedRegex(@"\{|=>|(?<![=!<>])=(?!=)")]
    private static partial Regex Body();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
