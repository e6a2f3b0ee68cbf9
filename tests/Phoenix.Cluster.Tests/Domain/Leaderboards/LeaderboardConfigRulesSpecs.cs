using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Tests.Domain.Leaderboards;

public sealed class LeaderboardConfigRulesSpecs
{
    private static readonly RankingConfig Good = RankingConfig.Default;

    public static TheoryData<string, RankingConfig> RankingFaults() => new()
    {
        { "method", Good with { Method = (RankingMethod)2 } },
        { "size", Good with { Size = 0 } },
        { "size", Good with { Size = -1 } },
        { "size", Good with { Size = 100_001 } },
        { "min_score", Good with { ScoreLimitMillionths = long.MinValue } },
        { "max_score", Good with { Method = RankingMethod.ScoreAsc, ScoreLimitMillionths = long.MinValue } },
        { "ties", Good with { Ties = (TieRule)3 } },
        { "tie_breaker", Good with { TieBreaker = (TieBreaker)(-1) } },
    };

    public static TheoryData<RankingConfig> GoodRankings() => new()
    {
        Good,
        Good with { Size = null },
        Good with { Size = 1 },
        Good with { Size = 100_000 },
        Good with { ScoreLimitMillionths = long.MaxValue },
        Good with { ScoreLimitMillionths = -long.MaxValue },
        Good with { Method = RankingMethod.ScoreAsc, Ties = TieRule.Dense, TieBreaker = TieBreaker.UserId },
    };

    [Theory]
    [MemberData(nameof(RankingFaults))]
    public void Names_the_field_of_a_ranking_rule_that_is_broken(string field, RankingConfig ranking)
    {
        var error = Assert.Single(Check(ranking));

        Assert.Equal("config.ranking." + field, error.Field);
        Assert.NotEmpty(error.Message);
    }

    [Theory]
    [MemberData(nameof(GoodRankings))]
    public void Finds_nothing_wrong_with_a_good_ranking(RankingConfig ranking) => Assert.Empty(Check(ranking));

    [Fact]
    public void Tells_every_fault_of_a_ranking_at_once() =>
        Assert.Equal(
            ["config.ranking.size", "config.ranking.ties"],
            Check(Good with { Size = 0, Ties = (TieRule)9 }).Select(error => error.Field));

    private static List<FieldError> Check(RankingConfig ranking)
    {
        var errors = new List<FieldError>();
        RankingRules.Check(ranking, errors);
        return errors;
    }
}
