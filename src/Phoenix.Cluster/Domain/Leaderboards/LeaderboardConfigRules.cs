using Phoenix.Cluster.Domain.Scoring;
using Phoenix.Cluster.Domain.Windows;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Leaderboards;

/// <summary>What a leaderboard's config must obey to be saved.</summary>
public static class LeaderboardConfigRules
{
    /// <summary>One error for each broken rule, by the config's own field names; empty where the config is
    /// good.</summary>
    public static IReadOnlyList<FieldError> Check(LeaderboardConfig config)
    {
        var errors = new List<FieldError>();
        WindowCalendar.Check(config.Timeframe, errors);
        ScoringRules.Check(config, errors);
        RankingRules.Check(config.Ranking, errors);
        return errors;
    }
}
