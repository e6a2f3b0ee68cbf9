using Akka.Actor;
using LinqToDB.Data;
using Phoenix.Cluster.Leaderboards;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.Cluster.Tests.Leaderboards.RebuildRig;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Leaderboards;

public sealed class VerificationSpecs
{
    [Fact]
    public async Task Finds_nothing_where_the_board_serves_the_log()
    {
        await using var rig = await StartAsync(Config(TimeframeType.Hourly));
        await rig.SendAsync(30);
        await rig.SendAsync(30, EngineKit.Start.AddHours(-1));

        var asked = await rig.Kit.AskAsync<RebuildReply>(new VerifyLeaderboard(Acme, BoardId));
        var verified = await rig.EndedAsync();

        Assert.Equal((RebuildState.Running, RebuildKind.Verify), (asked.State, asked.Kind));
        Assert.Equal((RebuildState.Done, RebuildKind.Verify, 1), (verified.State, verified.Kind, verified.Generation));
        Assert.Equal((2L, 0L), (verified.Report!.Windows, verified.Report.DifferenceCount));
    }

    [Fact]
    public async Task Verifies_what_a_rebuild_made_and_what_was_changed_since()
    {
        await using var rig = await StartAsync(Config());
        await rig.SendAsync(20);
        await rig.BackfillAsync(Config(TimeframeType.Hourly, points: "attrs.score * 2"));
        await rig.EndedAsync();
        await rig.Kit.AskAsync<LeaderboardReply>(new ChangeLeaderboardConfig(
            Acme, BoardId, Config(TimeframeType.Hourly, points: "attrs.score * 3"), null));
        await rig.SendAsync(20);

        var verified = await rig.VerifiedAsync();

        Assert.Equal((2, 1L, 0L), (
            verified.Generation, verified.Report!.Windows, verified.Report.DifferenceCount));
        await rig.AssertServesTheLogAsync();
    }

    [Fact]
    public async Task Finds_what_the_board_serves_otherwise_than_the_log_says()
    {
        await using var rig = await StartAsync(Config());
        await rig.SendAsync(10);
        var head = (await rig.PageAsync()).Position;
        // The board takes this for the next row; when the log's own comes it has it already.
        var forged = new RowSection(head + 1, Us(rig.Now), 1, [Entry("cheat", 1_000), Entry("u1", 7)]);
        rig.Kit.Boards.Tell(
            new ApplyRows(Acme, BoardId, head + 1, head + 1, Us(rig.Now), 1, [forged]),
            rig.Kit.Probes.CreateTestProbe().Ref);
        await EngineKit.BecomesTrueAsync(
            async () => await rig.Kit.AskAsync(Standings(Acme, Board)) is StandingsPage p && p.Position == head + 1,
            "The board does not take the row.");

        var verified = await rig.VerifiedAsync();

        Assert.Contains(
            new StandingsDifference("all", "cheat", "member", "present", "absent"), verified.Report!.Differences);
        Assert.Contains(verified.Report.Differences, d => (d.UserId, d.What) == ("u1", "record"));
    }

    [Fact]
    public async Task One_runs_at_a_time_and_can_be_cancelled()
    {
        await using var rig = await StartAsync(Config(), rows: 10);
        await rig.HoldVerificationAsync(5);

        var again = await rig.Kit.AskAsync(new VerifyLeaderboard(Acme, BoardId));
        var backfill = await rig.Kit.AskAsync(
            new ChangeLeaderboardConfig(Acme, BoardId, Config(), null, new Backfill(null)));
        var cancelled = await rig.Kit.AskAsync<RebuildReply>(new CancelRebuild(Acme, BoardId));
        rig.Journal.Open();

        Assert.Equal(ErrorCode.Conflict, Assert.IsType<Refusal>(again).Code);
        Assert.Equal(ErrorCode.Conflict, Assert.IsType<Refusal>(backfill).Code);
        Assert.Equal((RebuildState.Cancelled, 1), (cancelled.State, cancelled.Generation));
        await rig.AssertServesTheLogAsync();
    }

    [Theory]
    [InlineData("board")]
    [InlineData("tenant")]
    public async Task A_crash_on_the_way_starts_it_again(string what)
    {
        await using var rig = await StartAsync(Config(), rows: 100);
        await rig.HoldVerificationAsync(80);

        await rig.CrashAsync(what);
        rig.Journal.Open();

        Assert.Equal(0, (await rig.EndedAsync()).Report!.DifferenceCount);
    }

    [Fact]
    public async Task Starts_again_after_the_end_of_its_node_though_nobody_asks_its_tenant()
    {
        await using var rig = await StartAsync(Config(), rows: 100);
        await rig.HoldVerificationAsync(80);
        // Behind this checkpoint the board itself has nothing left to catch up with.
        var head = (await rig.Kit.LogAsync(Acme)).Count;
        await rig.Kit.EventuallyAsync(
            async () => (await CheckpointsAsync(rig)).Contains(head), () => "The board is not saved at its head.");
        await rig.Kit.KillAsync(Acme);
        await rig.Kit.KillAsync(Acme, Board);
        rig.Journal.Open();

        rig.Kit.System.ActorOf(
            WindowClock.Props(new DueStore(rig.Kit.Database), rig.Kit.Time, () => rig.Kit.Tenants));

        await rig.Kit.EventuallyAsync(
            async () => (await rig.RowsAsync<RebuildEnded>()).Count == 1, () => "The verification never ends.");
        Assert.Equal(0, (await rig.EndedAsync()).Report!.DifferenceCount);
        // From then on nothing wakes it for that.
        await rig.Kit.EventuallyAsync(
            async () => (await new DueStore(rig.Kit.Database).FindAsync(Us(rig.Now), default)).Count == 0,
            () => "The tenant is woken for ever.");
    }

    private static async Task<IReadOnlyList<long>> CheckpointsAsync(RebuildRig rig)
    {
        await using var db = rig.Kit.Database.OpenStandings();
        return [.. db.Query<long>("SELECT position FROM checkpoint")];
    }
}
