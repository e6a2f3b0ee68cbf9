using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Routing;

namespace Phoenix.Cluster.Storage;

/// <summary>A tenant that is to be woken.</summary>
/// <param name="ToUs">How far the log's clock must come for its window; 0: it has only to catch up.</param>
public readonly record struct DueTenant(TenantId TenantId, long ToUs);

/// <summary>Finds, by SQL alone, the tenants that have something to do though nobody asks them.</summary>
public sealed class DueStore(IDatabase database)
{
    private const int TenantsAtOnce = 500;

    /// <summary>Tenants with a window that is due at <paramref name="nowUs"/>, as their boards' checkpoints tell, then
    /// those whose log goes on behind a board's checkpoint, or that have a generation in the making.</summary>
    public async Task<IReadOnlyList<DueTenant>> FindAsync(long nowUs, CancellationToken cancellation)
    {
        await using var standings = database.OpenStandings();
        var boards = standings.GetTable<Tables.Board>();
        // The latest of those that are due: one row closes them all.
        var due = await boards.Where(b => b.NextDueUs <= nowUs).GroupBy(b => b.TenantId)
            .Select(g => new { g.Key, ToUs = g.Max(b => b.NextDueUs) }).ToListAsync(cancellation);
        var found = due.ToDictionary(d => d.Key, d => d.ToUs ?? 0);
        var checkpoints = standings.GetTable<Tables.Checkpoint>();
        var building = await boards
            .Where(b => checkpoints.Any(c => c.BoardKey == b.BoardKey && c.Generation > b.Generation))
            .Select(b => b.TenantId).Distinct().ToListAsync(cancellation);
        foreach (var tenant in building) found.TryAdd(tenant, 0);
        var positions = await standings.GetTable<Tables.Leaderboard>()
            .LeftJoin(
                boards, (l, b) => l.TenantId == b.TenantId && l.LeaderboardId == b.LeaderboardId,
                (l, b) => new { l.TenantId, Position = (long?)b.Position ?? 0 })
            .GroupBy(b => b.TenantId).Select(g => new { g.Key, Position = g.Min(b => b.Position) })
            .ToListAsync(cancellation);

        foreach (var part in positions.Where(p => !found.ContainsKey(p.Key)).Chunk(TenantsAtOnce))
        {
            var heads = await ReadHeadsAsync(part.Select(p => p.Key), cancellation);
            foreach (var tenant in part)
                if (heads[tenant.Key] > tenant.Position) found.Add(tenant.Key, 0);
        }
        return [.. found.Select(f => new DueTenant(new TenantId(f.Key), f.Value))];
    }

    /// <summary>The last row of each tenant's log; null: it has none.</summary>
    private async Task<Dictionary<string, long?>> ReadHeadsAsync(
        IEnumerable<string> tenants, CancellationToken cancellation)
    {
        var logs = tenants.ToDictionary(id => EntityIds.TenantPersistence(new TenantId(id)), id => id);
        await using var journal = database.OpenJournal();
        var rows = journal.GetTable<Tables.JournalRow>();
        return await logs.Keys.AsQueryable(journal)
            .Select(log => new
            {
                Log = log,
                Head = rows.Where(r => r.PersistenceId == log).Max(r => (long?)r.SequenceNumber),
            })
            .ToDictionaryAsync(h => logs[h.Log], h => h.Head, cancellation);
    }
}
