using System.Text.RegularExpressions;

namespace Phoenix.Cluster.Tests.Architecture;

/// <summary>The wall around the domain: state and decisions are functions there, and time is an argument.</summary>
public sealed class DomainPuritySpecs
{
    private const string Domain = "src/Phoenix.Cluster/Domain";

    private static readonly string[] AllowedNamespaces =
    [
        "Phoenix.Cluster.Domain", "Phoenix.Messages", "NodaTime", "NCalc", "System", "System.Buffers",
        "System.Collections", "System.Diagnostics.CodeAnalysis", "System.Globalization",
        "System.IO.Hashing", "System.Linq",
        "System.Numerics", "System.Runtime", "System.Text",
    ];

    private static readonly string[] ForbiddenWords =
    [
        // Frameworks, also where they are named in full.
        "Akka", "LinqToDB", "Npgsql", "Microsoft", "AspNetCore", @"Phoenix\.Http", "IActorRef",
        // Clocks.
        "TimeProvider", "Stopwatch", "TickCount(64)?", "IClock", "SystemClock", "Timer", "GetTimestamp",
        @"DateTime(Offset)?\.(Utc)?(Now|Today)",
        // Chance.
        "Random", @"RandomNumberGenerator", @"Guid\.(NewGuid|CreateVersion7)",
        // Waiting and threads.
        "async", "await", "Task", "ValueTask", "Thread", "ThreadPool", "Parallel", "SemaphoreSlim", "Monitor",
        // The world outside.
        "Console", "File", "Directory", "FileStream", "StreamReader", "StreamWriter", "HttpClient", "Socket", "Process",
        @"Environment\.(?!NewLine)\w+", "DbConnection",
    ];

    private static readonly Regex Forbidden = new($@"(?<![\w.])({string.Join('|', ForbiddenWords)})(?!\w)");
    private static readonly Regex Using = new(
        @"^\s*(global\s+)?using\s+(static\s+)?([\w.]+\s*=\s*)?([\w.]+)\s*;", RegexOptions.Multiline);

    [Fact]
    public void The_domain_knows_only_itself_the_messages_and_the_base_library()
    {
        var sources = Repository.Sources(Domain);

        Assert.True(sources.Count >= 8, "The domain's sources were not found.");
        Assert.Empty(sources.SelectMany(source => Faults(source.Text).Select(fault => $"{source.Path}: {fault}")));
    }

    [Theory]
    [InlineData("using Akka.Actor;")]
    [InlineData("using LinqToDB;")]
    [InlineData("using System.IO;")]
    [InlineData("using System.Threading.Tasks;")]
    [InlineData("using Phoenix.Cluster.Tenants;")]
    [InlineData("using static System.Console;")]
    [InlineData("using Db = Npgsql.NpgsqlConnection;")]
    [InlineData("var actor = (Akka.Actor.IActorRef)x;")]
    [InlineData("var now = DateTimeOffset.UtcNow;")]
    [InlineData("class A(TimeProvider time);")]
    [InlineData("var r = new Random(1);")]
    [InlineData("var id = Guid.NewGuid();")]
    [InlineData("async void M() { }")]
    [InlineData("Task<int> M();")]
    [InlineData("var text = File.ReadAllText(path);")]
    [InlineData("var name = Environment.MachineName;")]
    [InlineData("var started = Stopwatch.GetTimestamp();")]
    public void Tells_a_breach_of_the_wall(string code) => Assert.NotEmpty(Faults(code));

    [Theory]
    [InlineData("using System.Text.RegularExpressions;")]
    [InlineData("using Phoenix.Messages.Leaderboards;")]
    [InlineData("using Phoenix.Cluster.Domain.Windows;")]
    [InlineData("// async Task over Akka.Actor")]
    [InlineData("var text = \"async Task\";")]
    [InlineData("var path = predicate.File; var tasks = 1; var taskId = 2;")]
    public void Takes_what_is_pure(string code) => Assert.Empty(Faults(code));

    private static IEnumerable<string> Faults(string source)
    {
        var code = CodeText.Of(source);
        foreach (Match match in Using.Matches(code))
            if (!AllowedNamespaces.Any(allowed => IsOrIsWithin(match.Groups[4].Value, allowed)))
                yield return match.Value.Trim();
        foreach (Match match in Forbidden.Matches(code)) yield return match.Value;
    }

    // Of System only the namespaces listed: files, networks and threads are in it too.
    private static bool IsOrIsWithin(string name, string allowed) =>
        name == allowed || (allowed != "System" && name.StartsWith(allowed + ".", StringComparison.Ordinal));
}
