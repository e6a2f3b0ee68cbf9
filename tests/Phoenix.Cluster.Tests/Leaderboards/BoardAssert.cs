using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.TestSupport.Engine;
using Phoenix.TestSupport.Model;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Leaderboards;

/// <summary>Asks a board for all it has and compares it with the model.</summary>
internal static class BoardAssert
{
    private static readonly DateTimeOffset FarAhead = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task EqualAsync(EngineKit kit, TenantId tenant, LeaderboardId id, ModelBoard model, long head)
    {
        var windows = model.Windows.ToList();
        // Without a key the latest window that ended, for far ahead all have; from there back by the previous keys.
        var latest = await PageAsync(kit, Standings(tenant, id.Value, null, head, now: FarAhead));
        var key = latest.Entries.Count > 0 || windows.Count > 0 ? latest.Window.Key : null;
        foreach (var window in Enumerable.Reverse(windows))
        {
            Assert.Equal(window.Key, key);
            var page = await PageAsync(kit, Standings(tenant, id.Value, key, head, now: FarAhead));
            var entries = window.Entries(model.Aggregation);
            Assert.Equal(entries, page.Entries);
            Assert.Equal(
                (entries.Count, window.Sequence, window.IsClosed, head),
                (page.Total, page.Sequence, page.Window.Status == WindowStatus.Closed, page.Position));
            await AssertRanksAsync(kit, tenant, id, window, entries, head);
            key = page.Window.PreviousKey;
        }
        Assert.Null(key);
    }

    /// <summary>The first, a middle and the last one, by their own queries.</summary>
    private static async Task AssertRanksAsync(
        EngineKit kit, TenantId tenant, LeaderboardId id, ModelWindow window, IReadOnlyList<StandingsEntry> entries, long head)
    {
        foreach (var entry in entries.Where((_, i) => i == 0 || i == entries.Count / 2 || i == entries.Count - 1))
        {
            var rank = await kit.AskAsync<RankReply>(
                new GetRank(tenant, id, Scope(window.Key, head), entry.UserId));
            Assert.Equal(
                (entry.Rank, entry.Place, entry.ScoreMillionths, entries.Count),
                (rank.Rank, rank.Place, rank.ScoreMillionths, rank.Total));
        }
    }

    private static async Task<StandingsPage> PageAsync(EngineKit kit, GetStandings query)
    {
        object reply = Refusal.Unavailable("not asked yet");
        // A board that starts answers "unavailable" until it has caught up.
        for (var attempt = 0; attempt < 20 && reply is Refusal { Code: ErrorCode.Unavailable }; attempt++)
            reply = await kit.AskAsTimeRunsAsync(query);
        return Assert.IsType<StandingsPage>(reply);
    }
}
