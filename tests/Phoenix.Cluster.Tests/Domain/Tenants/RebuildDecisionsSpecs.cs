using Phoenix.Cluster.Domain.Tenants;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Domain.Tenants;

public sealed class RebuildDecisionsSpecs
{
    private static readonly TenantId Acme = new("acme");
    private static readonly LeaderboardId Live = new("live");
    private static readonly TenantLimits Limits = new(3, 7, 300);
    private static readonly LeaderboardConfig Daily = Config(TimeframeType.Daily);
    private static readonly LeaderboardConfig Hourly = Config(TimeframeType.Hourly, Aggregation.Max);

    /// <summary>A tenant with an active board of version 1.</summary>
    private static readonly TenantState Known = Fold(
        TenantState.Empty(Acme, 300),
        new TenantCreated(1, 10, Acme, "Acme", 300), new LeaderboardDefined(2, 20, Definition(Acme, "live", Daily)));

    private static readonly TenantState Rebuilding = Carried(Known, Backfilled(Hourly));

    [Fact]
    public void Asking_leaves_the_board_as_it_serves_with_the_next_version()
    {
        var rows = Decide(Known, Backfilled(Hourly)).Rows;

        var serving = Assert.IsType<LeaderboardDefined>(rows[0]).Definition;
        var asked = Assert.IsType<BackfillRequested>(rows[1]);
        Assert.Equal((Daily, 2), (serving.Config, serving.Version));
        Assert.Equal((Hourly, 2, 2, 1L), (asked.Asked.Config, asked.Asked.Version, asked.Generation, asked.Origin));
    }

    [Fact]
    public void A_board_can_be_created_with_a_backfill()
    {
        var command = new DefineLeaderboard(Acme, new LeaderboardId("new"), null, null, Daily, new Backfill(5));

        var rows = Decide(Known, new LocatedBackfill(command, 2)).Rows;

        var defined = Assert.IsType<LeaderboardDefined>(rows[0]).Definition;
        Assert.Equal(new BackfillRequested(new RowStamp(9, 99, 4).Next.RowId, 99, 2, 2, 5, defined), rows[1]);
    }

    public static TheoryData<string, Backfill, ErrorCode> Starts() => new()
    {
        { "the future", new Backfill(100), ErrorCode.ValidationError },
        { "before the log's floor", new Backfill(29), ErrorCode.ValidationError },
        { "a beginning that the log lacks", new Backfill(null), ErrorCode.ValidationError },
    };

    [Theory]
    [MemberData(nameof(Starts))]
    public void Refuses_to_start_in(string what, Backfill backfill, ErrorCode code)
    {
        var trimmed = Known with { LogFloor = 2, LogFloorUs = 30 };

        var refusal = Decide(trimmed, Backfilled(Hourly, backfill, 1)).Refusal;

        Assert.True(code == refusal?.Code, $"{what}: {refusal}");
    }

    [Fact]
    public void Names_the_floor_that_a_start_is_below()
    {
        var trimmed = Known with { LogFloor = 2, LogFloorUs = 1_763_469_297_120_000 };

        var refusal = Decide(trimmed, Backfilled(Hourly, new Backfill(null), 1)).Refusal;

        Assert.Contains("2025-11-18T12:34:57.120000Z", refusal?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Starts_where_the_log_begins() =>
        Assert.Null(Decide(Known with { LogFloor = 2, LogFloorUs = 30 }, Backfilled(Hourly, new Backfill(30), 2))
            .Refusal);

    public static TheoryData<string, ITenantMessage, ErrorCode> WhileOneRuns() => new()
    {
        { "another backfill", Backfilled(Daily), ErrorCode.Conflict },
        { "a verification", new VerifyLeaderboard(Acme, Live), ErrorCode.Conflict },
        { "a config that fits only what serves", new ChangeLeaderboardConfig(Acme, Live, Daily, null),
            ErrorCode.Conflict },
        { "a config that fits only what is asked", new ChangeLeaderboardConfig(Acme, Live, Hourly, null),
            ErrorCode.ValidationError },
    };

    [Theory]
    [MemberData(nameof(WhileOneRuns))]
    public void Refuses_while_a_rebuild_runs(string what, ITenantMessage command, ErrorCode code)
    {
        var refusal = Decide(Rebuilding, command).Refusal;

        Assert.True(code == refusal?.Code, $"{what}: {refusal}");
    }

    [Fact]
    public void Cancelling_gives_the_board_that_serves_a_version_of_its_own()
    {
        var state = Carried(Rebuilding, new CancelRebuild(Acme, Live));

        Assert.Equal((Daily, 3), (state.Boards[Live].Config, state.Boards[Live].Version));
        Assert.Equal(RebuildState.Cancelled, Generations.Of(state, Live).Run!.State);
        Assert.Equal(ErrorCode.Conflict, Decide(state, new CancelRebuild(Acme, Live)).Refusal?.Code);
    }

    [Fact]
    public void A_number_is_never_given_twice()
    {
        var cancelled = Carried(Rebuilding, new CancelRebuild(Acme, Live));

        Assert.Equal(3, ((BackfillRequested)Decide(cancelled, Backfilled(Hourly)).Rows[1]).Generation);
    }

    [Fact]
    public void Archiving_cancels() => Assert.Equal(
        RebuildState.Cancelled,
        Generations.Of(
            Carried(Rebuilding, new ChangeLeaderboard(Acme, Live, LeaderboardStatus.Archived, null, null, null)),
            Live).Run!.State);

    [Fact]
    public void A_change_of_status_or_texts_holds_for_both()
    {
        var state = Carried(
            Rebuilding, new ChangeLeaderboard(Acme, Live, LeaderboardStatus.Inactive, "x", null, 2));

        var asked = Generations.RunningOf(state, Live)!.Asked!;
        Assert.Equal((Daily, LeaderboardStatus.Inactive, "x", 3), Shown(state.Boards[Live]));
        Assert.Equal((Hourly, LeaderboardStatus.Inactive, "x", 3), Shown(asked));
    }

    [Fact]
    public void A_config_that_fits_both_holds_for_both()
    {
        var rebuilding = Carried(Known, Backfilled(Config(TimeframeType.Daily, points: "2")));
        var config = Config(TimeframeType.Daily, graceSeconds: 60, points: "3");

        var state = Carried(rebuilding, new ChangeLeaderboardConfig(Acme, Live, config, null));

        Assert.Equal(config, state.Boards[Live].Config);
        Assert.Equal(config, Generations.RunningOf(state, Live)!.Asked!.Config);
    }

    [Fact]
    public void Takes_over_only_near_the_head_and_by_its_own_run()
    {
        var run = Generations.RunningOf(Rebuilding, Live)!.RunId;
        var far = Rebuilding with { Position = run + RebuildDecisions.RowsBehindMax + 1 };

        Assert.Empty(Decide(far, new ActivateGeneration(Acme, Live, run, run)).Rows);
        Assert.Empty(Decide(far, new ActivateGeneration(Acme, Live, run - 1, far.Position)).Rows);
        var row = Assert.IsType<GenerationActivated>(
            Assert.Single(Decide(far, new ActivateGeneration(Acme, Live, run, run + 1)).Rows));
        Assert.Equal((2, Hourly), (row.Generation, row.Definition.Config));
    }

    [Fact]
    public void What_took_over_is_the_board()
    {
        var run = Generations.RunningOf(Rebuilding, Live)!.RunId;

        var state = Carried(Rebuilding, new ActivateGeneration(Acme, Live, run, run));

        Assert.Equal((Hourly, 2), (state.Boards[Live].Config, state.Boards[Live].Version));
        Assert.Equal(state.Position, Generations.ServingOf(state, Live).ActivatedAt);
        Assert.Equal(RebuildState.Done, Generations.Of(state, Live).Run!.State);
        Assert.Equal(state.Boards[Live], state.Definitions[^1].Definition);
    }

    [Fact]
    public void A_failure_is_told_and_the_board_goes_on()
    {
        var run = Generations.RunningOf(Rebuilding, Live)!.RunId;

        var state = Carried(Rebuilding, new EndRebuild(Acme, Live, run, 3, "a hole", null));

        var ended = Generations.Of(state, Live).Run!;
        Assert.Equal((RebuildState.Failed, "a hole", 3), (ended.State, ended.Error, ended.Position));
        Assert.Equal((Daily, 3), (state.Boards[Live].Config, state.Boards[Live].Version));
        Assert.Empty(Decide(state, new EndRebuild(Acme, Live, run, 3, "a hole", null)).Rows);
    }

    [Fact]
    public void A_verification_is_of_what_serves_and_changes_no_version()
    {
        var verifying = Carried(Known, new VerifyLeaderboard(Acme, Live));
        var run = Generations.RunningOf(verifying, Live)!;
        var report = new VerificationReport(1, 2, 0, []);

        var state = Carried(verifying, new EndRebuild(Acme, Live, run.RunId, 3, null, report));

        Assert.Equal((1, 2L, 1L), (run.Generation.Number, run.Generation.Origin, run.Generation.ActivatedAt));
        Assert.Equal(1, state.Boards[Live].Version);
        Assert.Equal(report, Generations.Of(state, Live).Run!.Report);
    }

    [Fact]
    public void An_unknown_board_has_no_rebuild() => Assert.Equal(
        ErrorCode.NotFound, Decide(Known, new VerifyLeaderboard(Acme, new LeaderboardId("no"))).Refusal?.Code);

    [Fact]
    public void The_history_has_the_config_asked_for_and_the_status_of_old()
    {
        var state = Fold(
            Known,
            Redefined(30, LeaderboardStatus.Inactive), Redefined(40, LeaderboardStatus.Inactive),
            Redefined(50, LeaderboardStatus.Active));

        var fromStart = Generations.RunningOf(Carried(state, Backfilled(Hourly)), Live)!.Generation;
        var fromLater = Generations.RunningOf(Carried(state, Backfilled(Hourly, new Backfill(35), 4)), Live)!
            .Generation;

        Assert.Equal(
            [(0, LeaderboardStatus.Active), (3, LeaderboardStatus.Inactive), (5, LeaderboardStatus.Active)],
            fromStart.History.Select(h => (h.Position, h.Definition.Status)));
        Assert.Equal(
            [(3, LeaderboardStatus.Inactive), (5, LeaderboardStatus.Active)],
            fromLater.History.Select(h => (h.Position, h.Definition.Status)));
        Assert.All(fromStart.History, h => Assert.Equal(Hourly, h.Definition.Config));
    }

    [Fact]
    public void A_snapshot_holds_generations_and_runs()
    {
        var run = Generations.RunningOf(Rebuilding, Live)!.RunId;
        var state = Carried(
            Carried(Rebuilding, new ActivateGeneration(Acme, Live, run, run)), new VerifyLeaderboard(Acme, Live));

        var restored = TenantState.FromSnapshot(Acme, state.ToSnapshot(2));

        Assert.Equal(state.Rebuilds[Live], restored.Rebuilds[Live]);
    }

    private static (LeaderboardConfig, LeaderboardStatus, string, int) Shown(LeaderboardDefinition board) =>
        (board.Config, board.Status, board.Name, board.Version);

    private static LocatedBackfill Backfilled(LeaderboardConfig config, Backfill? backfill = null, long origin = 1) =>
        new(new ChangeLeaderboardConfig(Acme, Live, config, null, backfill ?? new Backfill(null)), origin);

    private static LeaderboardDefined Redefined(long us, LeaderboardStatus status) =>
        new(7, us, Definition(Acme, "live", Daily, status: status));

    private static TenantDecision Decide(TenantState state, ITenantMessage command) =>
        TenantDecisions.Decide(state, command, Limits, new RowStamp(9, 99, state.Position + 1));

    private static TenantState Carried(TenantState state, ITenantMessage command)
    {
        var decision = Decide(state, command);
        Assert.True(decision.Rows.Count > 0, $"{command}: {decision.Refusal}");
        return Fold(state, [.. decision.Rows]);
    }

    private static TenantState Fold(TenantState state, params ITenantEvent[] rows) =>
        rows.Aggregate(state, (s, row) => TenantState.Apply(s, s.Position + 1, row));
}
