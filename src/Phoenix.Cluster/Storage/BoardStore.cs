using System.Data;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Routing;

namespace Phoenix.Cluster.Storage;

/// <summary>Whose writes these are: one incarnation of a board.</summary>
/// <param name="Epoch">Every write of an older one comes to nothing.</param>
public sealed record BoardOwner(TenantId TenantId, LeaderboardId LeaderboardId, long Epoch)
{
    public string Key { get; } = EntityIds.Leaderboard(TenantId, LeaderboardId);
}

/// <summary>What a board finds of its former life.</summary>
/// <param name="Position">The fence: the last checkpoint of the generation that serves.</param>
/// <param name="Generation">The generation that serves.</param>
public sealed record BoardOpening(BoardOwner Owner, long Position, int Generation, StoredGeneration State);

/// <summary>A generation's stored state: the chunks of its base, then its checkpoints, each in order; all empty where
/// there is none.</summary>
/// <param name="Base">The number of the base that the last checkpoint stands on.</param>
/// <param name="NextBase">A number that no base has had.</param>
public sealed record StoredGeneration(
    long Base, long NextBase, IReadOnlyList<byte[]> Chunks, IReadOnlyList<StoredCheckpoint> Checkpoints)
{
    public bool IsEmpty => Checkpoints.Count == 0;

    public static StoredGeneration Empty(long nextBase) => new(0, nextBase, [], []);
}

/// <summary>A checkpoint: what changed since the one before, at <paramref name="Position"/>.</summary>
/// <param name="Base">The base that it stands on.</param>
/// <param name="RowId">The random id of the log's row that it stands on.</param>
public sealed record StoredCheckpoint(long Position, long Base, ulong RowId, byte[] Payload);

/// <summary>With a checkpoint that was taken with it: the last chunk of a new base.</summary>
/// <param name="BegunAt">The position at which the base's first chunk was taken; checkpoints up to it go.</param>
public sealed record BaseFlip(long BegunAt, int Chunk, byte[] Payload);

/// <summary>The boards' checkpoints, fenced by epoch and position: of two incarnations only the newer one
/// writes.</summary>
public sealed partial class BoardStore(IDatabase database)
{
    /// <summary>What a board begins with.</summary>
    public const int FirstGeneration = 1;

    /// <summary>What is read belongs together, whatever a later incarnation writes meanwhile.</summary>
    private const IsolationLevel Snapshot = IsolationLevel.RepeatableRead;

    /// <summary>Takes the board over: commits the next epoch first, then reads what is there.</summary>
    public async Task<BoardOpening> OpenAsync(TenantId tenant, LeaderboardId board, CancellationToken cancellation)
    {
        using var gate = await database.LockStandingsAsync(cancellation);
        await using var db = database.OpenStandings();
        var key = EntityIds.Leaderboard(tenant, board);
        await db.ExecuteAsync(
            """
            INSERT INTO board (board_key, tenant_id, leaderboard_id, epoch, position, generation)
            VALUES (@key, @tenant, @board, 1, 0, @generation) ON CONFLICT (board_key)
            DO UPDATE SET epoch = board.epoch + 1
            """,
            cancellation, new DataParameter("key", key), new DataParameter("tenant", tenant.Value),
            new DataParameter("board", board.Value), new DataParameter("generation", FirstGeneration));
        await using var transaction = await db.BeginTransactionAsync(Snapshot, cancellation);
        var row = await db.GetTable<Tables.Board>().FirstAsync(b => b.BoardKey == key, cancellation);
        var state = await ReadAsync(db, key, row.Generation, cancellation);
        return new BoardOpening(new BoardOwner(tenant, board, row.Epoch), row.Position, row.Generation, state);
    }

    /// <summary>Reads another generation than the one that serves.</summary>
    public async Task<StoredGeneration> ReadAsync(BoardOwner owner, int generation, CancellationToken cancellation)
    {
        using var gate = await database.LockStandingsAsync(cancellation);
        await using var db = database.OpenStandings();
        await using var transaction = await db.BeginTransactionAsync(Snapshot, cancellation);
        return await ReadAsync(db, owner.Key, generation, cancellation);
    }

    /// <summary>
    /// Writes one chunk of a base; nothing shows it until a checkpoint names the base. False: another incarnation
    /// owns the board, nothing was written.
    /// </summary>
    public async Task<bool> SaveChunkAsync(
        BoardOwner owner, int generation, long number, int chunk, byte[] payload, CancellationToken cancellation)
    {
        using var gate = await database.LockStandingsAsync(cancellation);
        await using var db = database.OpenStandings();
        await using var transaction = await db.BeginTransactionAsync(cancellation);
        if (!await Fence.HoldAsync(db, owner, cancellation)) return false;
        await db.InsertAsync(ChunkOf(owner, generation, number, chunk, payload), token: cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>
    /// Writes a checkpoint and moves the fence from <paramref name="last"/> to its position, in one transaction. False:
    /// another incarnation owns the board, nothing was written.
    /// </summary>
    /// <param name="flip">Not null where the checkpoint names a new base: what stood on others goes.</param>
    /// <param name="nextDueUs">When the next window closes, for the window clock; null where none does.</param>
    public async Task<bool> SaveAsync(
        BoardOwner owner, int generation, long last, StoredCheckpoint checkpoint, BaseFlip? flip, long? nextDueUs,
        CancellationToken cancellation)
    {
        using var gate = await database.LockStandingsAsync(cancellation);
        await using var db = database.OpenStandings();
        await using var transaction = await db.BeginTransactionAsync(cancellation);
        if (!await Fence.MoveAsync(db, owner, generation, last, checkpoint.Position, nextDueUs, cancellation))
            return false;
        var (key, number) = (owner.Key, checkpoint.Base);
        if (flip is not null)
        {
            await db.GetTable<Tables.Checkpoint>()
                .Where(c => c.BoardKey == key && c.Generation == generation && c.Position <= flip.BegunAt)
                .DeleteAsync(cancellation);
            await db.GetTable<Tables.CheckpointChunk>()
                .Where(c => c.BoardKey == key && c.Generation == generation && c.Base != number)
                .DeleteAsync(cancellation);
            await db.InsertAsync(ChunkOf(owner, generation, number, flip.Chunk, flip.Payload), token: cancellation);
        }
        await db.InsertAsync(
            new Tables.Checkpoint
            {
                BoardKey = key, Generation = generation, Position = checkpoint.Position, Base = number,
                RowId = unchecked((long)checkpoint.RowId), Payload = checkpoint.Payload,
            },
            token: cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>Drops a generation's checkpoints: they are of no use (damaged, or of another log). False: another
    /// incarnation owns the board.</summary>
    public async Task<bool> DropAsync(BoardOwner owner, int generation, CancellationToken cancellation)
    {
        using var gate = await database.LockStandingsAsync(cancellation);
        await using var db = database.OpenStandings();
        await using var transaction = await db.BeginTransactionAsync(cancellation);
        if (!await Fence.HoldAsync(db, owner, cancellation)) return false;
        var key = owner.Key;
        await db.GetTable<Tables.Checkpoint>().Where(c => c.BoardKey == key && c.Generation == generation)
            .DeleteAsync(cancellation);
        await db.GetTable<Tables.CheckpointChunk>().Where(c => c.BoardKey == key && c.Generation == generation)
            .DeleteAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private static Tables.CheckpointChunk ChunkOf(
        BoardOwner owner, int generation, long number, int chunk, byte[] payload) => new()
    {
        BoardKey = owner.Key, Generation = generation, Base = number, Chunk = chunk, Payload = payload,
    };

    private static async Task<StoredGeneration> ReadAsync(
        DataConnection db, string key, int generation, CancellationToken cancellation)
    {
        var rows = await db.GetTable<Tables.Checkpoint>()
            .Where(c => c.BoardKey == key && c.Generation == generation)
            .OrderBy(c => c.Position).ToListAsync(cancellation);
        var chunks = db.GetTable<Tables.CheckpointChunk>()
            .Where(c => c.BoardKey == key && c.Generation == generation);
        var number = rows.Count == 0 ? 0 : rows[^1].Base;
        var lastBase = await chunks.MaxAsync(c => (long?)c.Base, cancellation) ?? 0;
        var payloads = await chunks.Where(c => c.Base == number)
            .OrderBy(c => c.Chunk).Select(c => c.Payload).ToListAsync(cancellation);
        return new StoredGeneration(number, Math.Max(number, lastBase) + 1, payloads, [.. rows.Select(
            c => new StoredCheckpoint(c.Position, c.Base, unchecked((ulong)c.RowId), c.Payload))]);
    }
}
