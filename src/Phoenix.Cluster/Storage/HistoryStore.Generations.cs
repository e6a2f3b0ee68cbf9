using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using Phoenix.Cluster.Domain.Leaderboards;

namespace Phoenix.Cluster.Storage;

/// <content>Windows of a generation in the making: unseen until the swap shows them all.</content>
internal sealed partial class HistoryStore
{
    /// <summary>The windows that this generation has finished and nobody sees yet.</summary>
    public async Task<StoredHistory> ReadUnseenAsync(
        BoardOwner owner, int generation, CancellationToken cancellation)
    {
        await using var db = database.OpenStandings();
        var rows = await Finished(db, owner.Key, generation).ToListAsync(cancellation);
        return new StoredHistory([.. rows.Select(ToWindow)], HasLeftovers: false);
    }

    /// <summary>Up to <paramref name="limit"/> members behind place <paramref name="offset"/>, ranked or not.</summary>
    public async Task<IReadOnlyList<FinalMember>> ReadMembersAsync(
        long windowId, long offset, int limit, CancellationToken cancellation)
    {
        await using var db = database.OpenStandings();
        var to = offset + limit;
        var rows = await db.GetTable<Tables.FinalEntry>()
            .Where(e => e.WindowId == windowId && e.Place > offset && e.Place <= to)
            .OrderBy(e => e.Place).ToListAsync(cancellation);
        return [.. rows.Select(e => new FinalMember(
            e.Place, e.Rank, e.UserId, e.Score, e.EventCount, e.UpdatedAtUs))];
    }

    /// <summary>Inside the transaction of a swap: shows what the generation has finished, each a revision behind what
    /// was shown of that window, and hides what it replaces or doesn't keep.</summary>
    /// <returns>What is shown from now on.</returns>
    internal static async Task<IReadOnlyList<FinalWindow>> SwapAsync(
        DataConnection db, string key, int generation, long activatedAt, Func<FinalWindow, bool> keeps,
        CancellationToken cancellation)
    {
        var table = db.GetTable<Tables.FinalWindow>();
        var shown = (await table.Where(w => w.BoardKey == key && w.IsFinal == Shown).ToListAsync(cancellation))
            .Select(ToWindow).ToDictionary(w => w.Bounds.StartUs);
        var result = new List<FinalWindow>();
        foreach (var made in (await Finished(db, key, generation).ToListAsync(cancellation)).Select(ToWindow))
        {
            var next = made with
            {
                Revision = shown.TryGetValue(made.Bounds.StartUs, out var former) ? former.RevisionIn(generation) : 1,
                Sequence = Math.Max(made.Sequence, activatedAt),
            };
            await table.Where(w => w.WindowId == next.WindowId).Set(w => w.IsFinal, Shown)
                .Set(w => w.Revision, next.Revision).Set(w => w.Sequence, next.Sequence).UpdateAsync(cancellation);
            result.Add(next);
        }
        var replaced = result.Select(w => w.Bounds.StartUs).ToHashSet();
        foreach (var former in shown.Values)
        {
            if (!replaced.Contains(former.Bounds.StartUs) && keeps(former)) result.Add(former);
            else
                await table.Where(w => w.WindowId == former.WindowId).Set(w => w.IsFinal, Unseen)
                    .UpdateAsync(cancellation);
        }
        return result;
    }

    /// <summary>Inside a transaction: what generations that were given up have left is to be swept.</summary>
    internal static Task ForsakeAsync(
        DataConnection db, string key, int serving, int building, CancellationToken cancellation) =>
        db.GetTable<Tables.FinalWindow>()
            .Where(w => w.BoardKey == key && w.IsFinal == Unseen && w.Generation > serving
                && w.Generation != building)
            .Set(w => w.Generation, serving).Set(w => w.EntryCount, (long?)null).UpdateAsync(cancellation);

    private static IQueryable<Tables.FinalWindow> Finished(DataConnection db, string key, int generation) =>
        db.GetTable<Tables.FinalWindow>().Where(w => w.BoardKey == key && w.Generation == generation
            && w.IsFinal == Unseen && w.EntryCount != null);
}
