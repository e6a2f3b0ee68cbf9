using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Leaderboards;

/// <summary>Answers queries of windows in the history as the board answered them from memory, field by field.</summary>
internal sealed class HistoryReader(HistoryStore store)
{
    /// <summary>The reply, or a refusal; null where the history no longer keeps the window.</summary>
    public Task<object?> AnswerAsync(HistoryQuestion question, CancellationToken cancellation) =>
        question.Query switch
        {
            GetStandings => PageAsync(question, cancellation),
            GetStandingsAround q => AroundAsync(question, q, cancellation),
            GetRank q => UserAsync(question, q.UserId, e => e.Rank == 0 ? null : ToRank(question, e), cancellation),
            GetScore q => UserAsync(question, q.UserId, e => ToRank(question, e), cancellation),
            GetRanks q => RanksAsync(question, q, cancellation),
            GetSnapshot => SnapshotAsync(question, cancellation),
            GetSnapshotEntry q => UserAsync(
                question, q.UserId, e => e.Rank == 0 ? null : ToSnapshotEntry(question, e), cancellation),
            _ => throw new NotSupportedException($"{question.Query.GetType().Name} is no query of final standings."),
        };

    /// <summary>The rows of a live view; null where the history no longer keeps the window.</summary>
    public async Task<StandingsEntry[]?> ReadViewAsync(
        FinalWindow window, LiveView view, CancellationToken cancellation)
    {
        IReadOnlyList<StandingsEntry>? rows;
        if (view.Filter is not (LiveFilter.Around or LiveFilter.Users))
        {
            var (offset, limit) = ViewReader.RangeOf(view);
            var count = (int)Math.Clamp((window.Size ?? long.MaxValue) - offset, 0, limit);
            rows = await store.ReadPageAsync(window.WindowId, offset, count, cancellation);
            return rows?.ToArray();
        }
        rows = await store.ReadUsersAsync(window.WindowId, [.. view.UserIds], cancellation);
        if (rows is null || view.Filter == LiveFilter.Users) return rows?.Where(r => r.Rank > 0).ToArray();
        if (rows is not [{ Rank: > 0 } user]) return [];
        var start = BoardReader.OffsetAround(user.Place, view.PageSize, window.Total);
        rows = await store.ReadPageAsync(window.WindowId, start, view.PageSize, cancellation);
        return rows?.ToArray();
    }

    private async Task<object?> PageAsync(HistoryQuestion question, CancellationToken cancellation)
    {
        var (window, page) = (question.Window, question.Page);
        var count = (int)Math.Clamp((window.Size ?? long.MaxValue) - page.Offset, 0, page.Limit);
        var entries = await store.ReadPageAsync(window.WindowId, page.Offset, count, cancellation);
        return entries is null ? null : page with { Entries = entries };
    }

    private async Task<object?> SnapshotAsync(HistoryQuestion question, CancellationToken cancellation) =>
        await PageAsync(question, cancellation) is StandingsPage page
            ? new SnapshotReply(question.Window.Bounds.EndUs, question.Window.Revision, page)
            : null;

    private async Task<object?> AroundAsync(
        HistoryQuestion question, GetStandingsAround query, CancellationToken cancellation)
    {
        var (window, page) = (question.Window, question.Page);
        var users = await store.ReadUsersAsync(window.WindowId, [query.UserId], cancellation);
        if (users is null) return null;
        if (users is not [{ Rank: > 0 } user]) return BoardReader.NotRanked;
        var offset = BoardReader.OffsetAround(user.Place, query.Limit, window.Total);
        var entries = await store.ReadPageAsync(window.WindowId, offset, query.Limit, cancellation);
        return entries is null ? null : page with { Entries = entries, Offset = offset };
    }

    private async Task<object?> UserAsync(
        HistoryQuestion question, string userId, Func<StandingsEntry, object?> toReply, CancellationToken cancellation)
    {
        var users = await store.ReadUsersAsync(question.Window.WindowId, [userId], cancellation);
        if (users is null) return null;
        return (users is [var user] ? toReply(user) : null) ?? BoardReader.NotRanked;
    }

    private async Task<object?> RanksAsync(
        HistoryQuestion question, GetRanks query, CancellationToken cancellation)
    {
        var page = question.Page;
        var users = await store.ReadUsersAsync(question.Window.WindowId, [.. query.UserIds.Distinct()], cancellation);
        return users is null ? null : new RanksReply(
            page.LeaderboardId, page.Window.Key, [.. users.Where(u => u.Rank > 0)], page.Total, page.Position);
    }

    private static RankReply ToRank(HistoryQuestion question, StandingsEntry entry) => new(
        question.Page.LeaderboardId, question.Page.Window.Key, entry.UserId, entry.Rank, entry.Place,
        entry.ScoreMillionths, question.Page.Total, question.Page.Position);

    private static SnapshotEntryReply ToSnapshotEntry(HistoryQuestion question, StandingsEntry entry) => new(
        question.Page.LeaderboardId, question.Window.Bounds.EndUs, question.Window.Revision, question.Page.Window.Key,
        entry, question.Page.Total, question.Page.Position);
}
