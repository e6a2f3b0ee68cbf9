using LinqToDB;
using LinqToDB.Async;
using Phoenix.Cluster.Domain.Leaderboards;

namespace Phoenix.Cluster.Storage;

/// <summary>The swap to another generation, whose last checkpoint stands at or behind the row that says so.</summary>
/// <param name="FromPosition">The fence: the last checkpoint of the generation that served.</param>
/// <param name="ToPosition">The last checkpoint of the one that serves from now on.</param>
/// <param name="ActivatedAt">The row that says so.</param>
/// <param name="NextDueUs">When its next window closes; null where none does.</param>
public sealed record GenerationSwap(
    int FromGeneration, long FromPosition, int ToGeneration, long ToPosition, long ActivatedAt, long? NextDueUs);

/// <content>Generations beside the one that serves: swapped to, or dropped.</content>
public sealed partial class BoardStore
{
    /// <summary>
    /// Makes another generation the one that serves, and drops all else that is stored of the board's state, in one
    /// transaction. The history as it is from then on; null: another incarnation owns the board, nothing was written.
    /// </summary>
    /// <param name="keeps">Whether a final window of an earlier generation stays.</param>
    internal async Task<StoredHistory?> SwapAsync(
        BoardOwner owner, GenerationSwap swap, Func<FinalWindow, bool> keeps, CancellationToken cancellation)
    {
        using var gate = await database.LockStandingsAsync(cancellation);
        await using var db = database.OpenStandings();
        await using var transaction = await db.BeginTransactionAsync(cancellation);
        var (key, epoch) = (owner.Key, owner.Epoch);
        var owned = await db.GetTable<Tables.Board>()
            .Where(b => b.BoardKey == key && b.Epoch == epoch && b.Generation == swap.FromGeneration
                && b.Position == swap.FromPosition)
            .Set(b => b.Generation, swap.ToGeneration).Set(b => b.Position, swap.ToPosition)
            .Set(b => b.NextDueUs, swap.NextDueUs).UpdateAsync(cancellation);
        if (owned == 0) return null;
        await DeleteOthersAsync(db, key, swap.ToGeneration, swap.ToGeneration, cancellation);
        var shown = await HistoryStore.SwapAsync(
            db, key, swap.ToGeneration, swap.ActivatedAt, keeps, cancellation);
        await transaction.CommitAsync(cancellation);
        return new StoredHistory(shown, HasLeftovers: true);
    }

    /// <summary>Drops what is stored of every generation but these two. False: another incarnation owns the
    /// board.</summary>
    public async Task<bool> DropOthersAsync(
        BoardOwner owner, int serving, int building, CancellationToken cancellation)
    {
        using var gate = await database.LockStandingsAsync(cancellation);
        await using var db = database.OpenStandings();
        await using var transaction = await db.BeginTransactionAsync(cancellation);
        if (!await Fence.HoldAsync(db, owner, cancellation)) return false;
        await DeleteOthersAsync(db, owner.Key, serving, building, cancellation);
        await HistoryStore.ForsakeAsync(db, owner.Key, serving, building, cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>Nothing that is stored is of use: the board begins with its first generation again. False: another
    /// incarnation owns the board.</summary>
    public async Task<bool> ResetAsync(BoardOwner owner, CancellationToken cancellation)
    {
        using var gate = await database.LockStandingsAsync(cancellation);
        await using var db = database.OpenStandings();
        await using var transaction = await db.BeginTransactionAsync(cancellation);
        var (key, epoch) = (owner.Key, owner.Epoch);
        var owned = await db.GetTable<Tables.Board>().Where(b => b.BoardKey == key && b.Epoch == epoch)
            .Set(b => b.Generation, FirstGeneration).UpdateAsync(cancellation);
        if (owned == 0) return false;
        await DeleteOthersAsync(db, key, 0, 0, cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private static async Task DeleteOthersAsync(
        LinqToDB.Data.DataConnection db, string key, int kept, int alsoKept, CancellationToken cancellation)
    {
        await db.GetTable<Tables.Checkpoint>()
            .Where(c => c.BoardKey == key && c.Generation != kept && c.Generation != alsoKept)
            .DeleteAsync(cancellation);
        await db.GetTable<Tables.CheckpointChunk>()
            .Where(c => c.BoardKey == key && c.Generation != kept && c.Generation != alsoKept)
            .DeleteAsync(cancellation);
    }
}
