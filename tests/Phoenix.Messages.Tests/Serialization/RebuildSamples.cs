using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Messages.Tests.Serialization;

/// <summary>The messages of rebuild and verification, as <see cref="Samples"/> has the others.</summary>
internal static class RebuildSamples
{
    private const long NowUs = 1_763_469_296_123_456;
    private static readonly TenantId Tenant = new("tenant-1");
    private static readonly LeaderboardId Board = new("xp_Weekly-1");

    public static IReadOnlyList<object> All { get; } = [.. Log(), .. Messages(), .. Former()];

    private static BoardGeneration Generation(bool full) => full
        ? new BoardGeneration(
            Board, 2, 17, 41, 99, TenantStatus.Suspended,
            [
                new PositionedDefinition(16, Samples.Definition(full: true)),
                new PositionedDefinition(30, Samples.Definition(full: false)),
            ])
        : new BoardGeneration(Board, 1, 1, 41, null, TenantStatus.Active, []);

    private static VerificationReport Report() => new(
        3, 1_000, 2,
        [
            new StandingsDifference("2025-W47", "user-✓", "score", "1", "2"),
            new StandingsDifference("2025-W46", null, "window", "absent", "present"),
        ]);

    private static RebuildRun Run(bool full) => full
        ? new RebuildRun(
            41, RebuildKind.Verify, RebuildState.Failed, Generation(full: true), Samples.Definition(full: true),
            NowUs - 9, NowUs - 1, NowUs, 77, "the log has a hole", Report())
        : new RebuildRun(
            41, RebuildKind.Rebuild, RebuildState.Running, Generation(full: false), null, null, NowUs, null, 0, null,
            null);

    private static IEnumerable<object> Log() =>
    [
        new BackfillRequested(1, NowUs, 2, 17, NowUs - 1, Samples.Definition(full: true)),
        new BackfillRequested(2, NowUs, 1, 1, null, Samples.Definition(full: false)),
        new GenerationDefined(3, NowUs, 2, Samples.Definition(full: true)),
        new GenerationActivated(4, NowUs, 2, Samples.Definition(full: true)),
        new VerificationRequested(5, NowUs, Board),
        new RebuildEnded(6, NowUs, Board, 41, RebuildState.Done, 77, "why", Report()),
        new RebuildEnded(7, NowUs, Board, 41, RebuildState.Cancelled, 77, null, null),
    ];

    private static IEnumerable<object> Messages() =>
    [
        new GetRebuild(Tenant, Board),
        new CancelRebuild(Tenant, Board),
        new VerifyLeaderboard(Tenant, Board),
        new RebuildProgress(Tenant, Board, 41, 77, 300_000),
        new ActivateGeneration(Tenant, Board, 41, 77),
        new EndRebuild(Tenant, Board, 41, 77, "the log has a hole", Report()),
        new EndRebuild(Tenant, Board, 41, 77, null, null),
        new RebuildReply(
            Board, RebuildState.Done, RebuildKind.Verify, 2, 77, 78, NowUs - 9, NowUs - 1, NowUs, 300_000, "why",
            Report()),
        new RebuildReply(Board, RebuildState.None, RebuildKind.Rebuild, 0, 0, 78, null, null, null, 0, null, null),
        new BuildGeneration(Tenant, Board, 41, RebuildKind.Verify, Generation(full: true), 78),
        new BuildGeneration(Tenant, Board, 0, RebuildKind.Rebuild, Generation(full: false), 78),
        new StopBuilding(Tenant, Board, 41),
    ];

    /// <summary>What rebuilds have added to messages that were there before.</summary>
    private static IEnumerable<object> Former() =>
    [
        new TenantSnapshot(
            1_000_000, NowUs, 999_000, true, "Tenant – one", TenantStatus.Active, 300, NowUs - 1, [])
        {
            Rebuilds =
            [
                new BoardRebuilds(Board, Generation(full: true), 3, Run(full: true)),
                new BoardRebuilds(Board, null, 1, Run(full: false)),
                new BoardRebuilds(Board, Generation(full: false), 1, null),
            ],
        },
        new DefineLeaderboard(Tenant, Board, null, null, Samples.Config(full: false), new Backfill(NowUs)),
        new ChangeLeaderboardConfig(Tenant, Board, Samples.Config(full: false), null, new Backfill(null)),
        new ApplyRows(
            Tenant, Board, 47, 47, NowUs, 1,
            [new RowSection(47, NowUs, 5, [], Samples.Definition(full: true), null, 2)]),
    ];
}
