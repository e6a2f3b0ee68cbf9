using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Cluster.Domain.Tenants;
using Phoenix.Cluster.Feed;
using Phoenix.Cluster.Tests.Domain.Ranking;
using Phoenix.Cluster.Tests.Domain.Scoring;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Tests.Differential;

/// <summary>One case, by the engine and by the model, and every line of the boards compared.</summary>
internal static class DifferentialRun
{
    /// <summary>How many contributions were compared.</summary>
    public static int Compare(DifferentialCase given, int seed)
    {
        var model = Model(given);
        var board = Engine(given, new Random(seed));
        Assert.Equal(given.Rows[^1].Position, board.Position);
        Assert.Equal(model.Windows.Select(w => w.Bounds.Key), board.Windows.Select(w => w.Bounds.Key));
        NaiveWindow? previous = null;
        foreach (var expected in model.Windows)
        {
            Compare(board, expected, previous);
            previous = expected;
        }
        return model.Contributions;
    }

    private static NaiveLeaderboard Model(DifferentialCase given)
    {
        var model = new NaiveLeaderboard(given.ExpressionOf);
        foreach (var (position, row) in given.Rows)
        {
            model.AdvanceTo(row.AcceptedAtUs);
            if (row is LeaderboardDefined { Definition: var definition })
            {
                model.Define(definition, position);
                model.AdvanceTo(row.AcceptedAtUs);
            }
            if (row is not EventsAccepted events) continue;
            foreach (var record in events.Events) model.Score(record, position);
        }
        return model;
    }

    /// <summary>Scored once, applied in random pieces, some twice, some of them overlapping.</summary>
    private static Board Engine(DifferentialCase given, Random random)
    {
        var scoring = new RowScoring(ScoringSamples.Tenant, RuleBook.At([], 0), _ => true);
        var rows = given.Rows.Select(scoring.Score).ToList();
        var board = new Board(0);
        for (var index = 0; index < rows.Count;)
        {
            var from = Math.Max(0, index - random.Next(3));
            var some = rows.GetRange(0, Math.Min(rows.Count, from + random.Next(1, 8)));
            var message = RecentRows.Join(ScoringSamples.Tenant, DifferentialCase.Board, some, from);
            Assert.True(board.TryApply(message));
            index = (int)board.Position;
        }
        return board;
    }

    private static void Compare(Board board, NaiveWindow expected, NaiveWindow? previous)
    {
        var ranking = expected.Ranking;
        var aggregation = board.Definition!.Config.Scoring.Aggregation;
        var standings = expected.Standings(aggregation);
        var scope = new StandingsScope(expected.Bounds.Key, board.AcceptedAtUs, 0);
        var page = Assert.IsType<StandingsPage>(BoardReader.Answer(
            board, new GetStandings(ScoringSamples.Tenant, DifferentialCase.Board, scope, 0, int.MaxValue)));

        Assert.Equal(
            standings.Take(ranking.Size ?? int.MaxValue).Select(s => new StandingsEntry(
                s.Rank, s.Place, s.User, s.Score, s.Events, s.UpdatedAtUs)),
            page.Entries);
        Assert.Equal((standings.Count, expected.Sequence), (page.Total, page.Sequence));
        Assert.Equal(expected.IsClosed, page.Window.Status == WindowStatus.Closed);
        Assert.Equal((Finite(expected.Bounds.StartUs), Finite(expected.Bounds.EndUs)),
            (page.Window.StartUs, page.Window.EndUs));
        Assert.Equal(previous?.Bounds.Key, page.Window.PreviousKey);
        var ranked = standings.ToDictionary(s => s.User);
        foreach (var user in expected.Contributions.Select(c => c.User).Distinct())
            CompareUser(board, expected, ranked.GetValueOrDefault(user), user, scope);
    }

    private static void CompareUser(
        Board board, NaiveWindow window, Standing standing, string user, StandingsScope scope)
    {
        var (tenant, id) = (ScoringSamples.Tenant, DifferentialCase.Board);
        var isRanked = standing.User is not null;
        var score = Assert.IsType<RankReply>(BoardReader.Answer(board, new GetScore(tenant, id, scope, user)));
        var expected = isRanked ? standing : NaiveRanking.Score(
            user, [.. window.Contributions.Where(c => c.User == user)], board.Definition!.Config.Scoring.Aggregation);
        Assert.Equal((expected.Score, expected.Rank, expected.Place),
            (score.ScoreMillionths, score.Rank, score.Place));
        var rank = BoardReader.Answer(board, new GetRank(tenant, id, scope, user));
        if (isRanked) Assert.Equal(score, rank);
        else Assert.Equal(ErrorCode.NotFound, Assert.IsType<Refusal>(rank).Code);
    }

    private static long? Finite(long us) => us is long.MinValue or long.MaxValue ? null : us;
}
