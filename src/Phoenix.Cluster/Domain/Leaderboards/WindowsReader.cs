using Phoenix.Cluster.Domain.Windows;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Leaderboards;

/// <summary>Lists a board's windows and snapshots, newest first, in memory or in the history.</summary>
internal static class WindowsReader
{
    private const int FirstRevision = 1;

    public static WindowsReply List(Board board, GetWindows query)
    {
        var before = query.BeforeStartUs ?? long.MaxValue;
        var found = new List<WindowSummary>(query.Limit + 1);
        var (open, final) = (
            Board.CountBelow(board.WindowStarts, before), Board.CountBelow(board.FinalStarts, before));
        while (found.Count <= query.Limit && (open > 0 || final > 0))
        {
            if (final == 0 || (open > 0 && board.WindowStarts[open - 1] > board.FinalStarts[final - 1]))
            {
                var window = board.Windows[--open];
                found.Add(Summary(window.Bounds, window.IsClosed, query, window.Members.RankedCount));
            }
            else
            {
                var window = board.FinalWindows[--final];
                found.Add(Summary(window.Bounds, isClosed: true, query, window.Total));
            }
        }
        if (found.Count <= query.Limit) return new WindowsReply(found, null);
        found.RemoveAt(query.Limit);
        return new WindowsReply(found, found[^1].StartUs);
    }

    public static SnapshotsReply ListSnapshots(Board board, GetSnapshots query)
    {
        var waiting = board.Windows.Where(w => w.IsClosed).Select(
            w => new SnapshotSummary(w.Bounds.EndUs, w.Bounds.Key, w.Members.RankedCount, FirstRevision));
        var final = board.FinalWindows.Select(
            w => new SnapshotSummary(w.Bounds.EndUs, w.Bounds.Key, w.Total, w.Revision));
        return new SnapshotsReply(
        [
            .. waiting.Concat(final).Where(s => s.TimeUs >= query.FromUs && s.TimeUs <= query.ToUs)
                .OrderByDescending(s => s.TimeUs).Take(query.Limit),
        ]);
    }

    /// <summary>A page of a snapshot, one user's entry in it, or what is to be read from the history for it.</summary>
    public static object Snapshot(Board board, ILeaderboardQuery query, long timeUs)
    {
        if (board.Windows.LastOrDefault(w => w.IsClosed && w.Bounds.EndUs == timeUs) is { } window)
        {
            return query is GetSnapshotEntry entry
                ? Entry(board, window, entry)
                : new SnapshotReply(
                    timeUs, FirstRevision, BoardReader.Page(board, window, (GetSnapshot)query));
        }
        return board.FinalWindows.LastOrDefault(w => w.Bounds.EndUs == timeUs) is { } final
            ? BoardReader.AskHistory(board, final, query)
            : new Refusal(ErrorCode.NotFound, "there is no snapshot of that time");
    }

    private static object Entry(Board board, BoardWindow window, GetSnapshotEntry query) =>
        BoardReader.TryFindUser(board, query.UserId, out var user)
        && window.Members.TryGetRanked(user, out var ranked)
            ? new SnapshotEntryReply(
                board.Definition!.LeaderboardId, query.TimeUs, FirstRevision, window.Bounds.Key,
                BoardReader.Entry(board, ranked), window.Members.RankedCount, board.Position)
            : BoardReader.NotRanked;

    private static WindowSummary Summary(Window bounds, bool isClosed, GetWindows query, long total) => new(
        bounds.Key, BoardReader.StartOf(bounds), BoardReader.EndOf(bounds),
        BoardReader.StatusOf(bounds, isClosed, query.Scope.NowUs), total);
}
