using LinqToDB;
using LinqToDB.Data;
using Microsoft.Data.Sqlite;

namespace Phoenix.Cluster.Storage;

/// <summary>Two files in one folder: the log, where every commit reaches the disk, and the standings, a cache of
/// it.</summary>
/// <remarks>
/// WAL with <c>synchronous=FULL</c> for the log: NORMAL may roll an acknowledged commit back after a power loss. Two
/// files, so that a checkpoint never stalls an append (SQLite has one writer a file).
/// </remarks>
public sealed class SqliteDatabase : IDatabase
{
    internal const string JournalFile = "journal.db";
    private const string StandingsFile = "standings.db";
    private const int SynchronousFull = 2;

    /// <summary>The files of a data folder; the standings first, as a backup needs them.</summary>
    internal static readonly string[] Files = [StandingsFile, JournalFile];

    private readonly string _directory;
    private readonly string _standings;
    private readonly Turns _writer = new(1);

    public SqliteDatabase(string directory)
    {
        _directory = Path.GetFullPath(directory);
        JournalConnectionString = ConnectionString(JournalFile);
        _standings = ConnectionString(StandingsFile);
    }

    public string PersistenceProviderName => ProviderName.SQLiteMS;

    public string JournalConnectionString { get; }

    public DataConnection OpenJournal() =>
        new(new DataOptions().UseConnectionString(ProviderName.SQLiteMS, JournalConnectionString));

    public DataConnection OpenStandings() =>
        new(new DataOptions().UseConnectionString(ProviderName.SQLiteMS, _standings));

    /// <summary>SQLite itself lets writers try again by chance, not in turn: one that writes much would starve the
    /// others.</summary>
    public Task<IDisposable> LockStandingsAsync(CancellationToken cancellation) => _writer.TakeAsync(cancellation);

    public void Bootstrap()
    {
        try
        {
            Directory.CreateDirectory(_directory);
            Bootstrap(JournalConnectionString, _ => [], Schema.Journal(sqlite: true));
            Bootstrap(_standings, Schema.MigrateStandings, Schema.Standings(sqlite: true));
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"Phoenix:Storage:Directory '{_directory}' can't be used: {e.Message}", e);
        }
    }

    public Task<DateTimeOffset?> GetNowAsync(CancellationToken cancellation) => Task.FromResult<DateTimeOffset?>(null);

    private string ConnectionString(string file) => new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(_directory, file),
        Mode = SqliteOpenMode.ReadWriteCreate,
        Pooling = true,
        DefaultTimeout = 5,
    }.ToString();

    private static void Bootstrap(
        string connectionString, Func<int, IReadOnlyList<string>> migrate, IReadOnlyList<string> statements)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        Scalar(connection, "PRAGMA journal_mode=WAL");
        // The plugin opens its own connections with the library's default, so that default is what must be FULL.
        if (Convert.ToInt32(Scalar(connection, "PRAGMA synchronous"), null) != SynchronousFull)
            throw new StorageException(
                "this build of SQLite does not default to synchronous=FULL: acknowledged events could be lost");
        Scalar(connection, "BEGIN IMMEDIATE");
        var version = Convert.ToInt32(Scalar(connection, "PRAGMA user_version"), null);
        if (version > Schema.Version)
            throw new StorageException(
                $"'{connection.DataSource}' has schema version {version}, this Phoenix knows up to {Schema.Version}: "
                + "use the newer release");
        foreach (var statement in migrate(version).Concat(statements)) Scalar(connection, statement);
        Scalar(connection, $"PRAGMA user_version={Schema.Version}");
        Scalar(connection, "COMMIT");
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
