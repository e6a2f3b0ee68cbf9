using LinqToDB.Data;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.Cluster.Tests.Leaderboards.RebuildRig;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Leaderboards;

public sealed class RebuildSpecs
{
    private static readonly LeaderboardConfig Doubled = Config(points: "attrs.score * 2");

    [Fact]
    public async Task A_rebuild_by_the_same_config_shows_the_same()
    {
        await using var rig = await StartAsync(Config());
        await rig.SendAsync(40);
        var before = await rig.PageAsync();

        var asked = await rig.BackfillAsync(Config());
        var ended = await rig.EndedAsync();

        Assert.Equal((2, LeaderboardStatus.Active), (asked.Definition.Version, asked.Definition.Status));
        Assert.Equal((RebuildState.Done, 2), (ended.State, ended.Generation));
        Assert.Equal(before.Entries, (await rig.PageAsync()).Entries);
        await rig.AssertServesTheLogAsync();
    }

    [Fact]
    public async Task The_log_is_scored_from_its_beginning_by_the_new_config()
    {
        await using var rig = await StartAsync();
        await rig.SendAsync(10);
        await rig.Kit.DefineAsync(Acme, Board, Config());
        await rig.SendAsync(10);

        var asked = await rig.BackfillAsync(Doubled);
        await rig.EndedAsync();

        Assert.Equal("attrs.score * 2", asked.Definition.Config.Scoring.Rules[0].PointsExpression);
        Assert.Equal(20, (await rig.PageAsync()).Entries.Sum(e => e.EventCount));
        await rig.AssertServesTheLogAsync();
    }

    [Fact]
    public async Task A_board_serves_its_old_config_until_it_has_caught_up_and_then_swaps_at_once()
    {
        await using var rig = await StartAsync(Config(), rows: 10);
        await rig.HoldBackfillAsync(Doubled, 5);
        await rig.SendAsync(10);

        var during = await rig.PageAsync();
        var running = await rig.Kit.AskAsync<RebuildReply>(new GetRebuild(Acme, BoardId));
        rig.Journal.Open();
        await rig.EndedAsync();
        var after = await rig.PageAsync();

        Assert.Equal((RebuildState.Running, 24L), (running.State, running.Head));
        Assert.Equal(
            during.Entries.Select(e => (e.UserId, e.ScoreMillionths * 2)),
            after.Entries.Select(e => (e.UserId, e.ScoreMillionths)));
        Assert.True(after.Sequence > during.Sequence);
        await rig.AssertServesTheLogAsync();
    }

    [Fact]
    public async Task A_rebuild_under_live_ingestion_loses_and_doubles_nothing()
    {
        await using var rig = await StartAsync(Config());
        await rig.SendAsync(100);

        await rig.BackfillAsync(Doubled);
        var ended = rig.EndedAsync();
        while (!ended.IsCompleted) await rig.SendAsync(5);
        await rig.SendAsync(20);

        Assert.Equal(RebuildState.Done, (await ended).State);
        await rig.AssertServesTheLogAsync();
    }

    [Fact]
    public async Task Timeframe_and_aggregation_change_together_with_a_backfill()
    {
        await using var rig = await StartAsync(Config());
        for (var hour = 0; hour < 4; hour++) await rig.SendAsync(10, EngineKit.Start.AddHours(hour - 3));
        await rig.PageAsync();

        await rig.BackfillAsync(Config(TimeframeType.Hourly, Aggregation.Max));
        await rig.EndedAsync();
        await rig.SendAsync(5);

        await rig.AssertServesTheLogAsync();
        Assert.Equal(
            ErrorCode.NotFound, Assert.IsType<Refusal>(await rig.Kit.AskAsync(Standings(Acme, Board, "all"))).Code);
    }

    [Fact]
    public async Task A_board_can_be_created_with_a_backfill_and_scores_meanwhile()
    {
        await using var rig = await StartAsync();
        await rig.SendAsync(10);
        rig.Journal.CloseAt(5);
        await rig.Kit.AskAsync<LeaderboardReply>(
            new DefineLeaderboard(Acme, BoardId, null, null, Config(), new Backfill(null)));
        await rig.Journal.Reached;
        await rig.SendAsync(3);

        var during = await rig.PageAsync();
        rig.Journal.Open();
        await rig.EndedAsync();

        Assert.Equal(3, during.Entries.Sum(e => e.EventCount));
        Assert.Equal(13, (await rig.PageAsync()).Entries.Sum(e => e.EventCount));
        await rig.AssertServesTheLogAsync();
    }

    [Fact]
    public async Task Times_at_which_the_board_was_inactive_stay_unscored()
    {
        await using var rig = await StartAsync(Config());
        await rig.SendAsync(5);
        await rig.ChangeAsync(LeaderboardStatus.Inactive);
        await rig.SendAsync(7);
        await rig.ChangeAsync(LeaderboardStatus.Active);
        await rig.SendAsync(5);

        await rig.BackfillAsync(Doubled);
        await rig.EndedAsync();

        Assert.Equal(10, (await rig.PageAsync()).Entries.Sum(e => e.EventCount));
        await rig.AssertServesTheLogAsync();
    }

    [Fact]
    public async Task A_time_names_the_first_event_accepted_then()
    {
        await using var rig = await StartAsync(Config());
        await rig.SendAsync(6);
        rig.Kit.Time.Advance(TimeSpan.FromSeconds(10));
        var from = rig.Now;
        await rig.SendAsync(4);

        await rig.BackfillAsync(Doubled, from);
        await rig.EndedAsync();

        Assert.Equal(4, (await rig.PageAsync()).Entries.Sum(e => e.EventCount));
        var row = Assert.Single(await rig.RowsAsync<BackfillRequested>());
        Assert.Equal((9L, Us(from)), (row.Origin, row.FromUs));
        await rig.AssertServesTheLogAsync();
    }

    [Fact]
    public async Task Changes_meanwhile_hold_for_both()
    {
        await using var rig = await StartAsync(Config(), rows: 5);
        await rig.HoldBackfillAsync(Doubled, 3);
        await rig.ChangeAsync(LeaderboardStatus.Inactive);
        await rig.SendAsync(5);
        await rig.ChangeAsync(LeaderboardStatus.Active);
        await rig.SendAsync(5);
        await rig.Kit.AskAsync<LeaderboardReply>(
            new ChangeLeaderboardConfig(Acme, BoardId, Config(points: "attrs.score * 3"), null));
        await rig.SendAsync(5);

        rig.Journal.Open();
        await rig.EndedAsync();

        await rig.AssertServesTheLogAsync();
        Assert.Equal(3, (await rig.RowsAsync<GenerationDefined>()).Count);
    }

    [Fact]
    public async Task After_a_cancel_the_board_goes_on_by_its_old_config()
    {
        await using var rig = await StartAsync(Config(), rows: 10);
        await rig.HoldBackfillAsync(Doubled, 5);

        var cancelled = await rig.Kit.AskAsync<RebuildReply>(new CancelRebuild(Acme, BoardId));
        rig.Journal.Open();
        await rig.SendAsync(10);

        Assert.Equal(RebuildState.Cancelled, cancelled.State);
        Assert.Equal(ErrorCode.Conflict, Assert.IsType<Refusal>(
            await rig.Kit.AskAsync(new CancelRebuild(Acme, BoardId))).Code);
        await rig.AssertServesTheLogAsync();
        await rig.BackfillAsync(Doubled);
        Assert.Equal(3, (await rig.EndedAsync()).Generation);
        await rig.AssertServesTheLogAsync();
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_fails_the_rebuild_and_the_board_goes_on()
    {
        await using var rig = await StartAsync(Config(), rows: 10);
        rig.Journal.Lose(5);

        await rig.BackfillAsync(Doubled);
        var failed = await rig.EndedAsync();
        await rig.SendAsync(3);

        Assert.Equal((RebuildState.Failed, "row 5 is missing"), (failed.State, failed.Error));
        await rig.AssertServesTheLogAsync();
    }

    [Theory]
    [InlineData("board", 0)]
    [InlineData("tenant", 0)]
    [InlineData("board", 5)]
    [InlineData("tenant", 5)]
    [InlineData("supplant", 5)]
    [InlineData("board", 150)]
    [InlineData("tenant", 150)]
    public async Task A_crash_on_the_way_goes_on_from_the_log(string what, int row)
    {
        await using var rig = await StartAsync(Config(), rows: 200);
        await rig.HoldBackfillAsync(Doubled, row);

        await rig.CrashAsync(what);
        rig.Journal.Open();
        await rig.SendAsync(5);

        Assert.Equal(RebuildState.Done, (await rig.EndedAsync()).State);
        await rig.AssertServesTheLogAsync();
        Assert.Single(await rig.RowsAsync<GenerationActivated>());
    }

    [Theory]
    [InlineData("board")]
    [InlineData("tenant")]
    [InlineData("supplant")]
    public async Task A_crash_behind_the_row_of_the_swap_serves_the_new_generation(string what)
    {
        await using var rig = await StartAsync(Config(), rows: 50);
        await rig.BackfillAsync(Doubled);
        await rig.EndedAsync();

        await rig.CrashAsync(what);
        await rig.SendAsync(5);

        await rig.AssertServesTheLogAsync();
        await rig.CrashAsync(what);
        await rig.AssertServesTheLogAsync();
    }

    [Fact]
    public async Task A_board_that_lost_its_checkpoints_gets_back_the_generation_that_serves()
    {
        await using var rig = await StartAsync(Config());
        await rig.SendAsync(50);
        await rig.BackfillAsync(Config(points: "attrs.score * 2", aggregation: Aggregation.Max));
        await rig.EndedAsync();
        await rig.AssertServesTheLogAsync();
        await rig.Kit.KillAsync(Acme, Board);
        await using (var db = rig.Kit.Database.OpenStandings())
        {
            foreach (var table in new[] { "board", "checkpoint", "checkpoint_chunk" })
                await db.ExecuteAsync($"DELETE FROM {table}");
        }

        await rig.SendAsync(5);

        await rig.AssertServesTheLogAsync();
        Assert.Equal(0, (await rig.VerifiedAsync()).Report!.DifferenceCount);
    }
}
