using Phoenix.Cluster.Domain.Windows;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Domain.Leaderboards;

/// <summary>What one board made of one event.</summary>
/// <param name="Window">Where the verdict is "scored": the window that took the event, if it was not one too
/// many.</param>
public sealed record Judgement(BoardVerdict Verdict, Window? Window)
{
    /// <summary>A verdict that names no window.</summary>
    public static Judgement Of(LeaderboardId board, EventVerdict verdict) =>
        new(new BoardVerdict(board, verdict, 0, null), null);
}
