using System.Globalization;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.Benchmarks.Ingestion;

/// <summary>Runs the load generator wrk with this folder's script.</summary>
internal static class Wrk
{
    /// <summary>Why it can't run; null where it can.</summary>
    public static string? MissingReason =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "wrk")))
            ? null : "wrk is not installed; on Debian: apt-get install wrk";

    /// <summary>Sends a load of the tenant that is named as it is for some seconds.</summary>
    /// <exception cref="InvalidOperationException">wrk failed; the message holds what it wrote.</exception>
    public static Task<WrkResult> RunAsync(Uri node, IngestionLoad load, int seconds) =>
        RunAsync(node, load, seconds, [load.Name]);

    /// <summary>Sends a load for some seconds; tenants take turns from request to request.</summary>
    /// <exception cref="InvalidOperationException">wrk failed; the message holds what it wrote.</exception>
    public static async Task<WrkResult> RunAsync(
        Uri node, IngestionLoad load, int seconds, IReadOnlyCollection<string> tenants)
    {
        var tokens = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(tokens, tenants.Select(tenant => TestCredentials.TokenOf(tenant)));
            return await RunAsync(node, load, seconds, tokens);
        }
        finally
        {
            File.Delete(tokens);
        }
    }

    private static async Task<WrkResult> RunAsync(Uri node, IngestionLoad load, int seconds, string tokens)
    {
        var now = TimeProvider.System.GetUtcNow();
        var script = Path.Combine(RepositoryPaths.Root, "tests", "Phoenix.Benchmarks", "Ingestion", "ingest.lua");
        var (exitCode, output, error) = await ProgramRunner.RunAsync(
            "wrk",
            ["-t2", $"-c{load.Connections}", $"-d{seconds}s", "--timeout", "15s", "-s", script, node.ToString()],
            new Dictionary<string, string>
            {
                ["PHX_TOKENS"] = tokens,
                ["PHX_RUN"] = Guid.NewGuid().ToString("N")[..8],
                ["PHX_BATCH"] = load.Batch.ToString(CultureInfo.InvariantCulture),
                ["PHX_TIME"] = now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            });
        var line = output.Split('\n').FirstOrDefault(l => l.StartsWith("RESULT ", StringComparison.Ordinal));
        if (exitCode != 0 || line is null)
            throw new InvalidOperationException($"wrk ended with {exitCode}: {output}{error}");
        var figures = line.Split(' ')[1..].Select(figure => long.Parse(figure, CultureInfo.InvariantCulture)).ToArray();
        var events = figures[0] * load.Batch;
        return new WrkResult(
            events / (figures[1] / 1e6), events, figures[2], figures[3], figures[4] / 1e3, figures[5] / 1e3);
    }
}
