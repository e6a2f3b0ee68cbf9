using LinqToDB.Data;
using Microsoft.Data.Sqlite;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Cluster.Leaderboards;
using Phoenix.Cluster.Storage;
using Phoenix.Cluster.Tests.Domain.Leaderboards;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Leaderboards;

/// <summary>What the history answers is what memory answered, field by field.</summary>
public sealed class FinalStandingsSpecs : IDisposable
{
    private const string Key = "2026-03-01T12";
    private static readonly LeaderboardId Id = new("b");
    private static readonly long EndUs = BoardRig.At(TimeSpan.FromHours(1));

    private readonly string _directory = Directory.CreateTempSubdirectory("phoenix-final-").FullName;
    private readonly SqliteDatabase _database;
    private readonly HistoryStore _history;

    public FinalStandingsSpecs()
    {
        _database = new SqliteDatabase(_directory);
        _database.Bootstrap();
        _history = new HistoryStore(_database);
    }

    public static TheoryData<RankingMethod, TieRule, TieBreaker> Rankings()
    {
        var rankings = new TheoryData<RankingMethod, TieRule, TieBreaker>();
        foreach (var method in Enum.GetValues<RankingMethod>())
            foreach (var ties in Enum.GetValues<TieRule>())
                foreach (var breaker in Enum.GetValues<TieBreaker>()) rankings.Add(method, ties, breaker);
        return rankings;
    }

    [Theory]
    [MemberData(nameof(Rankings))]
    public async Task The_history_answers_as_memory_did(RankingMethod method, TieRule ties, TieBreaker breaker)
    {
        var random = new Random(HashCode.Combine((int)method * 31 + (int)ties * 7 + (int)breaker));
        foreach (var (limit, size) in new (long?, int?)[] { (null, null), (2_000_000, 12), (99_000_000, 1) })
        {
            var rig = RandomBoard(random, new RankingConfig(method, size, limit, ties, breaker));
            var opening = await OpenAsync();
            var queries = Queries().ToList();
            var fromMemory = queries.Select(q => BoardReader.Answer(rig.Board, q)).ToList();
            Assert.DoesNotContain(fromMemory, a => a is HistoryQuestion);

            await FinaliseAsync(rig.Board, opening, piece: random.Next(1, 9));

            Assert.Null(rig.Board.FindWindow(EndUs - 3_600_000_000));
            Assert.Equal(0, rig.Board.Users.Count);
            for (var i = 0; i < queries.Count; i++)
            {
                var fromHistory = BoardReader.Answer(rig.Board, queries[i]);
                if (fromHistory is HistoryQuestion question)
                    fromHistory = await new HistoryReader(_history).AnswerAsync(question, default);
                AssertEqual(fromMemory[i], fromHistory!);
            }
            using var db = _database.OpenStandings();
            db.Execute("DELETE FROM board; DELETE FROM final_window; DELETE FROM final_entry");
        }
    }

    [Fact]
    public async Task Only_the_newer_of_two_incarnations_writes()
    {
        var rig = RandomBoard(new Random(1), RankingConfig.Default);
        var old = Finaliser(await OpenAsync(), new StoredHistory([], false));
        Assert.True(await old.TryWrite(rig.Board, 0, default)!);

        await OpenAsync();

        Assert.False(await old.TryWrite(rig.Board, 0, default)!);
        Assert.True(_history.TryTakeTurn());
    }

    [Fact]
    public async Task A_board_waits_for_its_turn_while_another_writes_its_piece()
    {
        var rig = RandomBoard(new Random(1), RankingConfig.Default);
        var opening = await OpenAsync();
        var finaliser = Finaliser(opening, new StoredHistory([], false));
        Assert.True(_history.TryTakeTurn());

        Assert.Null(finaliser.TryWrite(rig.Board, 0, default));
        await _history.SweepAsync(opening.Owner, 1, default);

        Assert.True(await finaliser.TryWrite(rig.Board, 0, default)!);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    private Task<BoardOpening> OpenAsync() => new BoardStore(_database).OpenAsync(BoardRig.Acme, Id, default);

    private Finaliser Finaliser(BoardOpening opening, StoredHistory stored, int piece = 3) =>
        new(_history, opening.Owner, opening.Generation, stored) { PieceMembers = piece };

    private async Task FinaliseAsync(Board board, BoardOpening opening, int piece)
    {
        var finaliser = Finaliser(opening, await _history.ReadAsync(opening.Owner, 1, default), piece);
        while (finaliser.HasWork(board))
        {
            Assert.True(await finaliser.TryWrite(board, opening.Position, default)!);
            finaliser.OnWritten(board);
        }
    }

    /// <summary>A closed window with many ties, one before it and none behind.</summary>
    private static BoardRig RandomBoard(Random random, RankingConfig ranking)
    {
        var rig = new BoardRig().Define(Config(
            TimeframeType.Hourly, (Aggregation)random.Next(5), graceSeconds: 7200, ranking: ranking));
        rig.Score("before", 1, TimeSpan.FromMinutes(-1), TimeSpan.Zero);
        for (var i = 0; i < 120; i++)
        {
            rig.Score(
                random.Next(9) == 0 ? "日本\"'\\" + random.Next(3) : $"u{random.Next(40)}", random.Next(-2, 4) / 2.0,
                TimeSpan.FromMinutes(random.Next(60)), TimeSpan.FromMinutes(random.Next(60)));
        }
        return rig.Move(TimeSpan.FromHours(3));
    }

    private static IEnumerable<ILeaderboardQuery> Queries()
    {
        foreach (var scope in new[] { Scope(Key), Scope(now: BoardRig.Noon + TimeSpan.FromHours(9)) })
        {
            foreach (var (offset, limit) in new[] { (0, 1000), (0, 5), (3, 9), (11, 5), (39, 10), (500, 10) })
                yield return new GetStandings(BoardRig.Acme, Id, scope, offset, limit);
            foreach (var user in Enumerable.Range(0, 13).Select(i => $"u{i * 3}").Append("日本\"'\\1").Append("nobody"))
            {
                yield return new GetRank(BoardRig.Acme, Id, scope, user);
                yield return new GetScore(BoardRig.Acme, Id, scope, user);
                foreach (var limit in new[] { 2, 11 })
                    yield return new GetStandingsAround(BoardRig.Acme, Id, scope, user, limit);
                yield return new GetSnapshotEntry(BoardRig.Acme, Id, scope, EndUs, user);
            }
            yield return new GetRanks(BoardRig.Acme, Id, scope, ["u9", "nobody", "u3", "日本\"'\\1", "u9", "u27"]);
            yield return new GetSnapshot(BoardRig.Acme, Id, scope, EndUs, 2, 7);
            yield return new GetSnapshot(BoardRig.Acme, Id, scope, EndUs + 1, 2, 7);
            foreach (var limit in new[] { 1, 2, 3 })
            {
                yield return new GetWindows(BoardRig.Acme, Id, scope, limit, null);
                yield return new GetWindows(BoardRig.Acme, Id, scope, limit, EndUs - 3_600_000_000);
                yield return new GetSnapshots(BoardRig.Acme, Id, scope, 0, long.MaxValue, limit);
            }
            yield return new GetSnapshots(BoardRig.Acme, Id, scope, EndUs, EndUs, 10);
            yield return new GetSnapshots(BoardRig.Acme, Id, scope, EndUs + 1, long.MaxValue, 10);
        }
    }

    private static void AssertEqual(object memory, object history)
    {
        Assert.Equal(memory.GetType(), history.GetType());
        Assert.Equal(Text(memory), Text(history));
    }

    /// <summary>A reply with its lists written out.</summary>
    private static string Text(object reply) => reply switch
    {
        StandingsPage p => $"{p with { Entries = [] }} {string.Join(", ", p.Entries)}",
        SnapshotReply s => $"{s.TimeUs} {s.Revision} {Text(s.Page)}",
        RanksReply r => $"{r with { Entries = [] }} {string.Join(", ", r.Entries)}",
        WindowsReply w => $"{w.NextBeforeUs} {string.Join(", ", w.Windows)}",
        SnapshotsReply s => string.Join(", ", s.Snapshots),
        _ => $"{reply}",
    };
}
