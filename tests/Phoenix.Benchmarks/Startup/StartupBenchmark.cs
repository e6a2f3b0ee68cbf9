using System.Globalization;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.Benchmarks.Startup;

/// <summary>From the start of a node's process to its first good <c>/ready</c>: on no data, then on its own.</summary>
internal static class StartupBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        var runs = 5;
        if (args is not [] && (args is not ["--runs", var n] || !int.TryParse(n, out runs) || runs < 1))
        {
            Console.Error.WriteLine("startup: [--runs N]");
            return 2;
        }

        var (first, again) = (new List<double>(), new List<double>());
        for (var run = 0; run < runs; run++)
        {
            var data = Directory.CreateTempSubdirectory("phoenix-startup-").FullName;
            var settings = new NodeSettings { DataDirectory = data };
            first.Add(await SecondsToReadyAsync(settings));
            again.Add(await SecondsToReadyAsync(settings));
            Directory.Delete(data, recursive: true);
        }

        Print("first start, empty data folder", first);
        Print("start on existing data", again);
        return 0;
    }

    private static async Task<double> SecondsToReadyAsync(NodeSettings settings)
    {
        var started = TimeProvider.System.GetTimestamp();
        await using var node = await NodeProcess.StartReadyAsync(settings);
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        await node.TerminateAsync();
        return seconds;
    }

    private static void Print(string name, List<double> seconds)
    {
        seconds.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: median {seconds[seconds.Count / 2]:0.00} s, "
            + $"slowest {seconds[^1]:0.00} s of {seconds.Count} (bar 5 s)"));
    }
}
