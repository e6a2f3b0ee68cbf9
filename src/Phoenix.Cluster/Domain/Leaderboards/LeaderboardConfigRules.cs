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

    /// <summary>The refusal that names every broken rule, worded as the gateway words what it finds itself; null where
    /// the config is good.</summary>
    public static Refusal? RefusalOf(LeaderboardConfig config)
    {
        var errors = Check(config).Select(e => e with { Message = $"{e.Field}: {e.Message}" }).ToList();
        if (errors.Count == 0) return null;
        var more = errors.Count > 1 ? $" (and {errors.Count - 1} more, see details)" : "";
        return new Refusal(ErrorCode.ValidationError, $"Validation failed: {errors[0].Message}{more}")
        {
            Details = errors,
        };
    }
}
