using Npgsql;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Nodes;

/// <summary>The server of the tests: what the tests of crashes and readiness build on.</summary>
public sealed class PostgresServerSpecs
{
    [PostgresFact]
    public async Task A_server_of_its_own_keeps_its_data_over_a_crash_and_is_durable()
    {
        await using var server = await PostgresServer.StartOwnAsync();
        var database = await server.CreateDatabaseAsync();
        Assert.Equal("on", await AskAsync(database, "CREATE TABLE t (n int); INSERT INTO t VALUES (7); SHOW fsync"));
        await server.StopAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => AskAsync(database, "SELECT n FROM t"));
        await server.StartAgainAsync();
        Assert.Equal(7, await AskAsync(database, "SELECT n FROM t"));
        await server.DropDatabaseAsync(database);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => AskAsync(database, "SELECT n FROM t"));
    }

    private static async Task<object?> AskAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
