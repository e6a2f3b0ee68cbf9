using LinqToDB.Data;
using Microsoft.Data.Sqlite;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Ids;

namespace Phoenix.Cluster.Tests.Storage;

public sealed class SchemaMigrationSpecs : IDisposable
{
    /// <summary>The standings' tables as version 1 made them, with a row in each.</summary>
    private const string VersionOne =
        """
        CREATE TABLE tenant (
          tenant_id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, status INTEGER NOT NULL,
          dedupe_window_seconds INTEGER NOT NULL, created_at_us INTEGER NOT NULL, signing_secret TEXT NOT NULL,
          position INTEGER NOT NULL);
        CREATE TABLE leaderboard (
          tenant_id TEXT NOT NULL, leaderboard_id TEXT NOT NULL, status INTEGER NOT NULL, definition BLOB NOT NULL,
          position INTEGER NOT NULL, PRIMARY KEY (tenant_id, leaderboard_id));
        CREATE TABLE board (
          board_key TEXT NOT NULL PRIMARY KEY, tenant_id TEXT NOT NULL, leaderboard_id TEXT NOT NULL,
          epoch INTEGER NOT NULL, position INTEGER NOT NULL);
        CREATE TABLE checkpoint (
          board_key TEXT NOT NULL, position INTEGER NOT NULL, is_base INTEGER NOT NULL, row_id INTEGER NOT NULL,
          payload BLOB NOT NULL, PRIMARY KEY (board_key, position));
        INSERT INTO tenant VALUES ('acme', 'Acme', 0, 300, 1, 'plain:s', 7);
        INSERT INTO leaderboard VALUES ('acme', 'b', 0, x'01', 6);
        INSERT INTO board VALUES ('k', 'acme', 'b', 3, 9);
        INSERT INTO checkpoint VALUES ('k', 9, 1, 5, x'01');
        PRAGMA user_version = 1;
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("phoenix-schema-").FullName;

    [Fact]
    public async Task Tables_of_version_one_keep_tenants_and_boards_and_lose_their_checkpoints()
    {
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(_directory, "standings.db")}"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = VersionOne;
            command.ExecuteNonQuery();
        }
        var database = new SqliteDatabase(_directory);

        database.Bootstrap();
        // Starting again finds nothing to do.
        database.Bootstrap();

        await using var db = database.OpenStandings();
        Assert.Equal(2, db.Execute<int>("PRAGMA user_version"));
        Assert.Equal("Acme", db.Execute<string>("SELECT name FROM tenant"));
        Assert.Equal("b", db.Execute<string>("SELECT leaderboard_id FROM leaderboard"));
        Assert.Equal(0, db.Execute<int>("SELECT count(*) FROM checkpoint"));
        var opening = await new BoardStore(database).OpenAsync(new TenantId("acme"), new LeaderboardId("b"), default);
        Assert.Equal((1L, 0L, 1), (opening.Owner.Epoch, opening.Position, opening.Generation));
        Assert.True(opening.State.IsEmpty);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }
}
