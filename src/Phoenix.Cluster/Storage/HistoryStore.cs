using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Cluster.Domain.Windows;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Storage;

/// <summary>A piece of a window's final standings, written in one transaction.</summary>
/// <param name="Window">The window as it is to stand in the history; its id is 0 with the first piece.</param>
/// <param name="Ranking">How it is ordered.</param>
/// <param name="IsLast">The window is whole with it.</param>
internal sealed record FinalPiece(
    FinalWindow Window, Aggregation Aggregation, RankingConfig Ranking, long ClosedAtUs,
    IReadOnlyList<FinalMember> Members, bool IsLast);

/// <summary>One row of final standings.</summary>
/// <param name="Rank">Null for a member beyond the score limit.</param>
internal readonly record struct FinalMember(
    long Place, long? Rank, string UserId, long ScoreMillionths, long EventCount, long UpdatedAtUs);

/// <summary>Closed windows and their final standings.</summary>
/// <remarks>
/// A window is written in pieces, each in a transaction of its own, and shown by the last one, which is fenced as a
/// checkpoint is. What was begun and never ended, or was replaced, is swept in pieces too. Few pieces are written at a
/// time on a node (<see cref="TryTakeTurn"/>), so that a checkpoint waits for one of them at the most.
/// </remarks>
internal sealed partial class HistoryStore(IDatabase database)
{
    /// <summary>Rows in one transaction.</summary>
    public const int PieceRows = 5_000;

    /// <summary><c>is_final</c>: shown; not, or not yet; being deleted by retention.</summary>
    private const int Shown = 1;
    private const int Unseen = 0;
    private const int Expired = -1;

    private readonly SemaphoreSlim _turns = new(1);

    /// <summary>Takes the node's turn to write a piece; false while another board has it. The write gives it
    /// back.</summary>
    public bool TryTakeTurn() => _turns.Wait(0);

    /// <summary>Writes one piece and gives the turn back. The window's id; null where another incarnation owns the
    /// board: then nothing was written.</summary>
    /// <param name="last">The fence: the position of the last checkpoint.</param>
    /// <param name="isServing">Whether this generation serves: else its windows stay unseen until it does.</param>
    /// <param name="nextDueUs">With the last piece: when the board's next window closes.</param>
    public Task<long?> WriteAsync(
        BoardOwner owner, int generation, bool isServing, long last, FinalPiece piece, long? nextDueUs,
        CancellationToken cancellation) => InTurnAsync(async db =>
    {
        var isOwner = piece.IsLast && isServing
            ? await Fence.MoveAsync(db, owner, generation, last, last, nextDueUs, cancellation)
            : await Fence.HoldAsync(db, owner, cancellation);
        if (!isOwner) return null;
        var id = piece.Window.WindowId;
        if (id == 0) id = await db.InsertWithInt64IdentityAsync(RowOf(owner, generation, piece), token: cancellation);
        await InsertAsync(db, id, piece.Members, cancellation);
        if (piece.IsLast) await FinishAsync(db, owner, id, piece.Window, isServing, cancellation);
        return (long?)id;
    }, cancellation);

    /// <summary>
    /// Deletes a piece of what is not final and never will be, and gives the turn back. True while there is more, or
    /// may be; null where another incarnation owns the board.
    /// </summary>
    /// <param name="generation">Of this generation and older ones.</param>
    public Task<bool?> SweepAsync(BoardOwner owner, int generation, CancellationToken cancellation) =>
        InTurnAsync(async db =>
        {
            if (!await Fence.HoldAsync(db, owner, cancellation)) return (bool?)null;
            var key = owner.Key;
            var window = await db.GetTable<Tables.FinalWindow>()
                .Where(w => w.BoardKey == key && w.IsFinal == Unseen && w.Generation <= generation)
                .Select(w => (long?)w.WindowId).FirstOrDefaultAsync(cancellation);
            return window is { } id && await DeletePieceAsync(db, id, cancellation);
        }, cancellation);

    /// <summary>
    /// For retention: deletes a piece of the final windows that ended before this, of all boards, oldest first. False
    /// when there are none left. A board that holds such a window in memory finds it gone when it is next asked.
    /// </summary>
    public async Task<bool> DeleteEndedBeforeAsync(long endUs, CancellationToken cancellation)
    {
        using var gate = await database.LockStandingsAsync(cancellation);
        await using var db = database.OpenStandings();
        await using var transaction = await db.BeginTransactionAsync(cancellation);
        var window = await db.GetTable<Tables.FinalWindow>().Where(w => w.EndUs < endUs && w.IsFinal != Unseen)
            .OrderBy(w => w.EndUs).Select(w => (long?)w.WindowId).FirstOrDefaultAsync(cancellation);
        if (window is not { } id) return false;
        // From the first piece on it is not shown: a page is whole or not there.
        await db.GetTable<Tables.FinalWindow>().Where(w => w.WindowId == id).Set(w => w.IsFinal, Expired)
            .UpdateAsync(cancellation);
        await DeletePieceAsync(db, id, cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>The board's final windows, and whether anything is to be swept.</summary>
    public async Task<StoredHistory> ReadAsync(BoardOwner owner, int generation, CancellationToken cancellation)
    {
        await using var db = database.OpenStandings();
        var key = owner.Key;
        var rows = await db.GetTable<Tables.FinalWindow>().Where(w => w.BoardKey == key)
            .OrderBy(w => w.StartUs).ToListAsync(cancellation);
        return new StoredHistory(
            [.. rows.Where(w => w.IsFinal == Shown).Select(ToWindow)],
            rows.Any(w => w.IsFinal == Unseen && w.Generation <= generation));
    }

    /// <summary>Sets all of the board's windows not final: they are of another log.</summary>
    public async Task DropAsync(BoardOwner owner, CancellationToken cancellation)
    {
        using var gate = await database.LockStandingsAsync(cancellation);
        await using var db = database.OpenStandings();
        await using var transaction = await db.BeginTransactionAsync(cancellation);
        if (!await Fence.HoldAsync(db, owner, cancellation)) return;
        var key = owner.Key;
        await db.GetTable<Tables.FinalWindow>().Where(w => w.BoardKey == key && w.IsFinal == Shown)
            .Set(w => w.IsFinal, Unseen).UpdateAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Up to <paramref name="limit"/> ranked entries behind place <paramref name="offset"/>; null where the
    /// window is no longer kept.</summary>
    public async Task<IReadOnlyList<StandingsEntry>?> ReadPageAsync(
        long windowId, long offset, int limit, CancellationToken cancellation)
    {
        await using var db = database.OpenStandings();
        if (!await IsFinalAsync(db, windowId, cancellation)) return null;
        var to = offset + limit;
        var rows = await db.GetTable<Tables.FinalEntry>()
            .Where(e => e.WindowId == windowId && e.Place > offset && e.Place <= to && e.Rank != null)
            .OrderBy(e => e.Place).ToListAsync(cancellation);
        return [.. rows.Select(ToEntry)];
    }

    /// <summary>The entries of those users who have one, in the board's order, rank 0 where they are not ranked; null
    /// where the window is no longer kept.</summary>
    public async Task<IReadOnlyList<StandingsEntry>?> ReadUsersAsync(
        long windowId, IReadOnlyCollection<string> userIds, CancellationToken cancellation)
    {
        await using var db = database.OpenStandings();
        if (!await IsFinalAsync(db, windowId, cancellation)) return null;
        var rows = await db.GetTable<Tables.FinalEntry>()
            .Where(e => e.WindowId == windowId && userIds.Contains(e.UserId))
            .OrderBy(e => e.Place).ToListAsync(cancellation);
        return [.. rows.Select(ToEntry)];
    }

    private async Task<T> InTurnAsync<T>(Func<DataConnection, Task<T>> write, CancellationToken cancellation)
    {
        try
        {
            using var gate = await database.LockStandingsAsync(cancellation);
            await using var db = database.OpenStandings();
            await using var transaction = await db.BeginTransactionAsync(cancellation);
            var result = await write(db);
            if (result is not null) await transaction.CommitAsync(cancellation);
            return result;
        }
        finally
        {
            _turns.Release();
        }
    }

    private static async Task InsertAsync(
        DataConnection db, long id, IReadOnlyList<FinalMember> members, CancellationToken cancellation)
    {
        var rows = members.Select(m => new Tables.FinalEntry
        {
            WindowId = id, Place = m.Place, Rank = m.Rank, UserId = m.UserId, Score = m.ScoreMillionths,
            EventCount = m.EventCount, UpdatedAtUs = m.UpdatedAtUs,
        });
        await db.BulkCopyAsync(new BulkCopyOptions { BulkCopyType = BulkCopyType.MultipleRows }, rows, cancellation);
    }

    private static async Task FinishAsync(
        DataConnection db, BoardOwner owner, long id, FinalWindow window, bool isServing,
        CancellationToken cancellation)
    {
        var table = db.GetTable<Tables.FinalWindow>();
        await table.Where(w => w.WindowId == id).Set(w => w.EntryCount, window.MemberCount)
            .Set(w => w.IsFinal, isServing ? Shown : Unseen).UpdateAsync(cancellation);
        if (!isServing) return;
        var (key, start) = (owner.Key, window.Bounds.StartUs);
        await table.Where(w => w.BoardKey == key && w.StartUs == start && w.IsFinal == Shown && w.WindowId != id)
            .Set(w => w.IsFinal, Unseen).UpdateAsync(cancellation);
    }

    /// <summary>Deletes a window's last entries, then the window; always true: whoever looks again finds what is
    /// left.</summary>
    private static async Task<bool> DeletePieceAsync(DataConnection db, long id, CancellationToken cancellation)
    {
        var entries = db.GetTable<Tables.FinalEntry>().Where(e => e.WindowId == id);
        var last = await entries.MaxAsync(e => (long?)e.Place, cancellation) ?? 0;
        var from = last - PieceRows;
        await entries.Where(e => e.Place > from).DeleteAsync(cancellation);
        if (from <= 0)
            await db.GetTable<Tables.FinalWindow>().Where(w => w.WindowId == id).DeleteAsync(cancellation);
        return true;
    }

    private static Task<bool> IsFinalAsync(DataConnection db, long windowId, CancellationToken cancellation) =>
        db.GetTable<Tables.FinalWindow>().AnyAsync(w => w.WindowId == windowId && w.IsFinal == Shown, cancellation);

    private static StandingsEntry ToEntry(Tables.FinalEntry row) => new(
        row.Rank ?? 0, row.Rank is null ? 0 : row.Place, row.UserId, row.Score, row.EventCount, row.UpdatedAtUs);

    private static FinalWindow ToWindow(Tables.FinalWindow row) => new(
        row.WindowId, new Window(row.WindowKey, row.StartUs, row.EndUs), row.Revision, row.Total, row.MemberCount,
        row.Size, row.Sequence, row.Position)
    {
        Generation = row.Generation,
    };

    private static Tables.FinalWindow RowOf(BoardOwner owner, int generation, FinalPiece piece)
    {
        var (window, ranking) = (piece.Window, piece.Ranking);
        return new Tables.FinalWindow
        {
            BoardKey = owner.Key, TenantId = owner.TenantId.Value, LeaderboardId = owner.LeaderboardId.Value,
            Generation = generation, WindowKey = window.Bounds.Key, StartUs = window.Bounds.StartUs,
            EndUs = window.Bounds.EndUs, Revision = window.Revision, IsFinal = Unseen, Total = window.Total,
            MemberCount = window.MemberCount, Sequence = window.Sequence, Position = window.Position,
            ClosedAtUs = piece.ClosedAtUs, Aggregation = NameOf(piece.Aggregation), Method = NameOf(ranking.Method),
            Size = ranking.Size, ScoreLimit = ranking.ScoreLimitMillionths, Ties = NameOf(ranking.Ties),
            TieBreaker = NameOf(ranking.TieBreaker),
        };
    }

    /// <summary>As configs spell it: <c>FirstReached</c> is <c>first_reached</c>.</summary>
    private static string NameOf<T>(T value) where T : struct, Enum =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}

/// <summary>What the history holds of a board.</summary>
/// <param name="HasLeftovers">Something was begun and never ended, or was replaced.</param>
internal sealed record StoredHistory(IReadOnlyList<FinalWindow> Windows, bool HasLeftovers);
