using System.Net;
using Microsoft.Data.Sqlite;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Nodes;

/// <summary><c>/ready</c> tells whether an event could be persisted now, by a real write.</summary>
public sealed class ReadinessSpecs : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Is_lost_while_the_SQLite_journal_is_locked_and_comes_back()
    {
        await using var node = await NodeProcess.StartReadyAsync(new NodeSettings { DataDirectory = _data.Path });
        var journal = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(_data.Path, "journal.db"), Mode = SqliteOpenMode.ReadWrite, Pooling = false,
        };
        await using (var connection = new SqliteConnection(journal.ConnectionString))
        {
            await connection.OpenAsync();
            await using var lockIt = new SqliteCommand("BEGIN EXCLUSIVE", connection);
            await lockIt.ExecuteNonQueryAsync();
            await node.WaitForReadyAsync(HttpStatusCode.ServiceUnavailable);
            using var refused = await node.Http.GetAsync("/ready");
            Assert.Contains("\"not_ready\"", await refused.Content.ReadAsStringAsync());
            await using var unlock = new SqliteCommand("ROLLBACK", connection);
            await unlock.ExecuteNonQueryAsync();
        }

        await node.WaitForReadyAsync();
        Assert.False((await new NodeApi(node.Http, "demo").SendAsync(Event())).Duplicate);
    }

    [PostgresFact]
    public async Task Is_lost_while_PostgreSQL_is_down_and_comes_back()
    {
        await using var server = await PostgresServer.StartOwnAsync();
        await using var node = await NodeProcess.StartReadyAsync(
            new NodeSettings { DataDirectory = _data.Path, PostgreSql = await server.CreateDatabaseAsync() });
        await server.StopAsync();
        await node.WaitForReadyAsync(HttpStatusCode.ServiceUnavailable);
        await server.StartAgainAsync();
        await node.WaitForReadyAsync();
        Assert.False((await new NodeApi(node.Http, "demo").SendAsync(Event())).Duplicate);
    }

    private static object Event() => new
    {
        event_id = "after",
        type = "tests.after",
        actor = new { user_id = "u" },
        occurred_at = TimeProvider.System.GetUtcNow(),
        attrs = new { },
    };
}
