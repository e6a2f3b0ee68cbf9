using Phoenix.Cluster.Domain.Scoring;
using Phoenix.Cluster.Domain.Windows;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Leaderboards;

/// <summary>Tries a config on an event, by the very code that scores; nothing is stored.</summary>
public static class ScoringTrial
{
    private static readonly LeaderboardId NoBoard = new("dry-run");

    /// <summary>A <see cref="ScoringExplanationReply"/>, or the refusal that saving the config would meet.</summary>
    public static object Answer(GetScoringExplanation query)
    {
        if (LeaderboardConfigRules.RefusalOf(query.Config) is { } refusal) return refusal;
        var board = new LeaderboardDefinition(
            query.TenantId, NoBoard, "", "", LeaderboardStatus.Active, 1, LeaderboardDefinition.CurrentRulesVersion,
            1, 1, query.NowUs, query.NowUs, query.Config);
        var explanation = ScoringPlan.Compile(query.TenantId, [board]).NewScorer().Explain(query.Event, 0);
        var timeframe = query.Config.Timeframe;
        var isInWindow = WindowCalendar.Of(timeframe).TryFind(query.Event.OccurredAtUs, out var window);
        return new ScoringExplanationReply(
            explanation.IsMatched, explanation.PointsMillionths, isInWindow ? window.Key : null,
            isInWindow ? StatusOf(window, timeframe.GraceSeconds, query.NowUs) : null,
            explanation.Filters, explanation.Rules);
    }

    private static WindowStatus StatusOf(Window window, int graceSeconds, long nowUs) =>
        nowUs < window.EndUs ? WindowStatus.Open
        : graceSeconds < 0 || nowUs < window.EndUs + (graceSeconds * LogTime.PerSecond) ? WindowStatus.Closing
        : WindowStatus.Closed;
}
