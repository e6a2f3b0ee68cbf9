using System.Globalization;
using System.Text;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Events;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Ops;
using Phoenix.Messages.Tenants;

namespace Phoenix.Messages.Tests.Serialization;

/// <summary>
/// Messages of every type, by which round trips and golden bytes are tested: every field is set to something other than
/// its default in one of them, and every field that may be null is null in another. Append-only: the golden files go by
/// type and order.
/// </summary>
internal static class Samples
{
    private const long NowUs = 1_763_469_296_123_456;
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static readonly TenantId Tenant = new("tenant-1");
    private static readonly LeaderboardId Board = new("xp_Weekly-1");

    public static IReadOnlyList<object> All { get; } =
    [
        .. Log(), .. Commands(), .. Replies(), .. Registry(), .. BoardMessages(), .. BoardQueries(), .. BoardReplies(),
        .. Ops(),
        .. Refusals(), .. Live(), .. Windows(), .. RebuildSamples.All,
        .. Traced(),
        .. Scoring(), .. Ranks(), .. Trimmed(), .. Attempts(),
    ];

    /// <summary>The customer's example, as the guide shows it.</summary>
    public static EventRecord GuideEvent(int number = 0) => EventRecord.Create(
        "evt_01JBQ56ZGTKNC3XN8R8KZZR4N5"[..^4] + number.ToString("D4", CultureInfo.InvariantCulture),
        "match.completed",
        $"user-{123 + number}",
        1_763_469_296_000_000 + number * 1_000_003L,
        Encoding.UTF8.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $$$"""
                {"event_id":"evt_01JBQ56ZGTKNC3XN8R8KZZ{{{number:D4}}}","type":"match.completed",
                "actor":{"user_id":"user-{{{123 + number}}}","metadata":{"region":"na-east","platform":"ios"}},
                "subject":{"type":"match","id":"match-{{{987 + number * 31}}}"},"occurred_at":"2025-11-18T12:34:56Z",
                "attrs":{"score":{{{1550 + number * 7919 % 1000}}},"duration_seconds":480,"victory":true}}
                """)));

    /// <summary>A definition with every field set, or with every optional field left out.</summary>
    public static LeaderboardDefinition Definition(bool full) => new(
        Tenant, Board, "XP, weekly", "All the points – ünïcode ✓", LeaderboardStatus.Inactive, 3, 1, 2_000, 41,
        NowUs - 7, NowUs, Config(full));

    public static LeaderboardConfig Config(bool full) => full
        ? new LeaderboardConfig(
            [
                new FieldPredicate("actor.metadata.region", PredicateOperator.In, [Scalar.Of("na-east"), Scalar.Null]),
                new FieldPredicate("attrs.ranked", PredicateOperator.Ne, [Scalar.Of(false)]),
            ],
            new TimeframeConfig(
                TimeframeType.Custom, "Europe/Berlin", DayOfWeek.Saturday, 270, 28, -1, -62_135_596_800_000_000,
                NowUs + 1, "P2W"),
            new ScoringConfig(
                [
                    new ScoringRule(
                        "match.completed",
                        [new FieldPredicate("attrs.victory", PredicateOperator.Eq, [Scalar.Of(true)])],
                        "attrs.score * 0.1 + max(attrs.kills, 3)"),
                    new ScoringRule("*", [], null),
                ],
                Aggregation.Max),
            new RankingConfig(
                RankingMethod.ScoreAsc, 100_000, -9_223_372_036_854_775_807, TieRule.Ordinal, TieBreaker.UserId))
        : new LeaderboardConfig(
            [new FieldPredicate("attrs.laps.0", PredicateOperator.Gte, [Scalar.Of(-0.1)])],
            TimeframeConfig.Of(TimeframeType.Daily),
            new ScoringConfig([new ScoringRule("*", [], null)], Aggregation.Count),
            RankingConfig.Default with { Size = null });

    private static IEnumerable<object> Log() =>
    [
        new EventsAccepted(0xFEDC_BA98_7654_3210, NowUs, [GuideEvent(), GuideEvent(1), GuideEvent(2)]),
        new EventsAccepted(1, NowUs, [EventRecord.Create("é", "t", "✓", -1_000_001, "{}"u8)]),
        new EventsAccepted(2, NowUs, []),
        new TenantCreated(ulong.MaxValue, NowUs, Tenant, "Tenant – one", 300),
        new TenantStatusChanged(17, NowUs, TenantStatus.Suspended),
        new TenantSettingsChanged(18, NowUs, "Renamed", 86_400),
        new LeaderboardDefined(19, NowUs, Definition(full: true)),
        new LeaderboardDefined(20, NowUs, Definition(full: false)),
        new TimeAdvanced(21, NowUs),
        new TenantSnapshot(
            1_000_000, NowUs, 999_000, true, "Tenant – one", TenantStatus.Suspended, 300, NowUs - 1,
            [
                new PositionedDefinition(2, Definition(full: true)),
                new PositionedDefinition(1L << 40, Definition(full: false)),
            ]),
    ];

    private static IEnumerable<object> Commands() =>
    [
        new AcceptEvents(Tenant, [GuideEvent(), GuideEvent(1)]),
        new AcceptEvents(Tenant, []),
        new CreateTenant(Tenant, "Tenant – one"),
        new ChangeTenant(Tenant, TenantStatus.Suspended, "Renamed", 1),
        new ChangeTenant(Tenant, TenantStatus.Active, "", 0),
        new ChangeTenant(Tenant, null, null, null),
        new RotateSigningSecret(Tenant),
        new DefineLeaderboard(Tenant, Board, "XP", "Points", Config(full: true)),
        new DefineLeaderboard(Tenant, Board, null, null, Config(full: false)),
        new ChangeLeaderboardConfig(Tenant, Board, Config(full: true), 7),
        new ChangeLeaderboardConfig(Tenant, Board, Config(full: false), null),
        new ChangeLeaderboard(Tenant, Board, LeaderboardStatus.Archived, "XP", "Points", 7),
        new ChangeLeaderboard(Tenant, Board, null, null, null, null),
        new AttachLeaderboard(Tenant, Board, 42),
    ];

    private static IEnumerable<object> Replies() =>
    [
        new EventsAcceptedReply(42, [false, true, false]),
        new TenantReply(Tenant, "Tenant – one", TenantStatus.Suspended, 300, NowUs, "demo-secret"),
        new TenantReply(Tenant, "Tenant – one", TenantStatus.Active, 300, NowUs, null),
        new LeaderboardReply(Definition(full: true)),
        new LeaderboardAttached(Tenant, Board, 42),
    ];

    private static IEnumerable<object> Registry() =>
    [
        new GetTenant(Tenant),
        new GetTenants(100, "tenant-0"),
        new GetTenants(100, null),
        new GetSigningSecret(Tenant),
        new GetLeaderboards(Tenant),
        new GetLeaderboard(Tenant, Board),
        GetReadiness.Instance,
        new TenantsReply([new TenantReply(Tenant, "Tenant", TenantStatus.Active, 300, NowUs, null)], "tenant-1"),
        new TenantsReply([], null),
        new SigningSecretReply(Tenant, TenantStatus.Suspended, "demo-secret"),
        new LeaderboardsReply([Definition(full: true), Definition(full: false)]),
        new ReadinessReply(new Dictionary<string, string?> { ["journal"] = null, ["cluster"] = "not up" }),
        new ReadinessReply(new Dictionary<string, string?> { ["journal"] = null }),
    ];

    private static IEnumerable<object> Ops() =>
    [
        new GetNodeShards("tenant", "7", "tenant-1", 100),
        new GetNodeShards(null, null, null, 0),
        new NodeShardsReply(
            "akka.tcp://phoenix@10.0.0.1:4053",
            [new NodeShard("tenant", "7", 2, ["tenant-1", "tenant-2"]), new NodeShard("leaderboard", "119", 0, [])]),
        new GetBoardState(Tenant, Board),
        new BoardStateReply(
            42, NowUs, 1_000, 65_536, 200,
            [
                new BoardWindowState("2025-W47", NowUs - 1, NowUs, WindowStatus.Closing, 900, 800, 60_000),
                new BoardWindowState("all", long.MinValue, long.MaxValue, WindowStatus.Open, 0, 0, 80),
            ]),
        new BoardStateReply(0, 0, 0, 0, 0, []),
    ];

    private static IEnumerable<object> BoardMessages() =>
    [
        new ApplyRows(
            Tenant, Board, 41, 45, NowUs + 5, 0xFEDC_BA98_7654_3210,
            [
                new RowSection(
                    41, NowUs, 3,
                    [Entry("user-123", 155_000_000, NowUs - 60_000_000), Entry("✓", -1, -1), Entry("u", 0, NowUs)]),
                new RowSection(43, NowUs + 1, 4, [], Definition(full: true)),
                new RowSection(44, NowUs + 2, 4, [], null, TenantStatus.Suspended),
                new RowSection(45, NowUs + 5, 4, [Entry("max", long.MaxValue, long.MinValue)]),
            ]),
        new ApplyRows(Tenant, Board, 46, 46, NowUs + 6, 1, []),
        new RowsApplied(Tenant, Board, 45, 40),
        new LeaderboardBehind(Tenant, Board, 40),
    ];

    private static IEnumerable<object> Traced() =>
    [
        new AcceptEvents(Tenant, [GuideEvent()]) { TraceParent = TraceParent },
        new ApplyRows(Tenant, Board, 47, 47, NowUs + 7, 2, []) { TraceParent = TraceParent },
    ];

    private static IEnumerable<object> Trimmed() =>
    [
        new TenantSnapshot(7, NowUs, 3, true, "Trimmed", TenantStatus.Active, 300, NowUs - 1, [])
        {
            LogFloor = 2, LogFloorUs = NowUs - 2,
        },
    ];

    private static IEnumerable<object> BoardQueries() =>
    [
        new GetStandings(Tenant, Board, new StandingsScope("2025-W47", NowUs, 42), 200, 100),
        new GetStandings(Tenant, Board, new StandingsScope(null, NowUs, 0), 0, 100),
        new GetStandingsAround(Tenant, Board, new StandingsScope("current", NowUs, 42), "user-123", 11),
        new GetRank(Tenant, Board, new StandingsScope("current", NowUs, 42), "user-123"),
        new GetScore(Tenant, Board, new StandingsScope("current", NowUs, 42), "user-123"),
    ];

    private static IEnumerable<object> BoardReplies() =>
    [
        new StandingsPage(
            Board, new WindowView("2025-W47", NowUs - 1, NowUs, WindowStatus.Closed, "2025-W46"),
            [
                new StandingsEntry(1, 1, "user-123", 1_550_000_000, 3, NowUs),
                new StandingsEntry(2, 2, "ünï", long.MinValue + 1, 1, -1),
            ],
            1_250, 100, 200, 43, 44, NowUs),
        new StandingsPage(
            Board, new WindowView("all", null, null, WindowStatus.Open, null), [], 0, 100, 0, 0, 44, NowUs),
        new RankReply(Board, "2025-W47", "user-123", 4, 5, -155_000_000, 1_250, 44),
    ];

    private static IEnumerable<object> Refusals() =>
    [
        new Refusal(ErrorCode.Conflict, "It exists.", 7) { Details = [new FieldError("config.scoring", "must be")] },
        Refusal.Unavailable("Starting."),
    ];

    private static IEnumerable<object> Windows() =>
    [
        new AdvanceTime(Tenant, NowUs),
        new TimeAdvancedReply(Tenant, 44, NowUs),
        new GetWindows(Tenant, Board, new StandingsScope(null, NowUs, 42), 100, -NowUs),
        new GetWindows(Tenant, Board, new StandingsScope(null, NowUs, 0), 1, null),
        new GetSnapshots(Tenant, Board, new StandingsScope(null, NowUs, 42), NowUs - 1, NowUs, 100),
        new GetSnapshot(Tenant, Board, new StandingsScope(null, NowUs, 42), NowUs - 1, 200, 100),
        new GetSnapshotEntry(Tenant, Board, new StandingsScope(null, NowUs, 42), NowUs - 1, "user-123"),
        new WindowsReply(
            [
                new WindowSummary("2025-W47", NowUs - 1, NowUs, WindowStatus.Closed, 1_250),
                new WindowSummary("all", null, null, WindowStatus.Open, 0),
            ],
            NowUs - 1),
        new WindowsReply([], null),
        new SnapshotsReply([new SnapshotSummary(NowUs, "2025-W47", 1_250, 2)]),
        new SnapshotReply(
            NowUs, 2, new StandingsPage(
                Board, new WindowView("2025-W47", NowUs - 1, NowUs, WindowStatus.Closed, "2025-W46"),
                [new StandingsEntry(1, 1, "user-123", 1_550_000_000, 3, NowUs)], 1_250, 100, 200, 43, 44, NowUs)),
        new SnapshotEntryReply(
            Board, NowUs, 2, "2025-W47", new StandingsEntry(1, 2, "user-123", -1, 3, NowUs), 1_250, 44),
    ];

    private static IEnumerable<object> Live() =>
    [
        new WatchStandings(
            Tenant, Board, 7, 3, true,
            [
                new WatchedView(1, new LiveView("2025-W47", 2, 50, LiveFilter.TopN, 75, []), true),
                new WatchedView(2, new LiveView(null, 1, 100, LiveFilter.Users, 0, ["user-123", "ünï"]), false),
            ]),
        new WatchStandings(Tenant, Board, 8, 1, false, []),
        new StandingsChanged(
            7, 4, 2, true, "2025-W47", 43, 1_250,
            [new StandingsEntry(1, 1, "user-123", 1_550_000_000, 3, NowUs)], ["ünï", "u"]),
        new StandingsChanged(7, 5, 2, false, "all", 44, 0, [], []),
        new StandingsNotShown(7, 6, 1, new Refusal(ErrorCode.NotFound, "No window holds now.")),
        new StandingsMoved(7, 7, 44, NowUs, [new WindowSequence("2025-W47", 43), new WindowSequence("all", 0)]),
        new StandingsMoved(7, 8, 45, NowUs, []),
        new StandingsRefused(7, new Refusal(ErrorCode.Forbidden, "The tenant is suspended.")),
    ];

    private static IEnumerable<object> Scoring() =>
    [
        new GetScoringExplanation(Tenant, Config(full: true), GuideEvent(), NowUs),
        new ScoringExplanationReply(
            true, 155_000_000, "2025-W47", WindowStatus.Closing,
            [
                new FilterOutcome(
                    new FieldPredicate("attrs.mode", PredicateOperator.In, [Scalar.Of("solo")]), "\"solo\"", true),
                new FilterOutcome(new FieldPredicate("attrs.x", PredicateOperator.Gt, [Scalar.Of(1.5)]), null, false),
            ],
            [new RuleOutcome(1, true, "gives 155 points", 155_000_000)]),
        new ScoringExplanationReply(false, 0, null, null, [], [new RuleOutcome(0, false, "attrs.x is missing", 0)]),
        new GetRecentEvents(Tenant, 100),
        new RecentEventsReply(
            [
                new RecentEvent(
                    "evt_1", "match.completed", "user-123", NowUs - 7, NowUs, 41,
                    [
                        new BoardVerdict(Board, EventVerdict.Scored, -155_000_000, "2025-W47"),
                        new BoardVerdict(new LeaderboardId("other"), EventVerdict.Inactive, 0, null),
                    ]),
            ],
            1L << 40, 42, [new BoardProgress(Board, 40)]),
        new RecentEventsReply([], 0, 0, []),
        new GetMissingWindows(Tenant, Board, new StandingsScope(null, NowUs, 42), [NowUs, long.MinValue]),
        new MissingWindowsReply(42, [NowUs]),
        new TenantSnapshot(1, NowUs, 1, true, "Tenant", TenantStatus.Active, 300, NowUs, []) { AcceptedTotal = 7 },
    ];

    private static IEnumerable<object> Ranks() =>
    [
        new GetRanks(Tenant, Board, new StandingsScope("current", NowUs, 42), ["user-123", "✓"]),
        new RanksReply(
            Board, "2025-W47", [new StandingsEntry(4, 5, "user-123", 1_550_000_000, 3, NowUs)], 1_250, 44),
    ];

    private static IEnumerable<object> Attempts() =>
    [
        new CreateTenant(Tenant, "Tenant – one") { RequestId = 1 },
        new ChangeTenant(Tenant, TenantStatus.Active, null, null) { RequestId = ulong.MaxValue },
        new DefineLeaderboard(Tenant, Board, null, null, Config(full: false)) { RequestId = 3 },
        new ChangeLeaderboardConfig(Tenant, Board, Config(full: false), null) { RequestId = 4 },
        new ChangeLeaderboard(Tenant, Board, null, null, null, 7) { RequestId = 5 },
        new CancelRebuild(Tenant, Board) { RequestId = 6 },
        new VerifyLeaderboard(Tenant, Board) { RequestId = 7 },
        new TenantSnapshot(7, NowUs, 3, true, "Asked", TenantStatus.Active, 300, NowUs - 1, [])
        {
            ControlRows = [1, ulong.MaxValue],
        },
    ];

    private static ScoredEntry Entry(string userId, long pointsMillionths, long occurredAtUs) =>
        new(Encoding.UTF8.GetBytes(userId), pointsMillionths, occurredAtUs);
}
