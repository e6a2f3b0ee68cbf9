using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Replay;

/// <summary>All 47,914 rows of the goals table, from the file through a real node to the board.</summary>
public sealed class GoalReplaySpecs : IDisposable
{
    private const string Board = "goals-all-time";
    private const long Goals = 47_870;

    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task The_whole_board_equals_a_plain_count_and_a_second_replay_changes_nothing()
    {
        await using var node = await NodeProcess.StartReadyAsync(new NodeSettings { DataDirectory = _data.Path });
        var first = await ReplayRun.OfGoalsAsync(node);
        AssertComplete(first);
        var board = await AssertEqualsCountAsync(node);

        var second = await ReplayRun.OfGoalsAsync(node);
        AssertComplete(second);
        Assert.Equal(Goals, second.Duplicates);
        var after = await AssertEqualsCountAsync(node);
        Assert.Equal(board.Sequence, after.Sequence);
        Assert.Equal(board.Entries, after.Entries);
    }

    [Fact]
    public async Task Killed_in_mid_replay_started_and_replayed_again_it_shows_the_same()
    {
        var settings = new NodeSettings { DataDirectory = _data.Path };
        await using (var killed = await NodeProcess.StartReadyAsync(settings))
        {
            var cut = ReplayRun.OfGoalsAsync(killed, "--retry-for", "0");
            await UntilUsersAreRankedAsync(killed);
            await killed.KillAsync();
            Assert.Equal(1, (await cut).ExitCode);
        }

        await using var node = await NodeProcess.StartReadyAsync(settings);
        var again = await ReplayRun.OfGoalsAsync(node);
        AssertComplete(again);
        Assert.InRange(again.Duplicates, 1, Goals - 1);
        await AssertEqualsCountAsync(node);
    }

    [Fact]
    public async Task A_replay_outlives_a_node_that_is_killed_and_started_again()
    {
        var settings = new NodeSettings { DataDirectory = _data.Path };
        await using var killed = await NodeProcess.StartReadyAsync(settings);
        var replay = ReplayRun.OfGoalsAsync(killed);
        await UntilUsersAreRankedAsync(killed);
        await killed.KillAsync();

        await using var node = await NodeProcess.StartReadyAsync(settings);
        AssertComplete(await replay);
        await AssertEqualsCountAsync(node);
        Assert.Equal(Goals, (await ReplayRun.OfGoalsAsync(node)).Duplicates);
        await AssertEqualsCountAsync(node);
    }

    /// <summary>Far enough for a part to be in the log, far from the 14,853 at its end.</summary>
    private static Task UntilUsersAreRankedAsync(NodeProcess node)
    {
        var api = new NodeApi(node.Http, "demo");
        return Condition.BecomesTrueAsync(
            async () => await api.TotalAsync(Board) > 1_000, () => $"no user was ranked:\n{node.Log}");
    }

    private static void AssertComplete(ReplayRun run)
    {
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal((Goals + 44, 44, Goals, 0), (run.Read, run.Skipped, run.Accepted, run.Failed));
    }

    private static async Task<BoardPages> AssertEqualsCountAsync(NodeProcess node)
    {
        var api = new NodeApi(node.Http, "demo");
        var board = await api.ReadBoardAsync(Board, await api.MarkPositionAsync());
        var counted = GoalCount.Of(RepositoryPaths.Goalscorers);
        Assert.Equal(counted.Count, board.Total);
        var places = Enumerable.Range(1, counted.Count).Select(place => (long)place);
        Assert.Equal(places, board.Entries.Select(entry => entry.Place));
        foreach (var entry in board.Entries)
        {
            var (rank, goals) = counted[entry.UserId];
            Assert.Equal(
                (entry.UserId, rank, goals, goals), (entry.UserId, entry.Rank, (long)entry.Score, entry.EventCount));
        }

        Assert.Equal(counted.Count, board.Entries.DistinctBy(entry => entry.UserId).Count());
        return board;
    }
}
