using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Cluster.Storage;

namespace Phoenix.Cluster.Leaderboards;

/// <summary>One incarnation's way of closed windows into the history: piece by piece, then out of memory.</summary>
/// <remarks>
/// A closed window changes no more, so its pieces may be taken at any time; until the last one is stored, queries are
/// answered from memory. A restart begins anew with a window that was not finished, and takes one that was (though no
/// checkpoint told so yet) as it stands, if it is the same. One write is in flight at a time; its owner passes on that
/// it is stored (<see cref="OnWritten"/>), on its own thread.
/// </remarks>
internal sealed class Finaliser(
    HistoryStore store, BoardOwner owner, int generation, StoredHistory stored, bool isServing = true)
{
    private const int FirstRevision = 1;
    private const int SmallRows = 1_000;

    // The board has lost the generation that serves, and is to get it back: what it closes meanwhile nobody wants.
    private readonly bool _isBehind = stored.Windows.Any(w => w.Generation > generation);
    private readonly Dictionary<long, FinalWindow> _stored = stored.Windows.ToDictionary(w => w.Bounds.StartUs);
    private bool _hasLeftovers = stored.HasLeftovers;
    private FinalWindow? _current;
    private int _placesWritten;
    private Writing _writing;

    private enum Writing { Nothing, Piece, LastPiece, Sweep }

    /// <summary>Members in one transaction.</summary>
    public int PieceMembers { get; init; } = HistoryStore.PieceRows;

    /// <summary>A piece was small: the next one may follow at once, for it holds nobody up.</summary>
    public bool IsSmall { get; private set; }

    /// <summary>Something is to be written, or swept. What the history holds already leaves memory here: stored before
    /// the last restart, and the same.</summary>
    public bool HasWork(Board board)
    {
        if (_isBehind) return false;
        while (_current is null && board.FirstClosed is { } closed)
        {
            if (!_stored.TryGetValue(closed.Bounds.StartUs, out var known) || !IsSame(known, closed)) return true;
            board.Finalise(known);
        }
        return _current is not null || _hasLeftovers;
    }

    /// <summary>Writes the next piece, or null where another board has the turn; the task is false when another
    /// incarnation owns the board.</summary>
    /// <param name="last">The fence: the position of the last checkpoint.</param>
    public Task<bool>? TryWrite(Board board, long last, CancellationToken cancellation)
    {
        if (!store.TryTakeTurn()) return null;
        // An earlier window may have closed since this one was begun.
        var next = _current is null ? board.FirstClosed : board.FindWindow(_current.Bounds.StartUs);
        if (next is not { } closed)
        {
            (_writing, IsSmall) = (Writing.Sweep, false);
            return Task.Run(() => SweepAsync(cancellation), CancellationToken.None);
        }
        _current ??= Begin(board, closed);
        var piece = Take(board, closed, _current);
        _placesWritten += piece.Members.Count;
        (_writing, IsSmall) = (piece.IsLast ? Writing.LastPiece : Writing.Piece, piece.Members.Count < SmallRows);
        var nextDueUs = board.NextDueWithout(closed);
        return Task.Run(() => WriteAsync(piece, last, nextDueUs, cancellation), CancellationToken.None);
    }

    /// <summary>What was written last is in the store.</summary>
    public void OnWritten(Board board)
    {
        if (_writing == Writing.LastPiece)
        {
            board.Finalise(_current!);
            if (_stored.Remove(_current!.Bounds.StartUs)) _hasLeftovers = true;
            (_current, _placesWritten) = (null, 0);
        }
        _writing = Writing.Nothing;
    }

    private static bool IsSame(FinalWindow known, BoardWindow closed) =>
        known.Bounds == closed.Bounds && known.Sequence == closed.Sequence && known.Total == closed.Members.RankedCount
        && known.MemberCount == closed.Members.MemberCount;

    private FinalWindow Begin(Board board, BoardWindow closed) => new(
        0, closed.Bounds,
        _stored.TryGetValue(closed.Bounds.StartUs, out var former) ? former.RevisionIn(generation) : FirstRevision,
        closed.Members.RankedCount, closed.Members.MemberCount, closed.Ranking.Size, closed.Sequence, board.Position)
    {
        Generation = generation,
    };

    private FinalPiece Take(Board board, BoardWindow closed, FinalWindow window)
    {
        var members = Board.MembersOf(closed, _placesWritten, PieceMembers);
        var rows = new FinalMember[members.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var (member, rank, place) = members[i];
            rows[i] = new FinalMember(
                place, rank == 0 ? null : rank, board.UserIdOf(member.User), member.Score, member.EventCount,
                member.UpdatedAtUs);
        }
        return new FinalPiece(
            window, board.Definition!.Config.Scoring.Aggregation, closed.Ranking, board.AcceptedAtUs, rows,
            _placesWritten + rows.Length >= closed.Members.MemberCount);
    }

    private async Task<bool> WriteAsync(FinalPiece piece, long last, long? nextDueUs, CancellationToken cancellation)
    {
        var id = await store.WriteAsync(owner, generation, isServing, last, piece, nextDueUs, cancellation);
        // Read by the owner only after this task has ended.
        _current = piece.Window with { WindowId = id ?? 0 };
        return id is not null;
    }

    private async Task<bool> SweepAsync(CancellationToken cancellation)
    {
        var more = await store.SweepAsync(owner, generation, cancellation);
        _hasLeftovers = more == true;
        return more is not null;
    }
}
