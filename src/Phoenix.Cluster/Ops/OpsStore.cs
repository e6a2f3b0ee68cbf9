using Akka.Serialization;
using LinqToDB;
using LinqToDB.Async;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Ops;
using Phoenix.Messages.Routing;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Ops;

/// <summary>What operators see of the stores. Reads only; wakes nobody.</summary>
internal sealed class OpsStore(IDatabase database, SerializerWithStringManifest serializer)
{
    /// <summary>A page ends early beyond this, so that one of large rows can't fill the memory.</summary>
    private const long PageBytesMax = 4 * 1024 * 1024;

    /// <summary>The last row of the tenant's log; 0: none.</summary>
    public async Task<long> HeadAsync(TenantId tenantId, CancellationToken cancellation)
    {
        await using var db = database.OpenJournal();
        var id = EntityIds.TenantPersistence(tenantId);
        return await db.GetTable<Tables.JournalRow>().Where(r => r.PersistenceId == id)
            .MaxAsync(r => (long?)r.SequenceNumber, cancellation) ?? 0;
    }

    /// <summary>The first row that the tenant's log still holds; 1 where it holds none.</summary>
    public async Task<long> FloorAsync(TenantId tenantId, CancellationToken cancellation)
    {
        await using var db = database.OpenJournal();
        var id = EntityIds.TenantPersistence(tenantId);
        return await db.GetTable<Tables.JournalRow>().Where(r => r.PersistenceId == id)
            .MinAsync(r => (long?)r.SequenceNumber, cancellation) ?? 1;
    }

    /// <summary>At most <paramref name="limit"/> rows behind <paramref name="after"/>, in order; from the oldest kept
    /// on where those are gone.</summary>
    public async Task<LogPage> ReadLogAsync(TenantId tenantId, long after, int limit, CancellationToken cancellation)
    {
        var head = await HeadAsync(tenantId, cancellation);
        await using var db = database.OpenJournal();
        var id = EntityIds.TenantPersistence(tenantId);
        var rows = db.GetTable<Tables.JournalRow>()
            .Where(r => r.PersistenceId == id && !r.Deleted && r.SequenceNumber > after)
            .OrderBy(r => r.SequenceNumber).Take(limit).AsAsyncEnumerable();
        var page = new List<LogPageRow>();
        var bytes = 0L;
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            if (serializer.FromBinary(row.Message, row.Manifest ?? "") is not ITenantEvent decoded)
                throw new StorageException($"row {row.SequenceNumber} of '{id}' is no row of a tenant's log");
            page.Add(new LogPageRow(row.SequenceNumber, decoded));
            if ((bytes += row.Message.LongLength) > PageBytesMax) break;
        }
        return new LogPage(page, Math.Max(head, page.Count > 0 ? page[^1].Position : 0));
    }

    /// <summary>The tenant's boards that have a checkpoint, by id, each with its position.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CheckpointsAsync(
        TenantId tenantId, CancellationToken cancellation)
    {
        await using var db = database.OpenStandings();
        var id = tenantId.Value;
        return await db.GetTable<Tables.Board>().Where(b => b.TenantId == id && b.Position > 0)
            .ToDictionaryAsync(b => b.LeaderboardId, b => b.Position, cancellation);
    }

    /// <summary>What a board's checkpoints are and weigh.</summary>
    public async Task<(long? Position, int Count, long Bytes)> CheckpointAsync(
        TenantId tenantId, LeaderboardId board, CancellationToken cancellation)
    {
        await using var db = database.OpenStandings();
        var key = EntityIds.Leaderboard(tenantId, board);
        var sizes = await db.GetTable<Tables.Checkpoint>().Where(c => c.BoardKey == key)
            .Select(c => new { c.Position, Bytes = Sql.Length(c.Payload) ?? 0 }).ToListAsync(cancellation);
        return sizes.Count == 0
            ? (null, 0, 0) : (sizes.Max(c => c.Position), sizes.Count, sizes.Sum(c => (long)c.Bytes));
    }

    /// <summary>Which boards these entities are; those that never had a checkpoint or were never loaded are
    /// missing.</summary>
    public async Task<IReadOnlyDictionary<string, BoardName>> NamesAsync(
        IReadOnlyCollection<string> entityIds, CancellationToken cancellation)
    {
        if (entityIds.Count == 0) return new Dictionary<string, BoardName>();
        await using var db = database.OpenStandings();
        return await db.GetTable<Tables.Board>().Where(b => entityIds.Contains(b.BoardKey))
            .ToDictionaryAsync(b => b.BoardKey, b => new BoardName(b.TenantId, b.LeaderboardId), cancellation);
    }
}
