using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Limits;

namespace Phoenix.Cluster.Domain.Leaderboards;

/// <summary>What a config's ranking must obey to be saved.</summary>
public static class RankingRules
{
    /// <summary>The greatest score that is shown, in millionths; the least is its negative.</summary>
    private const long ScoreMillionthsMax = long.MaxValue;

    /// <summary>Adds one error for each broken rule; fields are named as in the config, e.g.
    /// <c>config.ranking.size</c>.</summary>
    public static void Check(RankingConfig ranking, ICollection<FieldError> errors)
    {
        Require(Enum.IsDefined(ranking.Method), "method", "must be score_desc or score_asc");
        Require(
            ranking.Size is null or (>= 1 and <= ContractLimits.BoardSizeMax), "size",
            $"must be from 1 to {ContractLimits.BoardSizeMax}, or null");
        Require(
            ranking.ScoreLimitMillionths is null or >= -ScoreMillionthsMax,
            ranking.Method == RankingMethod.ScoreAsc ? "max_score" : "min_score",
            "must be from -9223372036854.775807 to 9223372036854.775807, or null");
        Require(Enum.IsDefined(ranking.Ties), "ties", "must be competition, dense or ordinal");
        Require(Enum.IsDefined(ranking.TieBreaker), "tie_breaker", "must be first_reached, last_reached or user_id");

        void Require(bool holds, string field, string message)
        {
            if (!holds) errors.Add(new FieldError("config.ranking." + field, message));
        }
    }
}
