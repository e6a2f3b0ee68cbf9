using System.Text.RegularExpressions;

namespace Phoenix.Cluster.Tests.Architecture;

/// <summary>How long things may be, and what no source may hold.</summary>
public sealed class SourceShapeSpecs
{
    private const int FileLinesMax = 400;
    private const int ActorFileLinesMax = 250;
    private const int ProgramLinesMax = 60;
    private const int LineLengthMax = 120;
    private const int MethodLinesMax = 70;

    // Put together here, so that this file isn't its own first fault.
    private static readonly Regex LeftForLater = new($@"\b({"TO" + "DO"}|{"FIX" + "ME"}|{"HA" + "CK"}|{"XX" + "X"})\b");
    private static readonly Regex Sleeping = new(@"\bThread\s*\.\s*Sleep\b|\bTask\s*\.\s*Delay\b|\bSpinWait\b");

    private static readonly (string Path, string Text)[] All =
        [.. Repository.Sources("src"), .. Repository.Sources("tests")];

    [Fact]
    public void The_sources_are_found() => Assert.True(All.Length > 50, $"Only {All.Length} sources were found.");

    [Fact]
    public void Files_are_short() =>
        Assert.Empty(All.Where(source => LinesOf(source.Text) > LinesMaxOf(source.Path))
            .Select(source => $"{source.Path} has {LinesOf(source.Text)} lines, at most {LinesMaxOf(source.Path)}"));

    [Fact]
    public void Lines_are_short() => Assert.Empty(All.SelectMany(source => LongLines(source.Path, source.Text)));

    [Fact]
    public void Methods_are_short() => Assert.Empty(All.SelectMany(source => LongMethods(source.Path, source.Text)));

    [Fact]
    public void Nothing_is_left_for_later() =>
        Assert.Empty(All.Where(source => LeftForLater.IsMatch(source.Text)).Select(source => source.Path));

    [Fact]
    public void No_test_sleeps() =>
        Assert.Empty(Repository.Sources("tests").Where(source => Sleeping.IsMatch(CodeText.Of(source.Text)))
            .Select(source => source.Path));

    [Theory]
    [InlineData("src/Phoenix.Cluster/Tenants/TenantActor.cs", 250)]
    [InlineData("src/Phoenix.Http/Program.cs", 60)]
    [InlineData("src/Phoenix.Cluster/Tenants/TenantState.cs", 400)]
    [InlineData("tests/Phoenix.Cluster.Tests/Tenants/TenantActorSpecs.cs", 400)]
    public void The_limit_of_a_file_depends_on_what_it_is(string path, int lines) =>
        Assert.Equal(lines, LinesMaxOf(path));

    [Fact]
    public void Tells_a_line_that_is_too_long()
    {
        Assert.Single(LongLines("a.cs", "short\n" + new string('x', 121) + "\n"));
        Assert.Empty(LongLines("a.cs", new string('ä', 120) + "\r\n"));
    }

    [Theory]
    [InlineData(71, 1)]
    [InlineData(70, 0)]
    public void Tells_a_method_that_is_too_long(int lines, int faults)
    {
        var body = string.Concat(Enumerable.Repeat("\n        if (x) { Call(\"}\"); }", lines - 3));
        var source = $$"""
            namespace N;

            class C
            {
                private static readonly int[] Table = { 1,{{new string('\n', 90)}} 2 };

                int P { get; } = 1;

                int Short(int x) => x switch { 1 => 2, _ => 3 };

                void M(bool x)
                {{{body}}
                }

                record Nested(int X);
            }
            """;

        Assert.Equal(faults, LongMethods("a.cs", source).Count());
        Assert.Equal(
            ["int Short(int x)", "void M(bool x)", "record Nested(int X);"],
            MethodLengths.Of(source).Select(method => method.Signature));
    }

    [Fact]
    public void Tells_a_method_of_one_long_expression() =>
        Assert.Single(LongMethods("a.cs", $"class C {{ int M() =>{new string('\n', 80)} 1; }}"));

    [Theory]
    [InlineData("Thread.Sleep(1);", true)]
    [InlineData("await Task.Delay(1);", true)]
    [InlineData("await System.Threading.Tasks.Task.Delay(1);", true)]
    [InlineData("// Task.Delay", false)]
    public void Tells_where_a_test_sleeps(string code, bool sleeps) =>
        Assert.Equal(sleeps, Sleeping.IsMatch(CodeText.Of(code)));

    [Fact]
    public void Tells_what_is_left_for_later()
    {
        Assert.Matches(LeftForLater, "// " + "TO" + "DO: later");
        Assert.DoesNotMatch(LeftForLater, "// nothing to do");
    }

    private static int LinesMaxOf(string path) =>
        path == "src/Phoenix.Http/Program.cs" ? ProgramLinesMax
        : path.EndsWith("Actor.cs", StringComparison.Ordinal) ? ActorFileLinesMax
        : FileLinesMax;

    private static int LinesOf(string text) => text.TrimEnd('\n').Count(c => c == '\n') + 1;

    private static IEnumerable<string> LongLines(string path, string text) =>
        text.Split('\n').Select((line, i) => (Line: line.TrimEnd('\r'), Number: i + 1))
            .Where(line => line.Line.EnumerateRunes().Count() > LineLengthMax)
            .Select(line => $"{path}:{line.Number} has {line.Line.Length} characters");

    private static IEnumerable<string> LongMethods(string path, string text) =>
        MethodLengths.Of(text).Where(method => method.Lines > MethodLinesMax)
            .Select(method => $"{path}: {method.Signature} has {method.Lines} lines");
}
