using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Scoring;

/// <summary>What a config's filters and rules must obey to be saved.</summary>
public static class ScoringRules
{
    /// <summary>Adds one error for each broken rule; fields are named as in the config, e.g. <c>config.scoring.rules[0].points_expression</c>.</summary>
    public static void Check(LeaderboardConfig config, ICollection<FieldError> errors) => throw new NotSupportedException();
}
