using System.Text.RegularExpressions;

namespace Phoenix.Cluster.Tests.Architecture;

/// <summary>Each line of the checklist in docs/security.md names a test that there is.</summary>
public sealed partial class SecurityChecklistSpecs
{
    private const int LinesMin = 50;

    private static readonly IReadOnlyList<(string Path, string Text)> Tests = Repository.Sources("tests");

    [Fact]
    public void Every_line_names_a_test_and_every_test_is_there()
    {
        var lines = Lines(File.ReadAllText(Path.Combine(Repository.Root, "docs", "security.md")));

        Assert.True(lines.Count >= LinesMin, $"Only {lines.Count} lines were found.");
        Assert.Empty(lines.SelectMany(Faults));
    }

    [Fact]
    public void Tells_a_line_without_a_test_and_a_test_that_is_not_there()
    {
        var lines = Lines(
            """
            ## Before
            - no line of the checklist
            ## Checklist
            - held:
              `SecurityChecklistSpecs.Every_line_names_a_test_and_every_test_is_there`
            - held by nothing
            - held by none: `SecurityChecklistSpecs.Never_written`, `NoSuchSpecs.At_all`
            - held by what is no test: `SecurityChecklistSpecs.Faults`
            ## Behind
            - likewise
            """);

        Assert.Equal(4, lines.Count);
        Assert.Equal([0, 1, 2, 1], lines.Select(line => Faults(line).Count()));
    }

    /// <summary>The points of the list, each with what belongs to it.</summary>
    private static IReadOnlyList<string> Lines(string document)
    {
        var checklist = document[document.IndexOf("\n## Checklist", StringComparison.Ordinal)..];
        var end = checklist.IndexOf("\n## ", 1, StringComparison.Ordinal);
        return [.. Point().Matches((end < 0 ? checklist : checklist[..end]) + "\n").Select(match => match.Value)];
    }

    private static IEnumerable<string> Faults(string line)
    {
        var named = Reference().Matches(line);
        if (named.Count == 0) yield return $"no test: {line}";
        foreach (Match test in named)
        {
            if (!IsTest(test.Groups["class"].Value, test.Groups["method"].Value))
                yield return $"not there: {test.Value}";
        }
    }

    private static bool IsTest(string className, string method) => Tests
        .Where(source => source.Path.EndsWith($"/{className}.cs", StringComparison.Ordinal))
        .Any(source => Regex.IsMatch(
            source.Text,
            $@"\n    \[\w*(Fact|Theory)\b(?:(?!\n\n)[\s\S])*?\n    public (async )?(Task|void) {method}\("));

    [GeneratedRegex(@"^- .*\n(  .*\n)*", RegexOptions.Multiline)]
    private static partial Regex Point();

    [GeneratedRegex(@"`(?<class>\w+Specs)\.(?<method>\w+)`")]
    private static partial Regex Reference();
}
