using Phoenix.Cluster.Domain.Ranking;
using Phoenix.Cluster.Domain.Windows;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Leaderboards;

/// <summary>Reads what a live view shows; a page is that of the query, row by row.</summary>
public static class ViewReader
{
    public static ViewRows Read(Board board, Window bounds, LiveView view)
    {
        var window = board.FindWindow(bounds.StartUs);
        StandingsEntry[] entries = window is null ? [] : view.Filter switch
        {
            LiveFilter.Around => Around(board, window, view),
            LiveFilter.Users => Users(board, window, view),
            _ => Page(board, window, view),
        };
        return new ViewRows(
            bounds.Key, window?.Sequence ?? board.ActivatedAt, window?.Members.RankedCount ?? 0, entries);
    }

    private static StandingsEntry[] Page(Board board, BoardWindow window, LiveView view)
    {
        var (offset, limit) = RangeOf(view);
        return BoardReader.Entries(board, window, offset, limit, ignoreSize: false);
    }

    /// <summary>The places of a page, as far as the view goes.</summary>
    internal static (long Offset, int Limit) RangeOf(LiveView view)
    {
        var offset = (view.Page - 1L) * view.PageSize;
        var limit = view.Filter == LiveFilter.TopN ? Math.Clamp(view.TopN - offset, 0, view.PageSize) : view.PageSize;
        return (offset, (int)limit);
    }

    /// <summary>Nobody where the user is not ranked (yet).</summary>
    private static StandingsEntry[] Around(Board board, BoardWindow window, LiveView view)
    {
        if (!TryFind(board, window, view.UserIds[0], out var ranked)) return [];
        var offset = BoardReader.OffsetAround(ranked.Place, view.PageSize, window.Members.RankedCount);
        return BoardReader.Entries(board, window, offset, view.PageSize, ignoreSize: true);
    }

    private static StandingsEntry[] Users(Board board, BoardWindow window, LiveView view)
    {
        var entries = new List<StandingsEntry>(view.UserIds.Count);
        foreach (var userId in view.UserIds)
        {
            if (TryFind(board, window, userId, out var ranked)) entries.Add(BoardReader.Entry(board, ranked));
        }
        entries.Sort(static (a, b) => a.Place.CompareTo(b.Place));
        return [.. entries];
    }

    private static bool TryFind(Board board, BoardWindow window, string userId, out RankedMember ranked)
    {
        ranked = default;
        return BoardReader.TryFindUser(board, userId, out var user) && window.Members.TryGetRanked(user, out ranked);
    }
}
