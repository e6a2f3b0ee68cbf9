using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Cluster.Storage;

namespace Phoenix.Cluster.Leaderboards;

/// <summary>One incarnation's checkpoints of one generation: deltas on a base, a new base when they outweigh
/// it.</summary>
/// <remarks>
/// A base is written in pieces between the deltas; the checkpoint that is taken with its last piece flips to it. One
/// write is in flight at a time; its owner passes on that it is stored (<see cref="OnWritten"/>), on its own thread.
/// </remarks>
internal sealed class Checkpoints(BoardStore store, DefinitionCodec codec, BoardOpening opening)
{
    private readonly BoardOwner _owner = opening.Owner;
    private readonly int _generation = opening.Generation;
    private long _base = opening.State.Base;
    private long _nextBase = opening.State.NextBase;
    private long _baseBytes = opening.State.Chunks.Sum(c => c.LongLength);
    private long _deltaBytes = opening.State.Checkpoints.Sum(c => c.Payload.LongLength);
    private long _last = opening.Position;
    private BasePieces? _pieces;
    private long _pieceBytes;
    private StoredCheckpoint? _writing;

    /// <summary>Deltas below this are never worth a new base.</summary>
    public long DeltaBytesMin { get; init; } = 256 * 1024;

    /// <summary>Members in a piece of a base, so that neither the board nor other boards' writes wait long.</summary>
    public int PieceMembers { get; init; } = 20_000;

    /// <summary>The position of the last checkpoint; a restart goes on from there.</summary>
    public long Position { get; private set; } = opening.State.IsEmpty ? -1 : opening.Position;

    /// <summary>What the fence must say for a write of this incarnation.</summary>
    public long Fence => _last;

    /// <summary>Which generation's.</summary>
    public int Generation => _generation;

    /// <summary>Whose.</summary>
    public BoardOwner Owner => _owner;

    /// <summary>What the write in flight, or the last one, is: a piece of a base or what changed, and how
    /// much.</summary>
    public (bool IsBase, long Bytes) InFlight { get; private set; }

    /// <summary>A base is being written: it goes on without waiting until a checkpoint is due.</summary>
    public bool IsBaseBegun => _pieces is not null;

    /// <summary>Takes the board's state now, or a piece of it, and writes it; false when another incarnation owns it.
    /// </summary>
    /// <param name="isDue">Whether what has changed is to be stored now; else only a base that was begun goes on.
    /// </param>
    public Task<bool> WriteAsync(Board board, bool isDue, CancellationToken cancellation)
    {
        var definition = board.Definition is { } d ? codec.Encode(d) : [];
        if (_pieces is null && (_base == 0 || _deltaBytes > Math.Max(DeltaBytesMin, _baseBytes)))
            (_pieces, _pieceBytes) = (new BasePieces(board), 0);
        if (_pieces is null || (isDue && _base != 0 && _pieces.Taken > 0))
            return SaveAsync(board, _base, definition, null, cancellation);

        var pieces = _pieces;
        var number = pieces.Taken;
        var piece = pieces.Take(board, definition, PieceMembers);
        _pieceBytes += piece.LongLength;
        if (pieces.IsComplete)
            return SaveAsync(board, _nextBase, definition, new BaseFlip(pieces.BegunAt, number, piece), cancellation);
        InFlight = (true, piece.LongLength);
        var numberOfBase = _nextBase;
        return Task.Run(
            () => store.SaveChunkAsync(_owner, _generation, numberOfBase, number, piece, cancellation), cancellation);
    }

    /// <summary>What was written last is in the store.</summary>
    public void OnWritten()
    {
        if (_writing is not { } checkpoint) return;
        _writing = null;
        (_last, Position) = (checkpoint.Position, checkpoint.Position);
        if (checkpoint.Base == _base)
        {
            _deltaBytes += checkpoint.Payload.LongLength;
            return;
        }
        (_base, _baseBytes, _deltaBytes) = (checkpoint.Base, _pieceBytes, 0);
        (_pieces, _nextBase) = (null, checkpoint.Base + 1);
    }

    private Task<bool> SaveAsync(
        Board board, long number, byte[] definition, BaseFlip? flip, CancellationToken cancellation)
    {
        var checkpoint = new StoredCheckpoint(
            board.Position, number, board.RowId, BoardCheckpoint.Write(board, whole: false, definition));
        _writing = checkpoint;
        InFlight = (flip is not null, checkpoint.Payload.LongLength + (flip?.Payload.LongLength ?? 0));
        var (last, nextDueUs) = (_last, board.NextDueUs);
        return Task.Run(() => store.SaveAsync(
            _owner, _generation, last, checkpoint, flip, nextDueUs, cancellation), cancellation);
    }
}
