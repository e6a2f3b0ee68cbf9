using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Messages.Leaderboards;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Domain.Leaderboards;

public sealed class BoardSpecs
{
    private static readonly TimeSpan Zero = TimeSpan.Zero;
    private static readonly LeaderboardConfig Hourly = Config(TimeframeType.Hourly, graceSeconds: 600);

    [Fact]
    public void Counts_an_event_in_the_window_of_its_own_time_however_late_it_comes()
    {
        var rig = new BoardRig().Define(Hourly)
            .Score("a", 1, Minutes(0), Minutes(0)).Score("a", 2, Minutes(59), Minutes(69))
            .Score("b", 4, Minutes(60), Minutes(69)).Score("b", 8, Minutes(150), Minutes(69));

        Assert.Equal("1:a=3", rig.Window("2026-03-01T12"));
        Assert.Equal("1:b=4", rig.Window("2026-03-01T13"));
        Assert.Equal("1:b=8", rig.Window("2026-03-01T14"));
        Assert.Equal(3, rig.Board.Windows.Count);
    }

    [Fact]
    public void Closes_a_window_at_the_first_row_at_its_end_and_grace()
    {
        var rig = new BoardRig().Define(Hourly).Score("a", 1, Zero, Zero);
        var end = Minutes(70);

        rig.Move(end - TimeSpan.FromMicroseconds(1));
        Assert.Equal("1:a=1", rig.Window("2026-03-01T12"));
        rig.Move(end).Score("a", 5, Minutes(1), end);

        Assert.Equal("1:a=1 closed", rig.Window("2026-03-01T12"));
        Assert.Equal(3, rig.Board.Windows[0].Sequence);
    }

    [Fact]
    public void An_event_that_closes_its_own_window_does_not_count() =>
        Assert.Equal(
            "1:a=1 closed",
            new BoardRig().Define(Hourly).Score("a", 1, Zero, Zero).Score("a", 5, Minutes(1), Minutes(70))
                .Window("2026-03-01T12"));

    [Fact]
    public void Opens_no_window_that_is_over() =>
        Assert.Empty(new BoardRig().Define(Hourly).Score("a", 1, Minutes(-70), Zero).Board.Windows);

    [Fact]
    public void A_grace_of_minus_one_never_closes() =>
        Assert.Equal(
            "1:a=6",
            new BoardRig().Define(Config(TimeframeType.Hourly, graceSeconds: -1)).Score("a", 1, Zero, Zero)
                .Score("a", 5, Zero, TimeSpan.FromDays(900)).Window("2026-03-01T12"));

    [Fact]
    public void A_longer_grace_reopens_nothing_whether_it_was_used_or_not()
    {
        var rig = new BoardRig().Define(Hourly).Score("a", 1, Zero, Zero).Move(Minutes(70))
            .Define(Config(TimeframeType.Hourly, graceSeconds: 86_400), Minutes(70))
            .Score("a", 5, Zero, Minutes(71)).Score("b", 5, Minutes(-60), Minutes(71))
            .Score("b", 5, Minutes(60), Minutes(71));

        Assert.Equal("1:a=1 closed", rig.Window("2026-03-01T12"));
        Assert.Null(rig.Window("2026-03-01T11"));
        Assert.Equal("1:b=5", rig.Window("2026-03-01T13"));
    }

    [Fact]
    public void A_shorter_grace_closes_at_its_own_row() =>
        Assert.Equal(
            "1:a=1 closed",
            new BoardRig().Define(Hourly).Score("a", 1, Zero, Zero)
                .Define(Config(TimeframeType.Hourly, graceSeconds: 0), Minutes(65)).Window("2026-03-01T12"));

    [Fact]
    public void Another_ranking_reorders_what_is_open_and_leaves_what_is_closed()
    {
        var rig = new BoardRig().Define(Hourly)
            .Score("a", 1, Zero, Zero).Score("b", 2, Zero, Zero)
            .Score("a", 1, Minutes(61), Minutes(70)).Score("b", 2, Minutes(61), Minutes(70))
            .Define(Hourly with { Ranking = RankingConfig.Default with { Method = RankingMethod.ScoreAsc } },
                Minutes(70));

        Assert.Equal("1:b=2 2:a=1 closed", rig.Window("2026-03-01T12"));
        Assert.Equal("1:a=1 2:b=2", rig.Window("2026-03-01T13"));
        Assert.Equal((4, 7), (rig.Board.Windows[0].Sequence, rig.Board.Windows[1].Sequence));
    }

    [Fact]
    public void Opens_no_more_windows_than_its_definition_allows_and_closed_ones_do_not_count()
    {
        var rig = new BoardRig().Define(Hourly, openWindowsMax: 2)
            .Score("a", 1, Zero, Zero).Score("a", 1, Minutes(60), Zero).Score("a", 1, Minutes(120), Zero);
        Assert.Null(rig.Window("2026-03-01T14"));

        Assert.Equal("1:a=1", rig.Score("a", 1, Minutes(120), Minutes(70)).Window("2026-03-01T14"));
    }

    [Fact]
    public void Takes_nothing_where_rows_are_missing()
    {
        var rig = new BoardRig().Define(Hourly).Score("a", 1, Zero, Zero);
        var board = new Board(1);

        Assert.False(board.TryApply(rig.Log[1]));
        Assert.Equal((1, 0), (board.Position, board.Windows.Count));
    }

    [Theory]
    [InlineData("", "2026-03-01T13")]
    [InlineData("current", "2026-03-01T15")]
    [InlineData("2026-03-01T12", "2026-03-01T12")]
    [InlineData("2026-03-01T11", null)]
    [InlineData("nonsense", null)]
    public void Finds_the_window_that_a_query_means(string key, string? found)
    {
        var rig = new BoardRig().Define(Hourly).Score("a", 1, Zero, Zero).Score("a", 1, Minutes(60), Zero)
            .Score("a", 1, Minutes(60), Zero);
        var now = BoardRig.Noon + TimeSpan.FromHours(3);

        var answer = BoardReader.Answer(rig.Board,
            Standings(BoardRig.Acme, "b", key.Length == 0 ? null : key, now: now));

        Assert.Equal(found, (answer as StandingsPage)?.Window.Key);
    }

    private static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);
}
