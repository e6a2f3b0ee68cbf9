using System.Collections.Immutable;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Domain.Tenants;

/// <summary>Which generation a board serves, and what the rows of rebuilds make of a tenant's state.</summary>
public static class Generations
{
    /// <summary>What a board is created with.</summary>
    public const int FirstNumber = 1;

    /// <summary>What the board has of generations and runs; a board that was never rebuilt has its first
    /// alone.</summary>
    public static BoardRebuilds Of(TenantState state, LeaderboardId board) =>
        state.Rebuilds.GetValueOrDefault(board) ?? new BoardRebuilds(board, null, FirstNumber, null);

    /// <summary>The board's run that is under way, or null.</summary>
    public static RebuildRun? RunningOf(TenantState state, LeaderboardId board) =>
        Of(state, board).Run is { State: RebuildState.Running } run ? run : null;

    /// <summary>Every run under way.</summary>
    public static IEnumerable<RebuildRun> Running(TenantState state) =>
        state.Rebuilds.Values.Select(r => r.Run).OfType<RebuildRun>().Where(r => r.State == RebuildState.Running);

    /// <summary>The generation that the board serves.</summary>
    public static BoardGeneration ServingOf(TenantState state, LeaderboardId board) =>
        Of(state, board).Serving ?? First(state.Boards[board]);

    /// <summary>What the row sets the board's definition to, for scoring what stands behind it; null where it doesn't
    /// concern that.</summary>
    public static LeaderboardDefinition? DefinitionOf(ITenantEvent row) => row switch
    {
        LeaderboardDefined e => e.Definition,
        GenerationActivated e => e.Definition,
        _ => null,
    };

    /// <summary>The state behind a row of a rebuild; null where the row is none.</summary>
    public static TenantState? Apply(TenantState state, long position, ITenantEvent row) => row switch
    {
        BackfillRequested e => Put(state, Of(state, e.Asked.LeaderboardId) with
        {
            LastNumber = e.Generation, Run = NewRun(state, position, e),
        }),
        GenerationDefined e => PutRun(state, e.Definition.LeaderboardId, run => run with { Asked = e.Definition }),
        GenerationActivated e => Activate(state, position, e),
        VerificationRequested e => Put(state, Of(state, e.LeaderboardId) with
        {
            Run = new RebuildRun(
                position, RebuildKind.Verify, RebuildState.Running, ServingOf(state, e.LeaderboardId), null, null,
                e.AcceptedAtUs, null, 0, null, null),
        }),
        RebuildEnded e => PutRun(state, e.LeaderboardId, run => run.RunId != e.RunId ? run : run with
        {
            State = e.State, FinishedAtUs = e.AcceptedAtUs, Position = e.Position, Error = e.Error, Report = e.Report,
        }),
        _ => null,
    };

    /// <summary>The first: from the row that created the board, by the definitions of the log.</summary>
    private static BoardGeneration First(LeaderboardDefinition board) => new(
        board.LeaderboardId, FirstNumber, board.DefinedAtPosition, 0, board.DefinedAtPosition - 1, TenantStatus.Active,
        []);

    private static RebuildRun NewRun(TenantState state, long position, BackfillRequested row)
    {
        var generation = new BoardGeneration(
            row.Asked.LeaderboardId, row.Generation, row.Origin, position, null, state.Status,
            History(state, row.Origin, row.Asked));
        return new RebuildRun(
            position, RebuildKind.Rebuild, RebuildState.Running, generation, row.Asked, row.FromUs, row.AcceptedAtUs,
            null, 0, null, null);
    }

    /// <summary>The config asked for, with the board's status as it was at each row: times at which it was inactive
    /// stay unscored. Rows before its creation count as active.</summary>
    private static List<PositionedDefinition> History(TenantState state, long origin, LeaderboardDefinition asked)
    {
        var status = LeaderboardStatus.Active;
        var history = new List<PositionedDefinition> { new(origin - 1, asked with { Status = status }) };
        foreach (var (position, definition) in state.Definitions)
        {
            if (definition.LeaderboardId != asked.LeaderboardId || definition.Status == status) continue;
            status = definition.Status;
            var entry = new PositionedDefinition(Math.Max(position, origin - 1), asked with { Status = status });
            if (position < origin) history[0] = entry;
            else history.Add(entry);
        }
        return history;
    }

    private static TenantState Activate(TenantState state, long position, GenerationActivated row)
    {
        var rebuilds = Of(state, row.Definition.LeaderboardId);
        if (rebuilds.Run is not { } run) return state;
        var generation = run.Generation with { ActivatedAt = position };
        return Put(state, rebuilds with
        {
            Serving = generation,
            Run = run with
            {
                State = RebuildState.Done, Generation = generation, FinishedAtUs = row.AcceptedAtUs,
                Position = position,
            },
        });
    }

    private static TenantState PutRun(TenantState state, LeaderboardId board, Func<RebuildRun, RebuildRun> change) =>
        Of(state, board) is { Run: { } run } rebuilds ? Put(state, rebuilds with { Run = change(run) }) : state;

    private static TenantState Put(TenantState state, BoardRebuilds rebuilds) =>
        state with { Rebuilds = state.Rebuilds.SetItem(rebuilds.LeaderboardId, rebuilds) };
}
