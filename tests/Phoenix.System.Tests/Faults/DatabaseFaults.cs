using System.Globalization;
using Npgsql;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Faults;

/// <summary>What befalls PostgreSQL while nodes work on it.</summary>
internal sealed class DatabaseFaults(PostgresServer server, string database, FaultDisk? disk)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    /// <summary>Connections that are never shared, and known by their name.</summary>
    private readonly string _own = new NpgsqlConnectionStringBuilder(database)
    {
        Pooling = false, ApplicationName = "faults",
    }.ConnectionString;

    public async Task KillAsync(TimeSpan duration)
    {
        await server.CrashAsync();
        await Timing.PassAsync(duration);
        await server.StartAgainAsync();
    }

    public async Task FreezeAsync(TimeSpan duration)
    {
        server.Freeze();
        await Timing.PassAsync(duration);
        server.Thaw();
    }

    public async Task LockJournalAsync(TimeSpan duration)
    {
        await using var connection = new NpgsqlConnection(_own);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("LOCK TABLE journal IN EXCLUSIVE MODE", connection, transaction);
        await command.ExecuteNonQueryAsync();
        await Timing.PassAsync(duration);
        await transaction.RollbackAsync();
    }

    public async Task EndConnectionsAsync(TimeSpan duration)
    {
        var end = Timing.Now + duration;
        do
        {
            await PostgresServer.TerminateConnectionsAsync(database);
            await Timing.PassAsync(Pace);
        }
        while (Timing.Now < end);
    }

    /// <summary>Takes what there is, and what the nodes have, as often as they got hold of some again.</summary>
    public async Task TakeConnectionsAsync(TimeSpan duration)
    {
        var end = Timing.Now + duration;
        var first = new NpgsqlConnection(_own);
        await first.OpenAsync();
        List<NpgsqlConnection> taken = [first];
        while (Timing.Now < end)
        {
            while (await TryTakeAsync() is { } connection) taken.Add(connection);
            await RunAsync(
                first,
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                + "WHERE backend_type = 'client backend' AND application_name <> 'faults'");
            await Timing.PassAsync(Pace);
        }
        foreach (var connection in taken) await connection.DisposeAsync();
    }

    /// <param name="seconds">How long a statement that writes takes at most; most take far less.</param>
    /// <param name="failing">How many in a hundred fail.</param>
    public async Task HinderWritesAsync(int seconds, int failing, TimeSpan duration)
    {
        string[] tables = ["journal", "board", "checkpoint"];
        await using var connection = new NpgsqlConnection(_own);
        await connection.OpenAsync();
        await RunAsync(connection, string.Create(CultureInfo.InvariantCulture, $"""
            CREATE OR REPLACE FUNCTION hinder() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              PERFORM pg_sleep({seconds} * random() ^ 3);
              IF random() * 100 < {failing} THEN RAISE EXCEPTION 'a write that fails'; END IF;
              RETURN NULL;
            END $$
            """));
        foreach (var table in tables)
        {
            await RunAsync(
                connection,
                $"CREATE TRIGGER hindrance AFTER INSERT OR UPDATE ON {table} EXECUTE FUNCTION hinder()");
        }
        await Timing.PassAsync(duration);
        foreach (var table in tables) await RunAsync(connection, $"DROP TRIGGER hindrance ON {table}");
    }

    /// <summary>A server that can't write its log ends, and may not come up again by itself.</summary>
    public async Task FillDiskAsync(TimeSpan duration)
    {
        disk!.Fill();
        await Timing.PassAsync(duration);
        disk.Clear();
        if (!server.IsAlive) await server.StartAgainAsync();
    }

    private async Task<NpgsqlConnection?> TryTakeAsync()
    {
        var connection = new NpgsqlConnection(_own);
        try
        {
            await connection.OpenAsync();
            return connection;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.TooManyConnections)
        {
            await connection.DisposeAsync();
            return null;
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
