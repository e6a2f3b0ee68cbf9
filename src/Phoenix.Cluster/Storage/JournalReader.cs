using System.Runtime.CompilerServices;
using Akka.Serialization;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Storage;

/// <summary>A row of a tenant's log with its position.</summary>
public readonly record struct LogRow(long Position, ITenantEvent Event)
{
    /// <summary>The span of its write, while it is in memory; a row that was read has none.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>Reads tenants' logs: catch-up, rebuild, and the ids of the dedupe window.</summary>
/// <remarks>
/// Straight from the journal's table, not through the plugin's query side: that shares 100 permits and a 3 s limit over
/// the node and fails the stream beyond them, and it would decode whole rows where ids alone are wanted.
/// </remarks>
public interface IJournalReader
{
    /// <summary>Rows <paramref name="from"/> to <paramref name="to"/>, in order; at most
    /// <paramref name="rowsMax"/>.</summary>
    /// <exception cref="StorageException">The log has a hole there, or a row that can't be read.</exception>
    Task<IReadOnlyList<LogRow>> ReadAsync(
        string persistenceId, long from, long to, int rowsMax, CancellationToken cancellation);

    /// <summary>Rows <paramref name="from"/> to <paramref name="to"/>, in order, one by one; memory holds one
    /// row.</summary>
    /// <exception cref="StorageException">As above.</exception>
    IAsyncEnumerable<LogRow> StreamAsync(string persistenceId, long from, long to, CancellationToken cancellation);

    /// <summary>The row at <paramref name="position"/>, or null where the log holds none.</summary>
    Task<ITenantEvent?> FindAsync(string persistenceId, long position, CancellationToken cancellation);
}

/// <inheritdoc />
public sealed class JournalReader(IDatabase database, SerializerWithStringManifest serializer) : IJournalReader
{
    public async Task<IReadOnlyList<LogRow>> ReadAsync(
        string persistenceId, long from, long to, int rowsMax, CancellationToken cancellation)
    {
        await using var db = database.OpenJournal();
        var rows = await Rows(db, persistenceId)
            .Where(r => r.SequenceNumber >= from && r.SequenceNumber <= to)
            .OrderBy(r => r.SequenceNumber).Take(rowsMax).ToListAsync(cancellation);
        var result = new LogRow[rows.Count];
        for (var i = 0; i < result.Length; i++)
        {
            RequireContiguous(persistenceId, from + i, rows[i].SequenceNumber);
            result[i] = new LogRow(from + i, Decode(rows[i]));
        }
        return result;
    }

    public async IAsyncEnumerable<LogRow> StreamAsync(
        string persistenceId, long from, long to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var db = database.OpenJournal();
        var rows = Rows(db, persistenceId).Where(r => r.SequenceNumber >= from && r.SequenceNumber <= to)
            .OrderBy(r => r.SequenceNumber).AsAsyncEnumerable();
        var next = from;
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            RequireContiguous(persistenceId, next, row.SequenceNumber);
            yield return new LogRow(next++, Decode(row));
        }
        if (next <= to) RequireContiguous(persistenceId, next, to + 1);
    }

    public async Task<ITenantEvent?> FindAsync(string persistenceId, long position, CancellationToken cancellation)
    {
        await using var db = database.OpenJournal();
        var row = await Rows(db, persistenceId).FirstOrDefaultAsync(r => r.SequenceNumber == position, cancellation);
        return row is null ? null : Decode(row);
    }

    private static IQueryable<Tables.JournalRow> Rows(DataConnection db, string persistenceId) =>
        db.GetTable<Tables.JournalRow>().Where(r => r.PersistenceId == persistenceId && !r.Deleted);

    private static void RequireContiguous(string persistenceId, long expected, long found)
    {
        if (found != expected) throw new StorageException(
            $"the log of '{persistenceId}' has a hole: row {expected} is missing");
    }

    private ITenantEvent Decode(Tables.JournalRow row) =>
        serializer.FromBinary(row.Message, row.Manifest ?? "") as ITenantEvent
        ?? throw new StorageException($"row {row.SequenceNumber} of '{row.PersistenceId}' is no row of a tenant's log");
}
