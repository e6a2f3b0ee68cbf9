using System.Globalization;
using Microsoft.Data.Sqlite;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Backup;

/// <summary><c>ops backup</c> copies a node's data while it works, and a node opens the copy as if it were its
/// own.</summary>
public sealed class SqliteBackupSpecs : IDisposable
{
    private const string Tenant = "acme";
    private const string Board = "count";

    private readonly DataFolder _data = new();
    private readonly DataFolder _backups = new();

    public void Dispose()
    {
        _data.Dispose();
        _backups.Dispose();
    }

    private string Target => Path.Combine(_backups.Path, "one");

    [Fact]
    public async Task A_copy_taken_under_load_holds_all_that_was_acknowledged_before_and_is_consistent()
    {
        var (before, sent) = (0, 0);
        await using (var node = await NodeProcess.StartReadyAsync(Settings(_data.Path)))
        {
            var api = await CreateBoardAsync(node);
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

            var (exitCode, output, error) = await BackupAsync("ops", "backup", Target);

            await enough.CancelAsync();
            await load;
            Assert.Equal((0, ""), (exitCode, error));
            Assert.Contains("checked", output);
        }
        Assert.Equal(["journal.db", "standings.db"], Directory.GetFiles(Target).Select(Path.GetFileName).Order());

        // No event was counted twice and none fell out between log and checkpoint.
        await using var restored = await NodeProcess.StartReadyAsync(Settings(Target));
        var copied = new NodeApi(restored.Http, Tenant);
        var count = (await copied.ReadBoardAsync(Board, await copied.MarkPositionAsync())).Entries
            .Sum(entry => entry.EventCount);
        Assert.InRange(count, before, sent);
        Assert.Equal(0, count % 20);
        Assert.All((await copied.SendBulkAsync(Events(0, (int)Math.Min(100, count)))).Duplicates, d => Assert.True(d));
    }

    [Fact]
    public async Task Is_never_written_over_something_that_is_there()
    {
        await using var node = await NodeProcess.StartReadyAsync(Settings(_data.Path));
        Directory.CreateDirectory(Target);
        await File.WriteAllTextAsync(Path.Combine(Target, "journal.db"), "precious");

        var (exitCode, _, error) = await BackupAsync("ops", "backup", Target);

        Assert.Equal(1, exitCode);
        Assert.Contains("is not empty", error);
        Assert.Equal(["precious"], await File.ReadAllLinesAsync(Assert.Single(Directory.GetFiles(Target))));
    }

    [Fact]
    public async Task Tells_what_is_no_data_folder()
    {
        var (exitCode, _, error) = await BackupAsync("ops", "backup", Target, "--from", _backups.Path);

        Assert.Equal(1, exitCode);
        Assert.Contains("it is no data folder of a node", error);
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public async Task A_damaged_copy_is_no_backup()
    {
        await using (var node = await NodeProcess.StartReadyAsync(Settings(_data.Path)))
        {
            var api = await CreateBoardAsync(node);
            for (var i = 0; i < 20; i++) await api.SendBulkAsync(Events(i * 100, 100));
            await node.TerminateAsync();
        }
        DamageAPage(Path.Combine(_data.Path, "journal.db"));

        var (exitCode, _, error) = await BackupAsync("ops", "backup", Target);

        Assert.Equal(1, exitCode);
        Assert.NotEmpty(error);
        Assert.Empty(Directory.GetFiles(Target));
    }

    [Fact]
    public async Task Standings_that_are_ahead_of_a_restored_log_are_made_anew()
    {
        BoardPages former;
        var log = Path.Combine(_backups.Path, "journal.db");
        await using (var node = await NodeProcess.StartReadyAsync(Settings(_data.Path)))
        {
            var api = await CreateBoardAsync(node);
            await api.SendBulkAsync(Events(0, 50));
            former = await api.ReadBoardAsync(Board, await api.MarkPositionAsync());
            Assert.Equal(0, await node.TerminateAsync());
        }
        CopyLog(from: Path.Combine(_data.Path, "journal.db"), to: log);
        await using (var node = await NodeProcess.StartReadyAsync(Settings(_data.Path)))
        {
            var api = new NodeApi(node.Http, Tenant);
            await api.SendBulkAsync(Events(1_000, 100));
            await api.CreateBoardAsync("later", Config);
            await api.ReadBoardAsync(Board, await api.MarkPositionAsync());
            // The end writes a checkpoint at the head.
            Assert.Equal(0, await node.TerminateAsync());
        }
        foreach (var file in Directory.GetFiles(_data.Path, "journal.db*")) File.Delete(file);
        File.Move(log, Path.Combine(_data.Path, "journal.db"));

        await using var restored = await NodeProcess.StartReadyAsync(Settings(_data.Path));
        var again = new NodeApi(restored.Http, Tenant);
        var page = await again.ReadBoardAsync(Board, await again.MarkPositionAsync());
        Assert.Equal(former.Entries, page.Entries);
        Assert.Contains("of another log", restored.Log);
        // What the registry had from beyond the log's end is gone, too: its id is free.
        await again.CreateBoardAsync("later", Config);
        await again.SendBulkAsync(Events(2_000, 10));
        Assert.Equal(60, (await again.ReadBoardAsync(Board, await again.MarkPositionAsync())).Entries
            .Sum(entry => entry.EventCount));
    }

    private static object Config { get; } = new
    {
        timeframe = new { type = "all_time" },
        scoring = new { rules = new[] { new { event_type = "goal" } }, aggregation = "count" },
    };

    private static async Task<NodeApi> CreateBoardAsync(NodeProcess node)
    {
        var api = new NodeApi(node.Http, Tenant);
        await api.CreateTenantAsync();
        await api.CreateBoardAsync(Board, Config);
        return api;
    }

    private static NodeSettings Settings(string directory) =>
        new() { DataDirectory = directory, Environment = "Production" };

    private static IEnumerable<object> Events(int first, int count) => Enumerable.Range(first, count).Select(i => new
    {
        event_id = i.ToString(CultureInfo.InvariantCulture),
        type = "goal",
        actor = new { user_id = $"user-{i % 17}" },
        occurred_at = TimeProvider.System.GetUtcNow(),
        attrs = new { },
    });

    private Task<(int ExitCode, string Output, string Error)> BackupAsync(params string[] arguments) =>
        ProgramRunner.RunAsync(
            "dotnet", [RepositoryPaths.NodeAssembly, .. arguments],
            new Dictionary<string, string> { ["Phoenix__Storage__Directory"] = _data.Path });

    private static void CopyLog(string from, string to)
    {
        using var source = new SqliteConnection($"Data Source={from};Pooling=False");
        using var copy = new SqliteConnection($"Data Source={to};Pooling=False");
        source.Open();
        copy.Open();
        source.BackupDatabase(copy);
    }

    private static void DamageAPage(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = stream.Length / 2;
        stream.Write(new byte[8_192]);
    }
}
