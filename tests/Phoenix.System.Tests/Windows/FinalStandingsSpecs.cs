using System.Data.Common;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Npgsql;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Windows;

/// <summary>A window's end on a real node: closed by the clock, final in SQL, the same after a crash.</summary>
public sealed class FinalStandingsSpecs : IDisposable
{
    private const string Board = "cup";
    private const string Sql =
        """
        SELECT e.rank, e.place, e.user_id, e.score
        FROM final_window w JOIN final_entry e ON e.window_id = w.window_id
        WHERE w.tenant_id = 'demo' AND w.leaderboard_id = 'cup' AND w.is_final = 1 ORDER BY e.place
        """;

    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_window_ends_on_SQLite()
    {
        await EndWindowAsync(new NodeSettings { DataDirectory = _data.Path });
        SqliteConnection.ClearAllPools();
        var file = Path.Combine(_data.Path, "standings.db");
        await AssertSqlAsync(new SqliteConnection($"Data Source={file};Pooling=False"));
    }

    [PostgresFact]
    public async Task A_window_ends_on_PostgreSQL()
    {
        await using var server = await PostgresServer.StartAsync();
        var connection = await server.CreateDatabaseAsync();
        await EndWindowAsync(new NodeSettings { DataDirectory = _data.Path, PostgreSql = connection });
        await AssertSqlAsync(new NpgsqlConnection(connection));
        NpgsqlConnection.ClearAllPools();
        await server.DropDatabaseAsync(connection);
    }

    private static async Task EndWindowAsync(NodeSettings settings)
    {
        string page;
        string path;
        await using (var node = await NodeProcess.StartReadyAsync(settings))
        {
            var api = new NodeApi(node.Http, "demo");
            var now = TimeProvider.System.GetUtcNow();
            var second = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
            var end = second.AddSeconds(8);
            await api.CreateBoardAsync(Board, Config(now.AddHours(-1), end));
            var answer = await api.SendBulkAsync(Enumerable.Range(0, 60).Select(i => Event(i, now.AddSeconds(-i))));
            using var open = await FoundAsync(api, $"/v1/leaderboards/{Board}?min_position={answer.Position}");
            page = EntriesOf(open);

            path = $"/v1/snapshots/{Board}/{end:yyyy-MM-dd'T'HH:mm:ss'Z'}";
            using var snapshot = await FoundAsync(api, path);
            Assert.Equal(page, EntriesOf(snapshot));
            await Condition.BecomesTrueAsync(
                async () => await IsFinalAsync(settings), () => $"Nothing is final in SQL. {node.Log}");
            await node.KillAsync();
        }

        await using var restarted = await NodeProcess.StartReadyAsync(settings);
        var again = new NodeApi(restarted.Http, "demo");
        using var restored = await FoundAsync(again, path);
        Assert.Equal(page, EntriesOf(restored));
        using var current = await FoundAsync(again, $"/v1/leaderboards/{Board}");
        Assert.Equal(page, EntriesOf(current));
        Assert.Equal("closed", current.RootElement.GetProperty("window").GetProperty("status").GetString());
        using var list = await FoundAsync(again, $"/v1/snapshots/{Board}");
        Assert.Equal(12, list.RootElement.GetProperty("snapshots")[0].GetProperty("total").GetInt32());
        Assert.Equal(0, await restarted.TerminateAsync());
    }

    private static async Task<bool> IsFinalAsync(NodeSettings settings)
    {
        await using DbConnection connection = settings.PostgreSql is { } postgres
            ? new NpgsqlConnection(postgres)
            : new SqliteConnection($"Data Source={Path.Combine(settings.DataDirectory, "standings.db")}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM final_window WHERE leaderboard_id = 'cup' AND is_final = 1";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), null) == 1;
    }

    private static async Task AssertSqlAsync(DbConnection connection)
    {
        await using var _ = connection;
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = Sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(long? Rank, long Place, string User, long Score)>();
        while (await reader.ReadAsync())
            rows.Add((reader.IsDBNull(0) ? null : reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2),
                reader.GetInt64(3)));
        // 15 users with 4 events each; three of them stay below min_score and so have no rank.
        Assert.Equal(Enumerable.Range(1, 15).Select(i => (long)i), rows.Select(r => r.Place));
        Assert.Equal(12, rows.Count(r => r.Rank is not null));
        Assert.Equal((1, "user-14", 56_000_000), (rows[0].Rank, rows[0].User, rows[0].Score));
    }

    private static async Task<JsonDocument> FoundAsync(NodeApi api, string path)
    {
        JsonDocument? found = null;
        await Condition.BecomesTrueAsync(
            async () => (found = await api.FindAsync(path)) is not null, () => $"{path} is never found.");
        return found!;
    }

    private static string EntriesOf(JsonDocument page) => page.RootElement.GetProperty("entries").GetRawText();

    private static object Event(int number, DateTimeOffset at) => new
    {
        event_id = $"cup-{number}", type = "goal", actor = new { user_id = $"user-{number % 15}" }, occurred_at = at,
        attrs = new { score = number % 15 },
    };

    private static object Config(DateTimeOffset start, DateTimeOffset end) => new
    {
        timeframe = new { type = "custom", start, end, grace_seconds = 0 },
        scoring = new { rules = new[] { new { event_type = "goal", points_expression = "attrs.score" } } },
        ranking = new { min_score = 12 },
    };
}
