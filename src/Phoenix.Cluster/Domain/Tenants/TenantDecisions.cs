using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Limits;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Domain.Tenants;

/// <summary>What a control command comes to: rows for the log, written together, or none where nothing changes; or a
/// refusal.</summary>
public sealed record TenantDecision(IReadOnlyList<ITenantEvent> Rows, Refusal? Refusal)
{
    public static TenantDecision Nothing { get; } = new([], null);

    /// <summary>A former attempt of the same request has written its rows: it is only to be answered.</summary>
    public static TenantDecision CarriedOut { get; } = new([], null) { IsCarriedOut = true };

    public bool IsCarriedOut { get; private init; }

    public static TenantDecision Write(params IReadOnlyList<ITenantEvent> rows) => new(rows, null);
    public static TenantDecision Refuse(ErrorCode code, string message) => new([], new Refusal(code, message));
    public static TenantDecision Refuse(Refusal refusal) => new([], refusal);
}

/// <summary>The limits that decisions obey; from the options.</summary>
/// <param name="BoardsMax">Boards of one tenant, archived ones included.</param>
/// <param name="OpenWindowsMax">Written into every definition.</param>
public sealed record TenantLimits(int BoardsMax, int OpenWindowsMax, int DedupeWindowSeconds);

/// <summary>The stamp of the first row to be written.</summary>
public readonly record struct RowStamp(ulong RowId, long AcceptedAtUs, long Position)
{
    /// <summary>The stamp of the row behind it, where a command writes several.</summary>
    public RowStamp Next => new(unchecked(RowId + 1), AcceptedAtUs, Position + 1);
}

/// <summary>Decides control commands: pure, on the state behind the last row of the log.</summary>
public static class TenantDecisions
{
    /// <summary>When to come again after a limit that only an operator changes.</summary>
    private const int LimitSeconds = 3_600;

    public static TenantDecision Decide(TenantState state, ITenantMessage command, TenantLimits limits,
        RowStamp stamp) =>
        command switch
        {
            _ when RequestOf(command) is > 0 and var request && state.ControlRows.Contains(request) =>
                TenantDecision.CarriedOut,
            CreateTenant c => Create(state, c, limits, stamp),
            _ when !state.Created =>
                TenantDecision.Refuse(ErrorCode.NotFound, $"tenant '{state.TenantId}' does not exist"),
            ChangeTenant c => Change(state, c, stamp),
            AdvanceTime c => Advance(state, c, stamp),
            RotateSigningSecret => TenantDecision.Nothing,
            DefineLeaderboard c => Define(state, c, limits, stamp),
            ChangeLeaderboardConfig c => ChangeConfig(state, c, limits, stamp),
            ChangeLeaderboard c => ChangeBoard(state, c, stamp),
            LocatedBackfill { Command: DefineLeaderboard c } b => Define(state, c, limits, stamp, b.Origin),
            LocatedBackfill { Command: ChangeLeaderboardConfig c } b => ChangeConfig(state, c, limits, stamp, b.Origin),
            IRebuildMessage c => RebuildDecisions.Decide(state, c, stamp),
            _ => throw new NotSupportedException($"{command.GetType().Name} is no control command."),
        };

    /// <summary>The request that the command is an attempt of; 0: there is one attempt only.</summary>
    public static ulong RequestOf(ITenantMessage command) => command switch
    {
        IControlCommand c => c.RequestId,
        LocatedBackfill b => RequestOf(b.Command),
        _ => 0,
    };

    private static TenantDecision Create(TenantState state, CreateTenant command, TenantLimits limits,
        RowStamp stamp) =>
        state.Created
            ? TenantDecision.Refuse(ErrorCode.Conflict, $"tenant '{state.TenantId}' exists already")
            : TenantDecision.Write(new TenantCreated(
                stamp.RowId, stamp.AcceptedAtUs, state.TenantId, command.Name, limits.DedupeWindowSeconds));

    private static TenantDecision Change(TenantState state, ChangeTenant command, RowStamp stamp)
    {
        var seconds = command.DedupeWindowSeconds ?? state.DedupeWindowSeconds;
        if (seconds is < ContractLimits.DedupeWindowSecondsMin or > ContractLimits.DedupeWindowSecondsMax)
            return TenantDecision.Refuse(ErrorCode.ValidationError,
                "dedupe_window_seconds must be between 1 and 86400");
        var name = command.Name ?? state.Name;
        var rows = new List<ITenantEvent>(2);
        if (name != state.Name || seconds != state.DedupeWindowSeconds)
        {
            rows.Add(new TenantSettingsChanged(stamp.RowId, stamp.AcceptedAtUs, name, seconds));
            stamp = stamp.Next;
        }
        if (command.Status is { } status && status != state.Status)
            rows.Add(new TenantStatusChanged(stamp.RowId, stamp.AcceptedAtUs, status));
        return TenantDecision.Write(rows);
    }

    /// <summary>A row only where the log's clock is behind what was asked and the node's has come so far.</summary>
    private static TenantDecision Advance(TenantState state, AdvanceTime command, RowStamp stamp) =>
        state.AcceptedAtUs >= command.ToUs || stamp.AcceptedAtUs < command.ToUs
            ? TenantDecision.Nothing
            : TenantDecision.Write(new TimeAdvanced(stamp.RowId, stamp.AcceptedAtUs));

    private static TenantDecision Define(TenantState state, DefineLeaderboard command, TenantLimits limits,
        RowStamp stamp, long origin = 0)
    {
        if (state.Boards.ContainsKey(command.LeaderboardId))
            return TenantDecision.Refuse(ErrorCode.Conflict, $"leaderboard '{command.LeaderboardId}' exists already");
        if (state.Boards.Count >= limits.BoardsMax)
            return TenantDecision.Refuse(new Refusal(
                ErrorCode.RateLimited, $"a tenant can have {limits.BoardsMax} leaderboards at most", LimitSeconds));
        if (LeaderboardConfigRules.RefusalOf(command.Config) is { } refusal) return TenantDecision.Refuse(refusal);
        if (command.Backfill is { } asked
            && RebuildDecisions.Refuse(state, command.LeaderboardId, asked, origin, stamp) is { } refused)
            return refused;
        var board = new LeaderboardDefinition(
            state.TenantId, command.LeaderboardId, command.Name ?? command.LeaderboardId.Value,
            command.Description ?? "", LeaderboardStatus.Active, 1, LeaderboardDefinition.CurrentRulesVersion,
            limits.OpenWindowsMax, stamp.Position, stamp.AcceptedAtUs, stamp.AcceptedAtUs, command.Config);
        var rows = new List<ITenantEvent> { new LeaderboardDefined(stamp.RowId, stamp.AcceptedAtUs, board) };
        // A board knows of its tenant only what stands behind its definition.
        if (state.Status != TenantStatus.Active)
        {
            stamp = stamp.Next;
            rows.Add(new TenantStatusChanged(stamp.RowId, stamp.AcceptedAtUs, state.Status));
        }
        if (command.Backfill is { } backfill)
            rows.Add(RebuildDecisions.Request(state, backfill, origin, board, stamp.Next));
        return TenantDecision.Write(rows);
    }

    private static TenantDecision ChangeConfig(
        TenantState state, ChangeLeaderboardConfig command, TenantLimits limits, RowStamp stamp, long origin = 0)
    {
        if (Find(state, command.LeaderboardId, command.Version, out var board) is { } refused) return refused;
        if (RefusalOfArchived(board) is { } archived) return archived;
        if (LeaderboardConfigRules.RefusalOf(command.Config) is { } refusal) return TenantDecision.Refuse(refusal);
        var changed = board with
        {
            Config = command.Config, OpenWindowsMax = limits.OpenWindowsMax,
            RulesVersion = LeaderboardDefinition.CurrentRulesVersion, Version = board.Version + 1,
            UpdatedAtUs = stamp.AcceptedAtUs,
        };
        if (command.Backfill is { } backfill)
        {
            // It goes on as it serves, with the next version: what that version is to be stands behind it.
            var serving = board with { Version = changed.Version, UpdatedAtUs = changed.UpdatedAtUs };
            return RebuildDecisions.Refuse(state, command.LeaderboardId, backfill, origin, stamp)
                ?? TenantDecision.Write(
                    new LeaderboardDefined(stamp.RowId, stamp.AcceptedAtUs, serving),
                    RebuildDecisions.Request(state, backfill, origin, changed, stamp.Next));
        }
        var sameFrame = board.Config.Timeframe with { GraceSeconds = command.Config.Timeframe.GraceSeconds };
        if (command.Config.Timeframe != sameFrame)
            return TenantDecision.Refuse(
                ErrorCode.ValidationError, "config.timeframe: only grace_seconds can change without backfill");
        if (command.Config.Scoring.Aggregation != board.Config.Scoring.Aggregation)
            return TenantDecision.Refuse(
                ErrorCode.ValidationError, "config.scoring.aggregation: it can change only together with backfill");
        return Redefine(state, changed, takesConfig: true, stamp);
    }

    private static TenantDecision ChangeBoard(TenantState state, ChangeLeaderboard command, RowStamp stamp)
    {
        if (Find(state, command.LeaderboardId, command.Version, out var board) is { } refused) return refused;
        var changed = board with
        {
            Status = command.Status ?? board.Status, Name = command.Name ?? board.Name,
            Description = command.Description ?? board.Description,
        };
        if (changed == board) return TenantDecision.Nothing;
        return RefusalOfArchived(board) ?? Redefine(
            state, changed with { Version = board.Version + 1, UpdatedAtUs = stamp.AcceptedAtUs },
            takesConfig: false, stamp);
    }

    private static TenantDecision Redefine(
        TenantState state, LeaderboardDefinition changed, bool takesConfig, RowStamp stamp)
    {
        var follows = RebuildDecisions.Follow(state, changed, takesConfig, stamp.Next);
        return follows.Refusal is not null
            ? follows
            : TenantDecision.Write(
                [new LeaderboardDefined(stamp.RowId, stamp.AcceptedAtUs, changed), .. follows.Rows]);
    }

    private static TenantDecision? Find(
        TenantState state, Messages.Ids.LeaderboardId id, int? version, out LeaderboardDefinition board)
    {
        if (!state.Boards.TryGetValue(id, out board!))
            return TenantDecision.Refuse(ErrorCode.NotFound, $"leaderboard '{id}' does not exist");
        if (version is { } asked && asked != board.Version)
            return TenantDecision.Refuse(
                ErrorCode.Conflict, $"leaderboard '{id}' has version {board.Version}, not {asked}: read it again");
        return null;
    }

    private static TenantDecision? RefusalOfArchived(LeaderboardDefinition board) =>
        board.Status == LeaderboardStatus.Archived
            ? TenantDecision.Refuse(
                ErrorCode.Conflict, $"leaderboard '{board.LeaderboardId}' is archived and can't change")
            : null;
}
