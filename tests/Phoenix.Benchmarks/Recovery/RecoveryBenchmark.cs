using System.Globalization;
using Phoenix.Benchmarks.Ingestion;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.Benchmarks.Recovery;

/// <summary>
/// How long a tenant takes to accept events again when its dedupe window is full: ids are sent over HTTP, the node is
/// killed, and on a fresh one the first event is timed from its sending, which starts the entity, to its 202.
/// </summary>
internal static class RecoveryBenchmark
{
    private const int BarSeconds = 8;
    private const int RoundSeconds = 10;

    public static async Task<int> RunAsync(string[] args)
    {
        var ids = 10_000_000L;
        string[] stores = ["sqlite", "postgresql"];
        for (var rest = args; rest.Length > 0; rest = rest[2..])
        {
            if (rest is ["--ids", var n, ..] && long.TryParse(n, out ids) && ids > 0) continue;
            if (rest is ["--store", "sqlite" or "postgresql", ..])
            {
                stores = [rest[1]];
                continue;
            }

            Console.Error.WriteLine("recovery: [--ids N] [--store sqlite|postgresql]");
            return 2;
        }

        foreach (var store in stores)
        {
            await using var server = store == "postgresql" ? await PostgresServer.StartAsync() : null;
            var data = Directory.CreateTempSubdirectory("phoenix-recovery-").FullName;
            await MeasureAsync(store, ids, new NodeSettings
            {
                DataDirectory = data,
                PostgreSql = server is null ? null : await server.CreateDatabaseAsync(),
                Environment = "Production",
                // Nothing may leave the window between the sending and the start.
                Variables = new Dictionary<string, string>
                {
                    ["Phoenix__Ingestion__DedupeWindowSeconds"] = "86400",
                },
            });
            Directory.Delete(data, recursive: true);
        }

        return 0;
    }

    private static async Task MeasureAsync(string store, long ids, NodeSettings settings)
    {
        var load = IngestionLoad.All.Single(l => l.Batch > 1);
        var sent = 0L;
        await using (var node = await NodeProcess.StartReadyAsync(settings))
        {
            await new NodeApi(node.Http, load.Name).CreateTenantAsync();
            while (sent < ids) sent += (await Wrk.RunAsync(node.Url, load, RoundSeconds)).Events;
            await node.KillAsync();
        }

        await using var fresh = await NodeProcess.StartReadyAsync(settings);
        var started = TimeProvider.System.GetTimestamp();
        await new NodeApi(fresh.Http, load.Name).MarkPositionAsync();
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{store}: {sent:N0} ids in the window: the first event after the start took {seconds:0.00} s "
            + $"(bar {BarSeconds} s: {(seconds <= BarSeconds ? "met" : "MISSED")})"));
    }
}
