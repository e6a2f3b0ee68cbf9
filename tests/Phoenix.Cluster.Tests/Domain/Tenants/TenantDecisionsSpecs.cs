using Phoenix.Cluster.Domain.Tenants;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Domain.Tenants;

public sealed class TenantDecisionsSpecs
{
    private static readonly TenantId Acme = new("acme");
    private static readonly LeaderboardId Live = new("live");
    private static readonly LeaderboardId Gone = new("gone");
    private static readonly TenantLimits Limits = new(3, 7, 300);
    private static readonly LeaderboardConfig Daily = Config(TimeframeType.Daily);

    /// <summary>An active tenant with an active board of version 1 and an archived one.</summary>
    private static readonly TenantState Known = Fold(
        new TenantCreated(1, 10, Acme, "Acme", 300),
        new LeaderboardDefined(2, 20, Definition(Acme, "live", Daily)),
        new LeaderboardDefined(3, 30, Definition(Acme, "gone", Daily, 3, status: LeaderboardStatus.Archived)));

    public static TheoryData<string, ITenantMessage, ErrorCode> Refused() => new()
    {
        { "a tenant that exists", new CreateTenant(Acme, "x"), ErrorCode.Conflict },
        { "a window of 0 s", new ChangeTenant(Acme, null, null, 0), ErrorCode.ValidationError },
        { "a window of 86,401 s", new ChangeTenant(Acme, null, null, 86_401), ErrorCode.ValidationError },
        { "a board that exists", new DefineLeaderboard(Acme, Live, null, null, Daily), ErrorCode.Conflict },
        { "an archived board's id", new DefineLeaderboard(Acme, Gone, null, null, Daily), ErrorCode.Conflict },
        {
            "a config without rules",
            new DefineLeaderboard(Acme, new LeaderboardId("new"), null, null,
                Daily with { Scoring = new ScoringConfig([], Aggregation.Sum) }),
            ErrorCode.ValidationError
        },
        { "an unknown board's config", new ChangeLeaderboardConfig(Acme, new LeaderboardId("no"), Daily, null),
            ErrorCode.NotFound },
        { "an unknown board", new ChangeLeaderboard(Acme, new LeaderboardId("no"), null, "x", null, null),
            ErrorCode.NotFound },
        { "a stale version of a config", new ChangeLeaderboardConfig(Acme, Live, Daily, 2), ErrorCode.Conflict },
        { "a stale version", new ChangeLeaderboard(Acme, Live, null, "x", null, 0), ErrorCode.Conflict },
        { "an archived board", new ChangeLeaderboard(Acme, Gone, LeaderboardStatus.Active, null, null, null),
            ErrorCode.Conflict },
        { "an archived board's config", new ChangeLeaderboardConfig(Acme, Gone, Daily, null), ErrorCode.Conflict },
        { "another timeframe", new ChangeLeaderboardConfig(Acme, Live, Config(TimeframeType.Hourly), null),
            ErrorCode.ValidationError },
        {
            "another timezone",
            new ChangeLeaderboardConfig(Acme, Live,
                Daily with { Timeframe = Daily.Timeframe with { Timezone = "Europe/Berlin" } }, null),
            ErrorCode.ValidationError
        },
        {
            "another aggregation",
            new ChangeLeaderboardConfig(Acme, Live, Config(TimeframeType.Daily, Aggregation.Max), null),
            ErrorCode.ValidationError
        },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Refuses(string what, ITenantMessage command, ErrorCode code)
    {
        var decision = Decide(Known, command);

        Assert.Empty(decision.Rows);
        Assert.True(code == decision.Refusal?.Code, $"{what}: {decision.Refusal}");
    }

    public static TheoryData<ITenantMessage> OfTheUnknown() =>
    [
        new ChangeTenant(Acme, null, "x", null), new RotateSigningSecret(Acme),
        new DefineLeaderboard(Acme, Live, null, null, Daily), new ChangeLeaderboardConfig(Acme, Live, Daily, null),
        new ChangeLeaderboard(Acme, Live, null, "x", null, null),
    ];

    [Theory]
    [MemberData(nameof(OfTheUnknown))]
    public void Finds_no_tenant_that_was_not_created(ITenantMessage command) =>
        Assert.Equal(ErrorCode.NotFound, Decide(TenantState.Empty(Acme, 300), command).Refusal?.Code);

    public static TheoryData<ITenantMessage> WithoutChange() =>
    [
        new ChangeTenant(Acme, TenantStatus.Active, "Acme", 300), new ChangeTenant(Acme, null, null, null),
        new RotateSigningSecret(Acme), new ChangeLeaderboard(Acme, Live, LeaderboardStatus.Active, "live", "", 1),
    ];

    [Theory]
    [MemberData(nameof(WithoutChange))]
    public void Writes_nothing_where_nothing_changes(ITenantMessage command)
    {
        var decision = Decide(Known, command);

        Assert.Empty(decision.Rows);
        Assert.Null(decision.Refusal);
    }

    [Fact]
    public void Creates_with_the_default_window() => Assert.Equal(
        [new TenantCreated(9, 99, Acme, "Acme", 300)],
        Decide(TenantState.Empty(Acme, 1), new CreateTenant(Acme, "Acme")).Rows);

    [Fact]
    public void Writes_settings_and_status_as_rows_of_their_own() => Assert.Equal(
        [new TenantSettingsChanged(9, 99, "Acme", 60), new TenantStatusChanged(10, 99, TenantStatus.Suspended)],
        Decide(Known, new ChangeTenant(Acme, TenantStatus.Suspended, null, 60)).Rows);

    [Fact]
    public void Defines_with_every_default_and_limit_filled_in()
    {
        var row = (LeaderboardDefined)Assert.Single(
            Decide(Known, new DefineLeaderboard(Acme, new LeaderboardId("new"), null, null, Daily)).Rows);

        Assert.Equal(
            new LeaderboardDefinition(
                Acme, new LeaderboardId("new"), "new", "", LeaderboardStatus.Active, 1,
                LeaderboardDefinition.CurrentRulesVersion, 7, 4, 99, 99, Daily),
            row.Definition);
    }

    [Fact]
    public void Counts_archived_boards_against_the_limit()
    {
        var command = new DefineLeaderboard(Acme, new LeaderboardId("new"), null, null, Daily);

        Assert.Equal(ErrorCode.RateLimited, TenantDecisions.Decide(
            Known, command, Limits with { BoardsMax = 2 }, new RowStamp(9, 99, 4)).Refusal?.Code);
    }

    [Fact]
    public void Keeps_what_a_change_does_not_name()
    {
        var row = (LeaderboardDefined)Assert.Single(
            Decide(Known, new ChangeLeaderboard(Acme, Live, LeaderboardStatus.Inactive, null, "d", 1)).Rows);

        Assert.Equal(
            Known.Boards[Live] with
            {
                Status = LeaderboardStatus.Inactive, Description = "d", Version = 2, UpdatedAtUs = 99,
            },
            row.Definition);
    }

    [Fact]
    public void Lets_grace_ranking_and_rules_change()
    {
        var config = Config(
            TimeframeType.Daily, graceSeconds: -1, ranking: RankingConfig.Default with { Size = 5 }, points: "1");

        var row = (LeaderboardDefined)Assert.Single(Decide(Known, new ChangeLeaderboardConfig(Acme, Live, config, 1))
            .Rows);

        Assert.Equal((config, 2, 7), (row.Definition.Config, row.Definition.Version, row.Definition.OpenWindowsMax));
    }

    [Fact]
    public void Tells_a_board_defined_under_suspension_of_it()
    {
        var suspended = TenantState.Apply(Known, 4, new TenantStatusChanged(4, 40, TenantStatus.Suspended));

        var rows = Decide(suspended, new DefineLeaderboard(Acme, new LeaderboardId("new"), null, null, Daily)).Rows;

        Assert.IsType<LeaderboardDefined>(rows[0]);
        Assert.Equal(new TenantStatusChanged(10, 99, TenantStatus.Suspended), rows[1]);
    }

    [Fact]
    public void A_snapshot_holds_the_whole_state()
    {
        var restored = TenantState.FromSnapshot(Acme, Known.ToSnapshot(2));

        Assert.Equal(
            Known with
            {
                Definitions = restored.Definitions, Boards = restored.Boards, ControlRows = restored.ControlRows,
            },
            restored);
        Assert.NotEmpty(Known.ControlRows);
        Assert.Equal(Known.ControlRows, restored.ControlRows);
        Assert.Equal(Known.Definitions, restored.Definitions);
        Assert.Equal(Known.Boards.OrderBy(b => b.Key.Value), restored.Boards.OrderBy(b => b.Key.Value));
    }

    private static TenantDecision Decide(TenantState state, ITenantMessage command) =>
        TenantDecisions.Decide(state, command, Limits, new RowStamp(9, 99, state.Position + 1));

    private static TenantState Fold(params ITenantEvent[] rows) => rows.Aggregate(
        TenantState.Empty(Acme, 300), (state, row) => TenantState.Apply(state, state.Position + 1, row));
}
