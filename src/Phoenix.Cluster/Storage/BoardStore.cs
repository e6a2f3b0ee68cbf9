using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Routing;

namespace Phoenix.Cluster.Storage;

/// <summary>What a board finds of its former life.</summary>
/// <param name="Epoch">This incarnation's; every write of an older one comes to nothing from now on.</param>
/// <param name="Checkpoints">A base and the deltas on it, in order; empty where there is none.</param>
public sealed record BoardOpening(long Epoch, long Position, IReadOnlyList<StoredCheckpoint> Checkpoints);

/// <summary>A checkpoint: the state at <paramref name="Position"/>, whole (a base) or what changed since the one
/// before.</summary>
/// <param name="RowId">The random id of the log's row that it stands on.</param>
public sealed record StoredCheckpoint(long Position, bool IsBase, ulong RowId, byte[] Payload);

/// <summary>The boards' checkpoints, fenced by epoch and position: of two incarnations only the newer one
/// writes.</summary>
public sealed class BoardStore(IDatabase database)
{
    /// <summary>Takes the board over: commits the next epoch first, then reads what is there.</summary>
    public async Task<BoardOpening> OpenAsync(TenantId tenant, LeaderboardId board, CancellationToken cancellation)
    {
        await using var db = database.OpenStandings();
        var key = EntityIds.Leaderboard(tenant, board);
        var table = db.GetTable<Tables.Board>();
        var mine = table.Where(b => b.BoardKey == key);
        if (await mine.Set(b => b.Epoch, b => b.Epoch + 1).UpdateAsync(cancellation) == 0)
        {
            var first = new Tables.Board
            {
                BoardKey = key, TenantId = tenant.Value, LeaderboardId = board.Value, Epoch = 1, Position = 0,
            };
            await db.InsertAsync(first, token: cancellation);
        }
        await using var transaction = await db.BeginTransactionAsync(cancellation);
        var row = await table.FirstAsync(b => b.BoardKey == key, cancellation);
        var checkpoints = await db.GetTable<Tables.Checkpoint>().Where(c => c.BoardKey == key)
            .OrderBy(c => c.Position).ToListAsync(cancellation);
        return new BoardOpening(row.Epoch, row.Position, [.. checkpoints.Select(
            c => new StoredCheckpoint(c.Position, c.IsBase != 0, unchecked((ulong)c.RowId), c.Payload))]);
    }

    /// <summary>
    /// Writes a checkpoint and moves the fence from <paramref name="last"/> to its position, in one transaction; a base
    /// takes the place of all before it. False: another incarnation owns the board, nothing was written.
    /// </summary>
    public async Task<bool> SaveAsync(
        TenantId tenant, LeaderboardId board, long epoch, long last, StoredCheckpoint checkpoint,
        CancellationToken cancellation)
    {
        await using var db = database.OpenStandings();
        var key = EntityIds.Leaderboard(tenant, board);
        await using var transaction = await db.BeginTransactionAsync(cancellation);
        var owned = await db.GetTable<Tables.Board>()
            .Where(b => b.BoardKey == key && b.Epoch == epoch && b.Position == last)
            .Set(b => b.Position, checkpoint.Position).UpdateAsync(cancellation);
        if (owned == 0) return false;
        var table = db.GetTable<Tables.Checkpoint>();
        if (checkpoint.IsBase) await table.Where(c => c.BoardKey == key).DeleteAsync(cancellation);
        await db.InsertAsync(
            new Tables.Checkpoint
            {
                BoardKey = key, Position = checkpoint.Position, IsBase = checkpoint.IsBase ? 1 : 0,
                RowId = unchecked((long)checkpoint.RowId), Payload = checkpoint.Payload,
            },
            token: cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }
}
