using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Domain.Leaderboards;

public sealed class ScoringTrialSpecs
{
    private static readonly TenantId Acme = new("acme");

    [Theory]
    [InlineData(Aggregation.Sum, 2_000_000)]
    [InlineData(Aggregation.Count, 3_000_000)]
    [InlineData(Aggregation.Max, 4_000_000)]
    [InlineData(Aggregation.Min, -3_000_000)]
    [InlineData(Aggregation.Avg, 666_667)]
    public void Several_rules_make_the_score_that_the_event_alone_would(Aggregation aggregation, long points)
    {
        var config = Config(aggregation: aggregation);
        string[] expressions = ["attrs.score", "4", "0 - 3", "attrs.none"];
        config = config with
        {
            Scoring = config.Scoring with
            {
                Rules = [.. expressions.Select(text => new ScoringRule("*", [], text))],
            },
        };

        Assert.Equal((true, points), Try(config) is var reply ? (reply.IsMatched, reply.PointsMillionths) : default);
    }

    [Theory]
    [InlineData(-1, 59, WindowStatus.Open)]
    [InlineData(0, 0, WindowStatus.Open)]
    [InlineData(0, 59, WindowStatus.Open)]
    [InlineData(0, 60, WindowStatus.Closing)]
    [InlineData(0, 69, WindowStatus.Closing)]
    [InlineData(0, 70, WindowStatus.Closed)]
    public void The_window_s_status_goes_by_the_clock_and_the_config_s_grace(int minute, int now, WindowStatus status)
    {
        var at = EngineKit.Start + TimeSpan.FromMinutes(minute < 0 ? 60 : 0);
        var reply = Try(
            Config(TimeframeType.Hourly, graceSeconds: 600), at, EngineKit.Start + TimeSpan.FromMinutes(now));

        Assert.Equal((minute < 0 ? "2026-03-01T13" : "2026-03-01T12", status), (reply.WindowKey, reply.WindowStatus));
    }

    [Fact]
    public void A_window_that_never_closes_is_closing_for_ever_and_one_without_an_end_open()
    {
        var later = EngineKit.Start + TimeSpan.FromDays(900);

        var hourly = Config(TimeframeType.Hourly, graceSeconds: -1);
        Assert.Equal(WindowStatus.Closing, Try(hourly, now: later).WindowStatus);
        Assert.Equal(WindowStatus.Open, Try(Config(), now: later).WindowStatus);
    }

    [Fact]
    public void An_event_outside_every_window_has_none()
    {
        var frame = TimeframeConfig.Of(TimeframeType.Custom) with
        {
            StartUs = Us(EngineKit.Start) + 1, EndUs = Us(EngineKit.Start) + 2,
        };

        var reply = Try(Config() with { Timeframe = frame });

        Assert.True(reply.IsMatched);
        Assert.Null(reply.WindowKey);
        Assert.Null(reply.WindowStatus);
    }

    [Fact]
    public void A_bad_config_is_refused_as_when_it_is_saved()
    {
        var query = new GetScoringExplanation(Acme, Config(points: "1 +", type: ""), Event("a"), 0);

        var refusal = Assert.IsType<Refusal>(ScoringTrial.Answer(query));

        Assert.Equal(ErrorCode.ValidationError, refusal.Code);
        Assert.Equal(
            ["config.scoring.rules[0].event_type", "config.scoring.rules[0].points_expression"],
            refusal.Details.Select(d => d.Field));
    }

    private static ScoringExplanationReply Try(
        LeaderboardConfig config, DateTimeOffset? at = null, DateTimeOffset? now = null) =>
        Assert.IsType<ScoringExplanationReply>(ScoringTrial.Answer(new GetScoringExplanation(
            Acme, config, Event("a", at: at), Us(now ?? EngineKit.Start))));
}
