using LinqToDB;
using LinqToDB.Async;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Routing;

namespace Phoenix.Cluster.Storage;

/// <summary>What retention asks of the stores.</summary>
internal sealed class RetentionStore(IDatabase database, HistoryStore history, IJournalReader journal)
{
    /// <summary>Deletes one piece of the final standings of windows that ended before; true while there is
    /// more.</summary>
    public Task<bool> DeleteHistoryAsync(long endUs, CancellationToken cancellation) =>
        history.DeleteEndedBeforeAsync(endUs, cancellation);

    /// <summary>Tenants whose log begins with a row that was accepted before.</summary>
    public async Task<IReadOnlyList<TenantId>> FindOldLogsAsync(long acceptedUs, CancellationToken cancellation)
    {
        await using var db = database.OpenStandings();
        var tenants = await db.GetTable<Tables.Tenant>().Select(t => t.TenantId).ToListAsync(cancellation);
        var old = new List<TenantId>();
        foreach (var tenant in tenants.Select(id => new TenantId(id)))
        {
            var log = EntityIds.TenantPersistence(tenant);
            if (await journal.FindFirstAsync(log, cancellation) is not { } first) continue;
            var row = await journal.FindAsync(log, first, cancellation);
            if (row?.AcceptedAtUs < acceptedUs) old.Add(tenant);
        }
        return old;
    }
}
