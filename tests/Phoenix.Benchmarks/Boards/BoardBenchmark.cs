using Phoenix.TestSupport.Nodes;

namespace Phoenix.Benchmarks.Boards;

/// <summary>
/// A board of a million members on a real node: what its checkpoints cost, whether the checkpoints of other boards wait
/// while a window of it goes into the history, and its first answer after a restart.
/// </summary>
internal static class BoardBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        var members = 1_000_000;
        string[] stores = ["sqlite", "postgresql"];
        for (var rest = args; rest.Length > 0; rest = rest[2..])
        {
            if (rest is ["--members", var n, ..] && int.TryParse(n, out members) && members > 0) continue;
            if (rest is ["--store", "sqlite" or "postgresql" or "none", ..])
            {
                stores = rest[1] == "none" ? [] : [rest[1]];
                continue;
            }
            Console.Error.WriteLine("board: [--members N] [--store sqlite|postgresql|none]");
            return 2;
        }

        CheckpointBenchmark.Run(members);
        foreach (var store in stores)
        {
            await using var server = store == "postgresql" ? await PostgresServer.StartAsync() : null;
            var data = Directory.CreateTempSubdirectory("phoenix-board-").FullName;
            var settings = new NodeSettings
            {
                DataDirectory = data,
                PostgreSql = server is null ? null : await server.CreateDatabaseAsync(),
                Environment = "Production",
            };
            await new LargeBoard(settings, store, members).MeasureAsync();
            Directory.Delete(data, recursive: true);
        }
        return 0;
    }
}
