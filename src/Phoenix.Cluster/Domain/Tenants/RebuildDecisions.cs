using System.Globalization;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Domain.Tenants;

/// <summary>Decides what concerns rebuilds and verifications: pure, as <see cref="TenantDecisions"/>.</summary>
public static class RebuildDecisions
{
    /// <summary>A generation takes over only where so few rows of the log, at the most, are not in its
    /// checkpoint.</summary>
    public const int RowsBehindMax = 256;

    public static TenantDecision Decide(TenantState state, IRebuildMessage command, RowStamp stamp) => command switch
    {
        _ when !state.Boards.ContainsKey(command.LeaderboardId) =>
            TenantDecision.Refuse(ErrorCode.NotFound, $"leaderboard '{command.LeaderboardId}' does not exist"),
        CancelRebuild c => Cancel(state, c, stamp),
        VerifyLeaderboard c => Verify(state, c, stamp),
        ActivateGeneration c => Activate(state, c, stamp),
        EndRebuild c => End(state, c, stamp),
        _ => throw new NotSupportedException($"{command.GetType().Name} is no control command."),
    };

    /// <summary>Why the backfill can't be, or null.</summary>
    public static TenantDecision? Refuse(TenantState state, LeaderboardId board, Backfill backfill, long origin,
        RowStamp stamp)
    {
        if (Generations.RunningOf(state, board) is { } run)
            return TenantDecision.Refuse(ErrorCode.Conflict, UnderWay(board, run));
        if (backfill.FromUs > stamp.AcceptedAtUs)
            return TenantDecision.Refuse(ErrorCode.ValidationError, "backfill must not lie in the future");
        var isBelowFloor = backfill.FromUs is { } from
            ? state.LogFloor > 1 && from < state.LogFloorUs : origin < state.LogFloor;
        return isBelowFloor ? BelowFloor(state) : null;
    }

    /// <summary>The rows that ask for it: behind those that define the board as it still serves.</summary>
    public static BackfillRequested Request(
        TenantState state, Backfill backfill, long origin, LeaderboardDefinition asked, RowStamp stamp) =>
        new(stamp.RowId, stamp.AcceptedAtUs, Generations.Of(state, asked.LeaderboardId).LastNumber + 1, origin,
            backfill.FromUs, asked);

    /// <summary>What a change of the serving definition means for the generation under way, if there is one: rows to
    /// be written behind it, or a refusal.</summary>
    /// <param name="takesConfig">Whether the change sets a config, which is to hold for both.</param>
    public static TenantDecision Follow(
        TenantState state, LeaderboardDefinition changed, bool takesConfig, RowStamp stamp)
    {
        if (Generations.RunningOf(state, changed.LeaderboardId) is not { Kind: RebuildKind.Rebuild } run)
            return TenantDecision.Nothing;
        if (changed.Status == LeaderboardStatus.Archived)
            return TenantDecision.Write(Ended(run, RebuildState.Cancelled, 0, "the leaderboard was archived", null,
                stamp));
        var asked = run.Asked!;
        if (takesConfig && !Fits(asked.Config, changed.Config))
            return TenantDecision.Refuse(
                ErrorCode.Conflict,
                $"a rebuild of leaderboard '{changed.LeaderboardId}' is under way with another timeframe or " +
                "aggregation: wait for its end or cancel it");
        return TenantDecision.Write(new GenerationDefined(
            stamp.RowId, stamp.AcceptedAtUs, run.Generation.Number,
            takesConfig ? changed : changed with
            {
                Config = asked.Config, OpenWindowsMax = asked.OpenWindowsMax, RulesVersion = asked.RulesVersion,
            }));
    }

    private static TenantDecision Cancel(TenantState state, CancelRebuild command, RowStamp stamp) =>
        Generations.RunningOf(state, command.LeaderboardId) is { } run
            ? GiveUp(state, run, RebuildState.Cancelled, 0, null, stamp)
            : TenantDecision.Refuse(
                ErrorCode.Conflict, $"no rebuild of leaderboard '{command.LeaderboardId}' is under way");

    private static TenantDecision Verify(TenantState state, VerifyLeaderboard command, RowStamp stamp)
    {
        if (Generations.RunningOf(state, command.LeaderboardId) is { } run)
            return TenantDecision.Refuse(ErrorCode.Conflict, UnderWay(command.LeaderboardId, run));
        return Generations.ServingOf(state, command.LeaderboardId).Origin < state.LogFloor
            ? TenantDecision.Refuse(
                ErrorCode.Conflict, "the log no longer holds all that the leaderboard was scored from")
            : TenantDecision.Write(
                new VerificationRequested(stamp.RowId, stamp.AcceptedAtUs, command.LeaderboardId));
    }

    private static TenantDecision Activate(TenantState state, ActivateGeneration command, RowStamp stamp) =>
        Generations.RunningOf(state, command.LeaderboardId) is { Kind: RebuildKind.Rebuild } run
        && run.RunId == command.RunId && command.Position >= state.Position - RowsBehindMax
            ? TenantDecision.Write(new GenerationActivated(
                stamp.RowId, stamp.AcceptedAtUs, run.Generation.Number, run.Asked!))
            : TenantDecision.Nothing;

    private static TenantDecision End(TenantState state, EndRebuild command, RowStamp stamp)
    {
        if (Generations.RunningOf(state, command.LeaderboardId) is not { } run || run.RunId != command.RunId)
            return TenantDecision.Nothing;
        return command.Error is { } error
            ? GiveUp(state, run, RebuildState.Failed, command.Position, error, stamp)
            : TenantDecision.Write(
                Ended(run, RebuildState.Done, command.Position, null, command.Report, stamp));
    }

    /// <summary>The board goes on as it serves: its own version, so that nobody takes it for what was asked.</summary>
    private static TenantDecision GiveUp(
        TenantState state, RebuildRun run, RebuildState end, long position, string? error, RowStamp stamp)
    {
        if (run.Kind == RebuildKind.Verify)
            return TenantDecision.Write(Ended(run, end, position, error, null, stamp));
        var board = state.Boards[run.Generation.LeaderboardId];
        var serving = board with { Version = board.Version + 1, UpdatedAtUs = stamp.AcceptedAtUs };
        return TenantDecision.Write(
            new LeaderboardDefined(stamp.RowId, stamp.AcceptedAtUs, serving),
            Ended(run, end, position, error, null, stamp.Next));
    }

    private static RebuildEnded Ended(
        RebuildRun run, RebuildState end, long position, string? error, VerificationReport? report, RowStamp stamp) =>
        new(stamp.RowId, stamp.AcceptedAtUs, run.Generation.LeaderboardId, run.RunId, end, position, error, report);

    private static bool Fits(LeaderboardConfig asked, LeaderboardConfig changed) =>
        asked.Scoring.Aggregation == changed.Scoring.Aggregation
        && asked.Timeframe with { GraceSeconds = changed.Timeframe.GraceSeconds } == changed.Timeframe;

    private static string UnderWay(LeaderboardId board, RebuildRun run) =>
        $"a {(run.Kind == RebuildKind.Verify ? "verification" : "rebuild")} of leaderboard '{board}' is under way: " +
        "wait for its end or cancel it";

    private static TenantDecision BelowFloor(TenantState state)
    {
        var floor = DateTimeOffset.UnixEpoch.AddTicks(state.LogFloorUs * 10)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        return TenantDecision.Refuse(
            ErrorCode.ValidationError, $"backfill: the log begins at {floor}; name that time or a later one");
    }
}
