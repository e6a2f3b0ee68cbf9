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
        // A backfill is a board of its own. What it swaps with is compared in the cases without one.
        var random = new Random(seed);
        if (given.Backfill is null) return Compare(given, Model(given), Engine(given, random));
        return Compare(given, ModelOfBackfill(given, given.Backfill), EngineOfBackfill(given, random));
    }

    private static int Compare(DifferentialCase given, NaiveLeaderboard model, Board board)
    {
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

    /// <summary>Every row from the origin on by the config asked for; where the board was inactive, nothing. Once it
    /// serves, a change of the board is a change of it; before that only the status counts.</summary>
    private static NaiveLeaderboard ModelOfBackfill(DifferentialCase given, BackfillRequested asked)
    {
        var model = new NaiveLeaderboard(given.ExpressionOf);
        var (definition, isServing) = (asked.Asked with { Status = LeaderboardStatus.Active }, false);
        foreach (var (position, row) in given.Rows)
        {
            isServing |= row is GenerationActivated;
            if (row is LeaderboardDefined { Definition: var changed })
                definition = isServing ? changed : definition with { Status = changed.Status };
            if (position < asked.Origin) continue;
            if (model.Definition is null) model.Define(definition, position);
            model.AdvanceTo(row.AcceptedAtUs);
            model.Define(definition, position);
            if (row is GenerationActivated) model.TouchAll(position);
            if (row is not EventsAccepted events) continue;
            foreach (var record in events.Events) model.Score(record, position);
        }
        return model;
    }

    private static Board Engine(DifferentialCase given, Random random)
    {
        var scoring = new RowScoring(ScoringSamples.Tenant, RuleBook.At([], 0), _ => true);
        var board = new Board(0);
        Apply(board, [.. given.Rows.Select(scoring.Score)], random);
        return board;
    }

    private static Board EngineOfBackfill(DifferentialCase given, Random random)
    {
        var generation = given.Generation;
        var before = generation.Origin - 1;
        var rules = new GenerationRules(generation, before);
        var board = Board.Anew(before, rules.First, TenantStatus.Active);
        var scoring = new RowScoring(
            ScoringSamples.Tenant, RuleBook.At([new PositionedDefinition(before, rules.First!)], before), _ => true,
            row => rules.DefinitionAt(row.Position, row.Event));
        Apply(board, [.. given.Rows.Where(r => r.Position > before).Select(scoring.Score)], random);
        return board;
    }

    /// <summary>In random pieces, some twice, some of them overlapping.</summary>
    private static void Apply(Board board, List<ScoredRow> rows, Random random)
    {
        var before = board.Position;
        for (var index = 0; index < rows.Count; index = (int)(board.Position - before))
        {
            var from = Math.Max(0, index - random.Next(3));
            var some = rows.GetRange(0, Math.Min(rows.Count, from + random.Next(1, 8)));
            var message = RecentRows.Join(ScoringSamples.Tenant, DifferentialCase.Board, some, from);
            Assert.True(board.TryApply(message));
        }
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
