using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Domain.Leaderboards;

public sealed class StandingsComparisonSpecs
{
    private static readonly TenantId Acme = new("acme");
    private static readonly LeaderboardId Id = new("b");

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void Finds_nothing_between_boards_that_were_scored_alike(int step)
    {
        var report = Compare(Scored(0, 500), Scored(0, 500), step);

        Assert.Equal((1L, 500L, 0L), (report.Windows, report.Members, report.DifferenceCount));
    }

    [Fact]
    public void The_order_in_which_users_came_does_not_matter()
    {
        var reversed = Anew();
        Assert.True(reversed.TryApply(Rows(3, [.. Enumerable.Range(0, 500).Reverse().Select(EntryOf)])));

        Assert.Equal(0, Compare(Scored(0, 500), reversed, 64).DifferenceCount);
    }

    [Fact]
    public void Finds_a_score_and_the_ranks_that_it_moves()
    {
        var other = Anew();
        Assert.True(other.TryApply(Rows(3, [.. Enumerable.Range(0, 4).Select(EntryOf), Entry("u1", 10)])));

        var report = Compare(Scored(0, 4), other, 1);

        Assert.Contains(report.Differences, d => (d.WindowKey, d.UserId, d.What) == ("all", "u1", "record"));
        Assert.Contains(report.Differences, d => (d.UserId, d.What, d.Served, d.Rebuilt) == ("u1", "rank", "3", "1"));
        Assert.Contains(report.Differences, d => (d.UserId, d.What, d.Served, d.Rebuilt) == ("u3", "place", "1", "2"));
    }

    [Fact]
    public void Finds_who_is_in_one_only()
    {
        var report = Compare(Scored(0, 4), Scored(1, 5), 3);

        Assert.Contains(
            new StandingsDifference("all", "u0", "member", "present", "absent"), report.Differences);
        Assert.Contains(
            new StandingsDifference("all", "u4", "member", "absent", "present"), report.Differences);
    }

    [Fact]
    public void Finds_a_window_that_one_lacks() => Assert.Contains(
        new StandingsDifference("all", null, "window", "present", "absent"),
        Compare(Scored(0, 4), Scored(0, 0), 10).Differences);

    [Fact]
    public void Counts_all_and_lists_some()
    {
        var report = Compare(Scored(0, 300), Scored(300, 600), 50);

        Assert.Equal(StandingsComparison.ListedMax, report.Differences.Count);
        Assert.Equal(600, report.DifferenceCount);
    }

    private static VerificationReport Compare(Board served, Board rebuilt, int step)
    {
        var comparison = new StandingsComparison(served, rebuilt);
        while (!comparison.Step(step))
        {
        }
        return comparison.Report;
    }

    private static Board Scored(int from, int to)
    {
        var board = Anew();
        Assert.True(board.TryApply(Rows(3, [.. Enumerable.Range(from, to - from).Select(EntryOf)])));
        return board;
    }

    private static Board Anew() => Board.Anew(2, Definition(Acme, "b"), TenantStatus.Active);

    private static ScoredEntry EntryOf(int user) => Entry($"u{user}", user);

    private static ApplyRows Rows(long position, IReadOnlyList<ScoredEntry> entries) =>
        new(Acme, Id, position, position, 30, 7, [new RowSection(position, 30, 1, entries)]);
}
