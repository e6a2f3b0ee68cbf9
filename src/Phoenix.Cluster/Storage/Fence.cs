using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;

namespace Phoenix.Cluster.Storage;

/// <summary>What each write of a board's incarnation begins with, inside its transaction: still the owner?</summary>
/// <remarks>The update also locks the board's row: whoever takes the board over waits for this write, or comes before
/// it and it comes to nothing.</remarks>
internal static class Fence
{
    /// <summary>For writes that nothing shows yet. False: another incarnation owns the board.</summary>
    public static async Task<bool> HoldAsync(DataConnection db, BoardOwner owner, CancellationToken cancellation)
    {
        var (key, epoch) = (owner.Key, owner.Epoch);
        return await db.GetTable<Tables.Board>().Where(b => b.BoardKey == key && b.Epoch == epoch)
            .Set(b => b.Epoch, epoch).UpdateAsync(cancellation) > 0;
    }

    /// <summary>
    /// For a checkpoint: moves the position on. A generation in the making moves nothing: it has no position here, and
    /// the epoch alone tells its owner.
    /// </summary>
    public static async Task<bool> MoveAsync(
        DataConnection db, BoardOwner owner, int generation, long last, long position, long? nextDueUs,
        CancellationToken cancellation)
    {
        // Written out: linq2db makes such a statement anew each time, for one of its values may be null.
        var moved = await db.ExecuteAsync(
            """
            UPDATE board SET position = @position, next_due_us = @due
            WHERE board_key = @key AND epoch = @epoch AND generation = @generation AND position = @last
            """,
            cancellation, new DataParameter("position", position),
            new DataParameter("due", nextDueUs, DataType.Int64), new DataParameter("key", owner.Key),
            new DataParameter("epoch", owner.Epoch), new DataParameter("generation", generation),
            new DataParameter("last", last));
        if (moved > 0) return true;
        var (key, epoch) = (owner.Key, owner.Epoch);
        return await db.GetTable<Tables.Board>()
            .Where(b => b.BoardKey == key && b.Epoch == epoch && b.Generation != generation)
            .Set(b => b.Epoch, epoch).UpdateAsync(cancellation) > 0;
    }
}
