using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Domain.Leaderboards;

public sealed class BoardRanksSpecs
{
    private static readonly LeaderboardConfig AtLeastTwo = Config(TimeframeType.Hourly) with
    {
        Ranking = RankingConfig.Default with { ScoreLimitMillionths = 2_000_000 },
    };

    private readonly BoardRig _rig = new BoardRig().Define(AtLeastTwo)
        .Score("a", 3, TimeSpan.Zero, TimeSpan.Zero).Score("b", 5, TimeSpan.Zero, TimeSpan.Zero)
        .Score("c", 1, TimeSpan.Zero, TimeSpan.Zero).Score("é", 5, TimeSpan.FromMinutes(1), TimeSpan.Zero);

    [Fact]
    public void Shows_the_ranked_in_the_board_s_order_each_once()
    {
        var ranks = Assert.IsType<RanksReply>(Ask(null, "a", "nobody", "é", "c", "a", "nobody", "b"));

        Assert.Equal(("2026-03-01T12", 3, _rig.Board.Position), (ranks.WindowKey, ranks.Total, ranks.Position));
        var page = Assert.IsType<StandingsPage>(
            BoardReader.Answer(_rig.Board, Standings(BoardRig.Acme, "b", "2026-03-01T12")));
        Assert.Equal(page.Entries, ranks.Entries);
        Assert.Equal(["b", "é", "a"], ranks.Entries.Select(e => e.UserId));
    }

    [Fact]
    public void A_window_that_holds_now_and_is_empty_has_nobody()
    {
        var ranks = Assert.IsType<RanksReply>(Ask("current", "a"));

        Assert.Equal(("2026-03-01T14", 0), (ranks.WindowKey, ranks.Total));
        Assert.Empty(ranks.Entries);
    }

    [Fact]
    public void An_unknown_window_is_not_found() =>
        Assert.Equal(ErrorCode.NotFound, Assert.IsType<Refusal>(Ask("2026-03-01T09", "a")).Code);

    private object Ask(string? window, params string[] users) => BoardReader.Answer(
        _rig.Board, new GetRanks(
            BoardRig.Acme, new LeaderboardId("b"), Scope(window, now: BoardRig.Noon + TimeSpan.FromHours(2)), users));
}
