using LinqToDB;
using LinqToDB.Data;

namespace Phoenix.Cluster.Storage;

/// <summary>What differs between the databases; one implementation each.</summary>
public interface IDatabase
{
    /// <summary>The provider's name for Akka.Persistence.Sql.</summary>
    string PersistenceProviderName { get; }

    /// <summary>The connection string of the log and the tenants' snapshots.</summary>
    string JournalConnectionString { get; }

    /// <summary>Opens a connection to the log's database.</summary>
    DataConnection OpenJournal();

    /// <summary>Opens a connection to the standings' database (registry, checkpoints, history).</summary>
    DataConnection OpenStandings();

    /// <summary>Waits until this node may write to the standings' database, in order of arrival: one at a time, or as
    /// many as the database takes well.</summary>
    Task<IDisposable> LockStandingsAsync(CancellationToken cancellation);

    /// <summary>Creates and migrates every table, under a lock: any number of nodes may start at once.</summary>
    /// <exception cref="StorageException">The database can't be used as it is; the message says why.</exception>
    void Bootstrap();

    /// <summary>The database's own clock, or null where it has none apart from this machine's.</summary>
    Task<DateTimeOffset?> GetNowAsync(CancellationToken cancellation);
}

/// <summary>The store can't be used; the message is for the operator.</summary>
public sealed class StorageException(string message, Exception? inner = null) : Exception(message, inner);
