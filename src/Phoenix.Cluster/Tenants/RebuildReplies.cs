using Phoenix.Cluster.Domain.Tenants;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Tenants;

/// <summary>How a board's last rebuild or verification is told.</summary>
internal static class RebuildReplies
{
    /// <param name="scored">How far a run under way has come; 0 where it hasn't been heard of.</param>
    public static RebuildReply Of(
        TenantState state, LeaderboardId board, long scored = 0, long eventsPerSecond = 0)
    {
        if (Generations.Of(state, board).Run is not { } run)
            return new RebuildReply(
                board, RebuildState.None, RebuildKind.Rebuild, Generations.ServingOf(state, board).Number, 0,
                state.Position, null, null, null, 0, null, null);
        var isRunning = run.State == RebuildState.Running;
        return new RebuildReply(
            board, run.State, run.Kind, run.Generation.Number,
            isRunning ? Math.Max(scored, run.Generation.Origin - 1) : run.Position,
            isRunning ? state.Position : run.Position,
            run.FromUs, run.StartedAtUs, run.FinishedAtUs, isRunning ? eventsPerSecond : 0, run.Error, run.Report);
    }
}
