using Npgsql;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Backup;

/// <summary>The commands of docs/operations.md for PostgreSQL: a dump while the node works is one moment of both, log
/// and standings.</summary>
public sealed class PostgreSqlBackupSpecs : IDisposable
{
    private const string Tenant = "acme";
    private const string Board = "count";

    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [PostgresFact]
    public async Task A_dump_taken_under_load_is_restored_into_an_empty_database()
    {
        await using var server = await PostgresServer.StartOwnAsync();
        var (first, second) = (await server.CreateDatabaseAsync(), await server.CreateDatabaseAsync());
        var dump = Path.Combine(_data.Path, "phoenix.dump");
        var (before, sent) = (0, 0);
        await using (var node = await NodeProcess.StartReadyAsync(Settings(first)))
        {
            var api = new NodeApi(node.Http, Tenant);
            await api.CreateTenantAsync();
            await api.CreateBoardAsync(Board, new
            {
                timeframe = new { type = "all_time" },
                scoring = new { rules = new[] { new { event_type = "goal" } }, aggregation = "count" },
            });
            using var enough = new CancellationTokenSource();
            var started = new TaskCompletionSource();
            var load = Task.Run(async () =>
            {
                for (; !enough.IsCancellationRequested; Volatile.Write(ref sent, sent + 20))
                {
                    if (sent >= 200) started.TrySetResult();
                    await api.SendBulkAsync(Events(sent, 20));
                }
            });
            await started.Task;
            before = Volatile.Read(ref sent);
            await RunAsync("pg_dump", first, "--format=custom", $"--file={dump}");
            await enough.CancelAsync();
            await load;
        }

        await RunAsync("pg_restore", second, "--single-transaction", "--no-owner", dump);

        await using var restored = await NodeProcess.StartReadyAsync(Settings(second));
        var copied = new NodeApi(restored.Http, Tenant);
        var count = (await copied.ReadBoardAsync(Board, await copied.MarkPositionAsync())).Entries
            .Sum(entry => entry.EventCount);
        Assert.InRange(count, before, sent);
        Assert.Equal(0, count % 20);
        Assert.DoesNotContain("of another log", restored.Log);
        Assert.All((await copied.SendBulkAsync(Events(0, (int)Math.Min(100, count)))).Duplicates, d => Assert.True(d));
    }

    private NodeSettings Settings(string connection) => new()
    {
        DataDirectory = _data.Path, PostgreSql = connection, Environment = "Production",
    };

    private static async Task RunAsync(string tool, string database, params string[] arguments)
    {
        var to = new NpgsqlConnectionStringBuilder(database);
        string[] all = [$"--host={to.Host}", $"--port={to.Port}", $"--username={to.Username}",
            $"--dbname={to.Database}", .. arguments];
        var (exitCode, output, error) = await ProgramRunner.RunAsync(PostgresServer.ToolPath(tool), all);
        Assert.True(exitCode == 0, $"{tool} ended with {exitCode}: {output}{error}");
    }

    private static IEnumerable<object> Events(int first, int count) => Enumerable.Range(first, count).Select(i => new
    {
        event_id = $"e{i}",
        type = "goal",
        actor = new { user_id = $"user-{i % 17}" },
        occurred_at = TimeProvider.System.GetUtcNow(),
        attrs = new { },
    });
}
