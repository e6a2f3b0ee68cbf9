using System.Globalization;
using LinqToDB;
using LinqToDB.Data;
using Npgsql;

namespace Phoenix.Cluster.Storage;

/// <summary>One PostgreSQL database that all nodes share.</summary>
public sealed class PostgreSqlDatabase : IDatabase
{
    /// <summary>An arbitrary constant: whoever creates or migrates tables holds this advisory lock.</summary>
    private const long MigrationLock = 0x50_48_4F_45_4E_49_58;

    // Three nodes fit into PostgreSQL's default of 100 connections. Whoever finds none free waits for one; a server
    // that refuses connections would fail the writes of tenants that had one a moment ago.
    private const int JournalConnectionsMax = 16;
    private const int StandingsConnectionsMax = 12;

    private readonly string _standings;
    private readonly Turns _writers;

    public PostgreSqlDatabase(string connectionString)
    {
        JournalConnectionString = Tuned(connectionString, "phoenix-journal", JournalConnectionsMax);
        _standings = Tuned(connectionString, "phoenix-standings", StandingsConnectionsMax);
        var connections = new NpgsqlConnectionStringBuilder(_standings).MaxPoolSize;
        _writers = new Turns(Math.Max(1, connections * 2 / 3));
    }

    public string PersistenceProviderName => ProviderName.PostgreSQL15;

    public string JournalConnectionString { get; }

    public DataConnection OpenJournal() =>
        new(new DataOptions().UseConnectionString(ProviderName.PostgreSQL15, JournalConnectionString));

    public DataConnection OpenStandings() =>
        new(new DataOptions().UseConnectionString(ProviderName.PostgreSQL15, _standings));

    /// <summary>Writers leave a third of the connections to those who read. Ten thousand boards may want to write at
    /// once: whoever waited for a connection itself would soon be told that the store can't be reached.</summary>
    public Task<IDisposable> LockStandingsAsync(CancellationToken cancellation) => _writers.TakeAsync(cancellation);

    public void Bootstrap()
    {
        try
        {
            using var connection = new NpgsqlConnection(JournalConnectionString);
            connection.Open();
            RequireDurable(connection);
            using var transaction = connection.BeginTransaction();
            Execute(connection, $"SELECT pg_advisory_xact_lock({MigrationLock})");
            Execute(connection, "CREATE TABLE IF NOT EXISTS phoenix_schema (version INTEGER NOT NULL)");
            var version = Execute(connection, "SELECT max(version) FROM phoenix_schema") as int? ?? 0;
            if (version > Schema.Version)
                throw new StorageException(
                    $"the database has schema version {version}, this Phoenix knows up to {Schema.Version}: "
                    + "use the newer release");
            foreach (var statement in Schema.Journal(sqlite: false)) Execute(connection, statement);
            foreach (var statement in Schema.MigrateStandings(version)) Execute(connection, statement);
            foreach (var statement in Schema.Standings(sqlite: false)) Execute(connection, statement);
            if (version == 0) StoreAsTheyAre(connection);
            if (version < Schema.Version) Execute(connection, $"INSERT INTO phoenix_schema VALUES ({Schema.Version})");
            transaction.Commit();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new StorageException(
                $"Phoenix:Storage:ConnectionString (not shown): PostgreSQL can't be used: {e.Message}", e);
        }
    }

    public async Task<DateTimeOffset?> GetNowAsync(CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(JournalConnectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand("SELECT clock_timestamp()", connection);
        return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellation))!);
    }

    private static string Tuned(string connectionString, string application, int connectionsMax)
    {
        // Defaults of ours, for what the operator has not said: fail fast, so that a database restart costs seconds.
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        var given = builder.Keys.Cast<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (!given.Contains("Timeout")) builder.Timeout = 3;
        if (!given.Contains("Command Timeout")) builder.CommandTimeout = 5;
        if (!given.Contains("Cancellation Timeout")) builder.CancellationTimeout = 2000;
        if (!given.Contains("Keepalive")) builder.KeepAlive = 5;
        if (!given.Contains("Maximum Pool Size")) builder.MaxPoolSize = connectionsMax;
        // Nothing is left behind on a session, so a connection needs no cleaning between two uses.
        if (!given.Contains("No Reset On Close")) builder.NoResetOnClose = true;
        builder.IncludeErrorDetail = false;
        builder.ApplicationName = application;
        return builder.ToString();
    }

    private static void RequireDurable(NpgsqlConnection connection)
    {
        foreach (var setting in (string[])["fsync", "full_page_writes", "synchronous_commit"])
        {
            var value = Convert.ToString(Execute(connection, $"SHOW {setting}"), CultureInfo.InvariantCulture);
            if (value == "off")
                throw new StorageException(
                    $"PostgreSQL runs with {setting}=off: acknowledged events could be lost; turn it on");
        }
    }

    /// <summary>Rows of the log are compressed already: a second attempt costs more than the write itself and gains
    /// nothing. Bases of boards are read at once, while somebody waits.</summary>
    private static void StoreAsTheyAre(NpgsqlConnection connection)
    {
        Execute(connection, "ALTER TABLE journal ALTER COLUMN message SET STORAGE EXTERNAL");
        Execute(connection, "ALTER TABLE checkpoint ALTER COLUMN payload SET STORAGE EXTERNAL");
        Execute(connection, "ALTER TABLE checkpoint_chunk ALTER COLUMN payload SET STORAGE EXTERNAL");
    }

    private static object? Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }
}
