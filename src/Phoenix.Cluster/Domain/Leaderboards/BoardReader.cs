using System.Text;
using Phoenix.Cluster.Domain.Ranking;
using Phoenix.Cluster.Domain.Windows;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Leaderboards;

/// <summary>Answers queries from a board as it stands: a reply, or a refusal that says what isn't there.</summary>
public static class BoardReader
{
    private const string CurrentKey = "current";

    public static object Answer(Board board, ILeaderboardQuery query)
    {
        if (query is GetMissingWindows missing)
            return new MissingWindowsReply(board.Position, [.. missing.StartsUs.Where(board.Lacks)]);
        if (Find(board, query.Scope, out var bounds) is { } refusal) return refusal;
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

    /// <summary>The window that a query or view means now, or why there is none.</summary>
    internal static Refusal? Find(Board board, StandingsScope scope, out Window bounds)
    {
        var holds = board.Calendar.TryFind(scope.NowUs, out bounds);
        switch (scope.WindowKey)
        {
            case CurrentKey:
                return holds ? null : NotFound("no window holds now");
            case { } key:
                return board.Calendar.TryParseKey(key, out bounds) && board.FindWindow(bounds.StartUs) is not null
                    ? null
                    : NotFound("no window has this window_key");
            default:
                if (holds && HasEntries(board.FindWindow(bounds.StartUs))) return null;
                var ended = board.FindEarlier(scope.NowUs, scope.NowUs);
                if (ended is not null) bounds = ended.Bounds;
                return holds || ended is not null
                    ? null : NotFound("no window holds now, and none that ended has entries");
        }
    }

    private static object Around(Board board, Window bounds, BoardWindow? window, GetStandingsAround query)
    {
        if (!TryFindUser(board, query.UserId, out var user) || window is null
            || !window.Members.TryGetRanked(user, out var ranked))
            return NotFound("the user is not ranked in this window");
        var offset = OffsetAround(window, ranked.Place, query.Limit);
        return Page(board, bounds, window, offset, query.Limit, ignoreSize: true, query.Scope);
    }

    /// <summary>Where a page around a place starts, sliding at the edges so that it stays full.</summary>
    internal static long OffsetAround(BoardWindow window, long place, int limit) =>
        Math.Max(0, Math.Min(place - 1 - ((limit - 1) / 2), window.Members.RankedCount - limit));

    private static StandingsPage Page(
        Board board, Window bounds, BoardWindow? window, long offset, int limit, bool ignoreSize,
        StandingsScope scope) => new(
        board.Definition!.LeaderboardId, View(board, bounds, window, scope.NowUs),
        Entries(board, window, offset, limit, ignoreSize), window?.Members.RankedCount ?? 0, limit, offset,
        window?.Sequence ?? 0, board.Position, board.AcceptedAtUs);

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
        if (window is null || !TryFindUser(board, userId, out var user))
            return NotFound("the user is not ranked in this window");
        var members = window.Members;
        var id = board.Definition!.LeaderboardId;
        if (members.TryGetRanked(user, out var ranked))
            return new RankReply(
                id, bounds.Key, userId, ranked.Rank, ranked.Place, ranked.Member.Score, members.RankedCount,
                board.Position);
        return orUnranked && members.TryGetMember(user, out var member)
            ? new RankReply(id, bounds.Key, userId, 0, 0, member.Score, members.RankedCount, board.Position)
            : NotFound("the user is not ranked in this window");
    }

    private static RanksReply Ranks(
        Board board, Window bounds, BoardWindow? window, IReadOnlyList<string> userIds)
    {
        var entries = new List<StandingsEntry>(userIds.Count);
        var notFound = new List<string>();
        foreach (var userId in userIds.Distinct(StringComparer.Ordinal))
        {
            if (window is not null && TryFindUser(board, userId, out var user)
                && window.Members.TryGetRanked(user, out var ranked))
                entries.Add(Entry(board, ranked));
            else
                notFound.Add(userId);
        }
        entries.Sort((a, b) => a.Place.CompareTo(b.Place));
        return new RanksReply(
            board.Definition!.LeaderboardId, bounds.Key, entries, notFound, window?.Members.RankedCount ?? 0,
            board.Position);
    }

    private static WindowView View(Board board, Window bounds, BoardWindow? window, long nowUs)
    {
        var status = window?.IsClosed == true ? WindowStatus.Closed
            : bounds.EndUs <= nowUs ? WindowStatus.Closing
            : WindowStatus.Open;
        var previous = board.FindEarlier(bounds.StartUs, long.MaxValue);
        return new WindowView(
            bounds.Key, bounds.StartUs == long.MinValue ? null : bounds.StartUs,
            bounds.EndUs == long.MaxValue ? null : bounds.EndUs, status, previous?.Bounds.Key);
    }

    internal static bool TryFindUser(Board board, string userId, out int user) =>
        board.Users.TryGet(Encoding.UTF8.GetBytes(userId), out user);

    private static bool HasEntries(BoardWindow? window) => window is { Members.MemberCount: > 0 };

    private static Refusal NotFound(string message) => new(ErrorCode.NotFound, message);
}
