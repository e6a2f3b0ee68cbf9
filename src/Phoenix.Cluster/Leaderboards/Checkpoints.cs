using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Ids;

namespace Phoenix.Cluster.Leaderboards;

/// <summary>One incarnation's checkpoints: deltas on a base, a new base when they outweigh it. One write is in flight
/// at a time.</summary>
internal sealed class Checkpoints(
    BoardStore store, DefinitionCodec codec, TenantId tenantId, LeaderboardId leaderboardId, BoardOpening opening)
{
    /// <summary>Deltas below this are never worth a new base.</summary>
    private const long DeltaBytesMin = 256 * 1024;

    private readonly long _epoch = opening.Epoch;
    private long _baseBytes = opening.Checkpoints.Where(c => c.IsBase).Sum(c => c.Payload.LongLength);
    private long _deltaBytes = opening.Checkpoints.Where(c => !c.IsBase).Sum(c => c.Payload.LongLength);
    private bool _hasBase = opening.Checkpoints.Count > 0;
    private long _last = opening.Position;

    /// <summary>The position of the last checkpoint; a restart goes on from there.</summary>
    public long Position { get; private set; } = opening.Checkpoints.Count > 0 ? opening.Position : -1;

    public bool IsWriting { get; private set; }

    /// <summary>What is stored is of no use (damaged, or of another log): the next checkpoint replaces it
    /// all.</summary>
    public void Discard() => (_hasBase, Position) = (false, -1);

    /// <summary>Takes the board's state now and writes it; null when another incarnation owns the board. The owner passes
    /// what it returns to <see cref="OnSaved"/>, on its own thread.</summary>
    public async Task<StoredCheckpoint?> SaveAsync(Board board, CancellationToken cancellation)
    {
        IsWriting = true;
        var isBase = !_hasBase || _deltaBytes > Math.Max(DeltaBytesMin, _baseBytes);
        var definition = board.Definition is { } d ? codec.Encode(d) : [];
        var checkpoint = new StoredCheckpoint(
            board.Position, isBase, board.RowId, BoardCheckpoint.Write(board, isBase, definition));
        var (epoch, last) = (_epoch, _last);
        return await Task.Run(
            () => store.SaveAsync(tenantId, leaderboardId, epoch, last, checkpoint, cancellation), cancellation)
            ? checkpoint
            : null;
    }

    /// <summary>The checkpoint is in the store.</summary>
    public void OnSaved(StoredCheckpoint checkpoint)
    {
        (_hasBase, _last, Position) = (true, checkpoint.Position, checkpoint.Position);
        if (checkpoint.IsBase) (_baseBytes, _deltaBytes) = (checkpoint.Payload.LongLength, 0);
        else _deltaBytes += checkpoint.Payload.LongLength;
        IsWriting = false;
    }
}
