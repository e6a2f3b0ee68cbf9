using System.Globalization;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Replay;

/// <summary>The <c>replay</c> verb as a process of its own, and the figures of its summary.</summary>
internal sealed record ReplayRun(int ExitCode, string Output, string Error)
{
    public long Read => Figure("read");

    public long Skipped => Figure("skipped");

    public long Accepted => Figure("accepted");

    public long Duplicates => Figure("duplicates");

    public long Failed => Figure("failed");

    /// <summary>Replays the table of goals into the tenant <c>demo</c>.</summary>
    public static async Task<ReplayRun> OfGoalsAsync(NodeProcess node, params string[] options)
    {
        var (exitCode, output, error) = await ProgramRunner.RunAsync(
            "dotnet",
            [
                RepositoryPaths.NodeAssembly, "replay", RepositoryPaths.Goalscorers, "--map", "goalscorers",
                "--url", node.Url.ToString(), .. options,
            ],
            // Not on the command line, where everyone on the machine could read it.
            new Dictionary<string, string> { ["PHOENIX_TOKEN"] = TestCredentials.TokenOf("demo") });
        return new ReplayRun(exitCode, output, error);
    }

    private long Figure(string name)
    {
        var line = Output.Split('\n').Single(l => l.StartsWith(name + " ", StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
    }
}
