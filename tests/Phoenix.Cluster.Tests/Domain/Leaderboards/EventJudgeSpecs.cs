using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Domain.Leaderboards;

public sealed class EventJudgeSpecs
{
    private static readonly TenantId Acme = new("acme");
    private static readonly Dictionary<LeaderboardId, long> NoActivations = [];
    private static readonly FieldPredicate High = new("attrs.score", PredicateOperator.Gt, [Scalar.Of(9.0)]);

    [Theory]
    [InlineData("goal", 10, EventVerdict.Scored)]
    [InlineData("other", 10, EventVerdict.NoRule)]
    [InlineData("other", 1, EventVerdict.NoRule)]
    [InlineData("goal", 1, EventVerdict.Filtered)]
    public void Tells_what_filters_and_types_make_of_an_event(string type, double score, EventVerdict verdict) =>
        Assert.Equal(verdict, Judge(Config() with { Filters = [High] }, score, type).Verdict);

    [Fact]
    public void A_rule_whose_condition_fails_is_none_and_points_that_fail_are_not_computable()
    {
        Assert.Equal(EventVerdict.NoRule, Judge(Config(conditions: High), 1).Verdict);
        Assert.Equal(EventVerdict.NotComputable, Judge(Config(points: "1 / (attrs.score - 1)"), 1).Verdict);
        Assert.Equal(
            new BoardVerdict(new LeaderboardId("b"), EventVerdict.Scored, 2_500_000, "all"), Judge(Config(), 2.5));
    }

    [Fact]
    public void Each_row_is_judged_by_the_definitions_before_it()
    {
        PositionedDefinition[] definitions =
        [
            new(2, Definition(Acme, "a")), new(4, Definition(Acme, "b", position: 4)),
            new(6, Definition(Acme, "a", Config(points: "7"), version: 2)),
            new(8, Definition(Acme, "b", position: 4, version: 2, status: LeaderboardStatus.Inactive)),
        ];
        var judge = new EventJudge(Acme, definitions, NoActivations);

        Assert.Equal("a:Scored:1", At(3));
        Assert.Equal("a:Scored:1 b:Scored:1", At(5));
        Assert.Equal("a:Scored:7 b:Scored:1", At(7));
        Assert.Equal("a:Scored:7 b:Inactive:0", At(9));

        string At(long position) => string.Join(' ', judge.Judge(position, Us(EngineKit.Start), Event("e"))
            .Select(j => $"{j.Verdict.LeaderboardId}:{j.Verdict.Verdict}:{j.Verdict.PointsMillionths / 1_000_000}"));
    }

    [Theory]
    [InlineData(69, EventVerdict.Scored)]
    [InlineData(70, EventVerdict.WindowClosed)]
    public void A_window_is_closed_by_the_log_s_time(int acceptedMinute, EventVerdict verdict)
    {
        var judged = Judge(Config(TimeframeType.Hourly, graceSeconds: 600), 1, acceptedMinute: acceptedMinute);

        Assert.Equal((verdict, "2026-03-01T12"), (judged.Verdict, judged.WindowKey));
    }

    [Fact]
    public void A_longer_grace_reopens_nothing()
    {
        var start = Us(EngineKit.Start);
        var defined = Definition(Acme, "b", Config(TimeframeType.Hourly, graceSeconds: 600));
        PositionedDefinition[] definitions =
        [
            new(2, defined),
            new(3, Definition(Acme, "b", Config(TimeframeType.Hourly, graceSeconds: -1), version: 2) with
            {
                UpdatedAtUs = Us(EngineKit.Start + TimeSpan.FromMinutes(70)),
            }),
        ];
        var judge = new EventJudge(Acme, definitions, NoActivations);

        Assert.Equal(
            [EventVerdict.WindowClosed, EventVerdict.Scored],
            new[] { 0, 60 }.Select(minute => judge.Judge(
                4, start, Event("e", at: EngineKit.Start + TimeSpan.FromMinutes(minute))).Single().Verdict.Verdict));
    }

    [Fact]
    public void A_generation_has_windows_of_its_own()
    {
        PositionedDefinition[] definitions =
        [
            new(2, Definition(Acme, "b", Config(TimeframeType.Daily, graceSeconds: 0))),
            new(3, Definition(Acme, "b", Config(TimeframeType.Hourly, graceSeconds: 7_200), version: 2) with
            {
                UpdatedAtUs = Us(EngineKit.Start + TimeSpan.FromMinutes(90)),
            }),
        ];
        var activated = new Dictionary<LeaderboardId, long> { [new LeaderboardId("b")] = 3 };
        var accepted = Us(EngineKit.Start + TimeSpan.FromMinutes(100));

        Assert.Equal(
            EventVerdict.Scored,
            new EventJudge(Acme, definitions, activated).Judge(4, accepted, Event("e")).Single().Verdict.Verdict);
        Assert.Equal(
            EventVerdict.WindowClosed,
            new EventJudge(Acme, definitions, NoActivations).Judge(4, accepted, Event("e")).Single().Verdict.Verdict);
    }

    [Fact]
    public void An_event_outside_every_window_finds_none_open()
    {
        var frame = TimeframeConfig.Of(TimeframeType.Custom) with { StartUs = 0, EndUs = 1 };

        Assert.Equal(
            new BoardVerdict(new LeaderboardId("b"), EventVerdict.WindowClosed, 0, null),
            Judge(Config() with { Timeframe = frame }, 1));
    }

    private static BoardVerdict Judge(
        LeaderboardConfig config, double score, string type = "goal", int acceptedMinute = 0) =>
        new EventJudge(Acme, [new PositionedDefinition(2, Definition(Acme, "b", config))], NoActivations)
            .Judge(
                3, Us(EngineKit.Start + TimeSpan.FromMinutes(acceptedMinute)), Event("e", score: score, type: type))
            .Single().Verdict;
}
