using LinqToDB.Data;
using Phoenix.Cluster.Storage;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Storage;

/// <summary>The window clock's look at a database of many tenants.</summary>
public sealed class DueStoreSpecs
{
    private const int Tenants = 20_000;

    // So long a command of the product's own may take; comparing each board with each leaderboard takes far longer.
    private const string CommandTimeout = "Command Timeout=5";

    [PostgresFact]
    public async Task Finds_those_behind_their_log_among_twenty_thousand()
    {
        await using var server = await PostgresServer.StartAsync();
        var connection = await server.CreateDatabaseAsync();
        var database = new PostgreSqlDatabase($"{connection};{CommandTimeout}");
        database.Bootstrap();
        await FillAsync(database);

        var due = await new DueStore(database).FindAsync(nowUs: 1_000, default);

        Assert.Equal(
            [("t-00007", 900L), ("t-00011", 0L), ("t-19999", 0L)],
            due.Select(d => (d.TenantId.Value, d.ToUs)).Order());
        await server.DropDatabaseAsync(connection);
    }

    /// <summary>Each tenant has a board whose checkpoint is at the log's end, row 3; but that two are behind it and
    /// one's window is over.</summary>
    private static async Task FillAsync(PostgreSqlDatabase database)
    {
        await using var db = database.OpenStandings();
        foreach (var statement in (string[])
        [
            $"""
             CREATE TEMPORARY TABLE t AS
             SELECT 't-' || lpad(i::text, 5, '0') AS id FROM generate_series(1, {Tenants}) i
             """,
            "INSERT INTO leaderboard SELECT id, 'board', 0, '', 2 FROM t",
            "INSERT INTO board SELECT md5(id), id, 'board', 1, 3, 1, NULL FROM t",
            """
            INSERT INTO journal (created, deleted, persistence_id, sequence_number, message)
            SELECT 0, false, 'tenant-' || id, n, '' FROM t, generate_series(1, 3) n
            """,
            "UPDATE board SET next_due_us = 900 WHERE tenant_id = 't-00007'",
            "UPDATE board SET position = 2 WHERE tenant_id = 't-00011'",
            "DELETE FROM board WHERE tenant_id = 't-19999'",
        ])
            await db.ExecuteAsync(statement);
    }
}
