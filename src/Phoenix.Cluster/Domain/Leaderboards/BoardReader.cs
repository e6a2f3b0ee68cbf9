using System.Text;
using Phoenix.Cluster.Domain.Ranking;
using Phoenix.Cluster.Domain.Windows;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Leaderboards;

/// <summary>Answers queries from a board as it stands: a reply, a refusal that says what isn't there, or a
/// <see cref="HistoryQuestion"/> where the entries are no longer in memory.</summary>
public static class BoardReader
{
    private const string CurrentKey = "current";

    internal static readonly Refusal NotRanked = NotFound("the user is not ranked in this window");

    public static object Answer(Board board, ILeaderboardQuery query)
    {
        switch (query)
        {
            case GetMissingWindows q:
                return new MissingWindowsReply(board.Position, [.. q.StartsUs.Where(board.Lacks)]);
            case GetWindows q: return WindowsReader.List(board, q);
            case GetSnapshots q: return WindowsReader.ListSnapshots(board, q);
            case GetSnapshot q: return WindowsReader.Snapshot(board, q, q.TimeUs);
            case GetSnapshotEntry q: return WindowsReader.Snapshot(board, q, q.TimeUs);
        }
        if (Find(board, query.Scope, out var bounds) is { } refusal) return refusal;
        if (board.FindFinal(bounds.StartUs) is { } final) return AskHistory(board, final, query);
        var window = board.FindWindow(bounds.StartUs);
        return query switch
        {
            GetStandings q => Page(board, bounds, window, q.Offset, q.Limit, ignoreSize: false, q.Scope),
            GetStandingsAround q => Around(board, bounds, window, q),
            GetRank q => Rank(board, bounds, window, q.UserId, orUnranked: false),
            GetScore q => Rank(board, bounds, window, q.UserId, orUnranked: true),
            GetRanks q => Ranks(board, bounds, window, q.UserIds),
            _ => throw new NotSupportedException($"{query.GetType().Name} is no query of standings."),
        };
    }

    /// <summary>What the history is to add to what the board knows.</summary>
    internal static HistoryQuestion AskHistory(Board board, FinalWindow window, ILeaderboardQuery query)
    {
        var (offset, limit) = query switch
        {
            GetStandings q => (q.Offset, q.Limit),
            GetSnapshot q => (q.Offset, q.Limit),
            GetStandingsAround q => (0, q.Limit),
            _ => (0, 1),
        };
        return new HistoryQuestion(query, window, new StandingsPage(
            board.Definition!.LeaderboardId, View(board, window.Bounds, isClosed: true, query.Scope.NowUs), [],
            window.Total, limit, offset, window.Sequence, board.Position, board.AcceptedAtUs));
    }

    internal static StandingsPage Page(Board board, BoardWindow window, GetSnapshot query) =>
        Page(board, window.Bounds, window, query.Offset, query.Limit, ignoreSize: false, query.Scope);

    internal static bool TryFindUser(Board board, string userId, out int user) =>
        board.Users.TryGet(Encoding.UTF8.GetBytes(userId), out user);

    internal static long? StartOf(Window bounds) => bounds.StartUs == long.MinValue ? null : bounds.StartUs;

    internal static long? EndOf(Window bounds) => bounds.EndUs == long.MaxValue ? null : bounds.EndUs;

    internal static WindowStatus StatusOf(Window bounds, bool isClosed, long nowUs) =>
        isClosed ? WindowStatus.Closed
        : bounds.EndUs <= nowUs ? WindowStatus.Closing
        : WindowStatus.Open;

    /// <summary>The window that a query or view means now, or why there is none.</summary>
    internal static Refusal? Find(Board board, StandingsScope scope, out Window bounds)
    {
        var holds = board.Calendar.TryFind(scope.NowUs, out bounds);
        switch (scope.WindowKey)
        {
            case CurrentKey:
                return holds ? null : NotFound("no window holds now");
            case { } key:
                return board.Calendar.TryParseKey(key, out bounds) && board.IsUsed(bounds.StartUs)
                    ? null
                    : NotFound("no window has this window_key");
            default:
                if (holds && board.IsUsed(bounds.StartUs)) return null;
                var ended = board.FindEarlier(scope.NowUs, scope.NowUs);
                if (ended is { } latest) bounds = latest;
                return holds || ended is not null
                    ? null : NotFound("no window holds now, and none that ended has entries");
        }
    }

    private static object Around(Board board, Window bounds, BoardWindow? window, GetStandingsAround query)
    {
        if (!TryFindUser(board, query.UserId, out var user) || window is null
            || !window.Members.TryGetRanked(user, out var ranked))
            return NotRanked;
        var offset = OffsetAround(ranked.Place, query.Limit, window.Members.RankedCount);
        return Page(board, bounds, window, offset, query.Limit, ignoreSize: true, query.Scope);
    }

    /// <summary>Where a page around a place starts, sliding at the edges so that it stays full.</summary>
    internal static long OffsetAround(long place, int limit, long total) =>
        Math.Max(0, Math.Min(place - 1 - ((limit - 1) / 2), total - limit));

    private static StandingsPage Page(
        Board board, Window bounds, BoardWindow? window, long offset, int limit, bool ignoreSize,
        StandingsScope scope) => new(
        board.Definition!.LeaderboardId, View(board, bounds, window?.IsClosed == true, scope.NowUs),
        Entries(board, window, offset, limit, ignoreSize), window?.Members.RankedCount ?? 0, limit, offset,
        window?.Sequence ?? board.ActivatedAt, board.Position, board.AcceptedAtUs);

    /// <summary>The rows of a page by place.</summary>
    internal static StandingsEntry[] Entries(
        Board board, BoardWindow? window, long offset, int limit, bool ignoreSize)
    {
        var depth = ignoreSize ? long.MaxValue : window?.Ranking.Size ?? long.MaxValue;
        var count = (int)Math.Max(0, Math.Min(limit, depth - offset));
        var buffer = window is null || count == 0 ? [] : new RankedMember[Math.Min(count, window.Members.RankedCount)];
        var found = window is null || buffer.Length == 0 ? 0 : window.Members.Page(offset, buffer);
        var entries = new StandingsEntry[found];
        for (var i = 0; i < found; i++) entries[i] = Entry(board, buffer[i]);
        return entries;
    }

    internal static StandingsEntry Entry(Board board, in RankedMember ranked)
    {
        var member = ranked.Member;
        return new StandingsEntry(
            ranked.Rank, ranked.Place, Encoding.UTF8.GetString(board.Users.IdOf(member.User)), member.Score,
            member.EventCount, member.UpdatedAtUs);
    }

    private static object Rank(Board board, Window bounds, BoardWindow? window, string userId, bool orUnranked)
    {
        if (window is null || !TryFindUser(board, userId, out var user)) return NotRanked;
        var members = window.Members;
        var id = board.Definition!.LeaderboardId;
        if (members.TryGetRanked(user, out var ranked))
            return new RankReply(
                id, bounds.Key, userId, ranked.Rank, ranked.Place, ranked.Member.Score, members.RankedCount,
                board.Position);
        return orUnranked && members.TryGetMember(user, out var member)
            ? new RankReply(id, bounds.Key, userId, 0, 0, member.Score, members.RankedCount, board.Position)
            : NotRanked;
    }

    private static RanksReply Ranks(
        Board board, Window bounds, BoardWindow? window, IReadOnlyList<string> userIds)
    {
        var entries = new List<StandingsEntry>(userIds.Count);
        foreach (var userId in userIds.Distinct(StringComparer.Ordinal))
        {
            if (window is not null && TryFindUser(board, userId, out var user)
                && window.Members.TryGetRanked(user, out var ranked))
                entries.Add(Entry(board, ranked));
        }
        entries.Sort((a, b) => a.Place.CompareTo(b.Place));
        return new RanksReply(
            board.Definition!.LeaderboardId, bounds.Key, entries, window?.Members.RankedCount ?? 0, board.Position);
    }

    private static WindowView View(Board board, Window bounds, bool isClosed, long nowUs) => new(
        bounds.Key, StartOf(bounds), EndOf(bounds), StatusOf(bounds, isClosed, nowUs),
        board.FindEarlier(bounds.StartUs, long.MaxValue)?.Key);

    private static Refusal NotFound(string message) => new(ErrorCode.NotFound, message);
}
