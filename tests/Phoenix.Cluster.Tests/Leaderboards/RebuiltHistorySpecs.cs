using LinqToDB.Data;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.Cluster.Tests.Leaderboards.RebuildRig;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Leaderboards;

/// <summary>What a backfill makes of windows that are over.</summary>
public sealed class RebuiltHistorySpecs
{
    private static readonly LeaderboardConfig Hourly = Config(TimeframeType.Hourly, graceSeconds: 0);

    private static readonly LeaderboardConfig Doubled =
        Config(TimeframeType.Hourly, graceSeconds: 0, points: "attrs.score * 2");

    [Fact]
    public async Task A_closed_window_that_it_touches_gets_a_new_revision_and_one_that_it_does_not_keeps_its_own()
    {
        await using var rig = await StartAsync(Hourly);
        await rig.SendAsync(10);
        await CloseAsync(rig, windows: 1);
        var from = rig.Now;
        await rig.SendAsync(10);
        await CloseAsync(rig, windows: 2);
        var before = await SnapshotsAsync(rig);

        await rig.BackfillAsync(Doubled, from);
        await rig.EndedAsync();

        var after = await SnapshotsAsync(rig, s => s.Count == 2 && s[0].Revision == 2);
        Assert.Equal([1, 1], before.Select(s => s.Revision));
        Assert.Equal([2, 1], after.Select(s => s.Revision));
        Assert.Equal(before.Select(s => s.WindowKey), after.Select(s => s.WindowKey));
        var page = await SnapshotAsync(rig, after[0].TimeUs);
        Assert.Equal(2, page.Revision);
        Assert.Equal(10, page.Page.Entries.Sum(e => e.EventCount));
        Assert.All(page.Page.Entries, e => Assert.Equal(0, e.ScoreMillionths % 2_000_000));
        Assert.Equal(0, (await rig.VerifiedAsync()).Report!.DifferenceCount);
    }

    [Fact]
    public async Task After_a_changed_timeframe_the_old_windows_and_snapshots_are_no_longer_served()
    {
        await using var rig = await StartAsync(Hourly);
        await rig.SendAsync(10);
        await CloseAsync(rig, windows: 1);
        var old = Assert.Single(await SnapshotsAsync(rig));

        await rig.BackfillAsync(Config(TimeframeType.Daily));
        await rig.EndedAsync();

        Assert.Empty(await SnapshotsAsync(rig, s => s.Count == 0));
        Assert.Equal(ErrorCode.NotFound, Assert.IsType<Refusal>(
            await rig.Kit.AskAsTimeRunsAsync(Standings(Acme, Board, old.WindowKey))).Code);
        await rig.AssertServesTheLogAsync();
    }

    [Fact]
    public async Task A_restart_serves_the_new_revisions()
    {
        await using var rig = await StartAsync(Hourly);
        await rig.SendAsync(10);
        await CloseAsync(rig, windows: 1);
        await rig.BackfillAsync(Doubled);
        await rig.EndedAsync();
        var before = await SnapshotsAsync(rig, s => s.Count == 1 && s[0].Revision == 2);

        await rig.Kit.KillAsync(Acme, Board);
        await rig.SendAsync(2);

        Assert.Equal(before, await SnapshotsAsync(rig));
        await rig.AssertServesTheLogAsync();
    }

    [Fact]
    public async Task A_cancelled_rebuild_leaves_the_snapshots_as_they_were()
    {
        await using var rig = await StartAsync(Hourly);
        await rig.SendAsync(10);
        await CloseAsync(rig, windows: 1);
        var before = await SnapshotsAsync(rig);
        await rig.PageAsync();
        await rig.HoldBackfillAsync(Doubled, 8);

        await rig.Kit.AskAsync<RebuildReply>(new CancelRebuild(Acme, BoardId));
        rig.Journal.Open();

        Assert.Equal(before, await SnapshotsAsync(rig));
        await rig.AssertServesTheLogAsync();
    }

    [Fact]
    public async Task A_verification_finds_what_was_changed_in_the_history()
    {
        await using var rig = await StartAsync(Hourly);
        await rig.SendAsync(10);
        await CloseAsync(rig, windows: 1);
        await using (var db = rig.Kit.Database.OpenStandings())
            await db.ExecuteAsync("UPDATE final_entry SET score = score + 1 WHERE place = 1");

        var verified = await rig.VerifiedAsync();

        Assert.Equal("entry", Assert.Single(verified.Report!.Differences).What);
    }

    /// <summary>An hour later the log's time closes the window, and the history has it.</summary>
    private static async Task CloseAsync(RebuildRig rig, int windows)
    {
        rig.Kit.Time.Advance(TimeSpan.FromHours(1));
        await SnapshotsAsync(rig, s => s.Count == windows);
        await rig.Kit.EventuallyAsync(
            async () =>
            {
                await using var db = rig.Kit.Database.OpenStandings();
                return await db.ExecuteAsync<long>("SELECT COUNT(*) FROM final_window WHERE is_final = 1") == windows;
            },
            () => "The history lacks a window.");
    }

    private static async Task<IReadOnlyList<SnapshotSummary>> SnapshotsAsync(
        RebuildRig rig, Func<IReadOnlyList<SnapshotSummary>, bool>? holds = null)
    {
        IReadOnlyList<SnapshotSummary> snapshots = [];
        await rig.Kit.EventuallyAsync(
            async () =>
            {
                var query = new GetSnapshots(Acme, BoardId, Scope(now: rig.Now), 0, long.MaxValue, 100);
                if (await rig.Kit.AskAsTimeRunsAsync(query) is not SnapshotsReply reply) return false;
                snapshots = reply.Snapshots;
                return holds is null || holds(snapshots);
            },
            () => $"The snapshots are {string.Join(", ", snapshots)}");
        return snapshots;
    }

    private static async Task<SnapshotReply> SnapshotAsync(RebuildRig rig, long timeUs) =>
        Assert.IsType<SnapshotReply>(await rig.Kit.AskAsTimeRunsAsync(
            new GetSnapshot(Acme, BoardId, Scope(now: rig.Now), timeUs, 0, 100)));
}
