using System.Text;
using CsCheck;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Cluster.Leaderboards;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Domain.Leaderboards;

public sealed class BoardCheckpointSpecs
{
    [Fact]
    public void Base_and_deltas_read_back_and_caught_up_are_the_original() => Gen.Int.Sample(
        seed =>
        {
            var random = new Random(seed);
            var rig = RandomBoard(random, out var definitions);
            var stored = new List<byte[]>();
            for (var i = 0; i < random.Next(1, 6); i++)
            {
                stored.Add(Write(rig.Board, stored.Count == 0, definitions));
                for (var j = random.Next(12); j > 0; j--) RandomRow(rig, random);
            }

            var restored = new Board(0);
            foreach (var bytes in stored) BoardCheckpoint.Read(restored, bytes, b => definitions[b[0]]);
            foreach (var rows in rig.Log) Assert.True(restored.TryApply(rows));

            Assert.Equal(Describe(rig.Board), Describe(restored));
        }, iter: 300);

    [Fact]
    public void A_base_taken_in_pieces_while_the_board_goes_on_reads_back_with_the_deltas_since() => Gen.Int.Sample(
        seed =>
        {
            var random = new Random(seed);
            var rig = RandomBoard(random, out var definitions);
            Write(rig.Board, false, definitions);
            var pieces = new BasePieces(rig.Board);
            var (taken, deltas) = (new List<byte[]>(), new List<byte[]>());
            while (!pieces.IsComplete)
            {
                var definition = new[] { (byte)definitions.IndexOf(rig.Board.Definition!) };
                taken.Add(pieces.Take(rig.Board, definition, membersMax: random.Next(1, 4)));
                for (var j = pieces.IsComplete ? 0 : random.Next(4); j > 0; j--) RandomRow(rig, random);
                if (pieces.IsComplete || random.Next(2) == 0) deltas.Add(Write(rig.Board, false, definitions));
                if (!definitions.Contains(rig.Board.Definition!)) definitions.Add(rig.Board.Definition!);
            }

            var restored = new Board(0);
            BaseReader.Read(restored, taken, b => definitions[b[0]]);
            foreach (var bytes in deltas) BoardCheckpoint.Read(restored, bytes, b => definitions[b[0]]);

            Assert.Equal(Describe(rig.Board), Describe(restored));
        }, iter: 300);

    [Fact]
    public void A_window_that_left_memory_does_not_come_back()
    {
        var rig = new BoardRig().Define(Config(TimeframeType.Hourly, graceSeconds: 0))
            .Score("a", 1, TimeSpan.Zero, TimeSpan.Zero).Score("b", 2, TimeSpan.FromHours(1), TimeSpan.Zero);
        var definitions = new List<LeaderboardDefinition>();
        var whole = Write(rig.Board, true, definitions);
        rig.Move(TimeSpan.FromHours(1));
        var closed = rig.Board.FirstClosed!;
        rig.Board.Finalise(new FinalWindow(7, closed.Bounds, 1, 1, 1, null, closed.Sequence, rig.Board.Position));
        var delta = Write(rig.Board, false, definitions);

        var restored = new Board(0);
        BoardCheckpoint.Read(restored, whole, b => definitions[b[0]]);
        BoardCheckpoint.Read(restored, delta, b => definitions[b[0]]);

        Assert.Equal("2026-03-01T13", Assert.Single(restored.Windows).Bounds.Key);
        Assert.Equal(1, restored.Users.Count);
        Assert.Equal(1, rig.Board.Users.Count);
    }

    [Fact]
    public void A_large_window_leaves_memory_in_pieces_while_its_users_play_on()
    {
        var rig = new BoardRig().Define(Config(TimeframeType.Hourly, graceSeconds: 0));
        for (var i = 0; i < 25_000; i++) rig.Score($"user-{i}", 1, TimeSpan.Zero, TimeSpan.Zero);
        rig.Move(TimeSpan.FromHours(1));
        var closed = rig.Board.FirstClosed!;

        rig.Board.Finalise(new FinalWindow(7, closed.Bounds, 1, 1, 1, null, closed.Sequence, rig.Board.Position));
        Assert.InRange(rig.Board.Users.Count, 14_000, 15_000);
        foreach (var user in new[] { "user-0", "user-24999" })
            rig.Score(user, 2, TimeSpan.FromHours(1), TimeSpan.FromHours(1));

        Assert.Equal(2, rig.Board.Users.Count);
        var window = Assert.Single(rig.Board.Windows);
        Assert.Equal(2, window.Members.MemberCount);
        foreach (var user in new[] { "user-0", "user-24999" })
            Assert.True(rig.Board.Users.TryGet(Encoding.UTF8.GetBytes(user), out var slot)
                && window.Members.TryGetMember(slot, out _));
    }

    [Fact]
    public void Any_batching_of_the_log_with_repeats_and_overlaps_gives_the_same_board() => Gen.Int.Sample(
        seed =>
        {
            var random = new Random(seed);
            var rig = RandomBoard(random, out _);
            for (var i = 0; i < 40; i++) RandomRow(rig, random);

            var board = new Board(1);
            while (board.Position < rig.Board.Position)
            {
                var from = random.Next(2, (int)board.Position + 3);
                var to = random.Next(from, (int)Math.Min(rig.Board.Position, from + 8) + 1);
                if (from - 2 >= rig.Log.Count) continue;
                var rows = rig.Log.Skip(from - 2).Take(to - from + 1).ToList();
                var joined = rows[^1] with { From = from, Sections = [.. rows.SelectMany(r => r.Sections)] };
                Assert.Equal(from <= board.Position + 1, board.TryApply(joined));
            }

            Assert.Equal(Describe(rig.Board), Describe(board));
        }, iter: 300);

    [Fact]
    public void Refuses_every_byte_that_is_not_as_written() => Gen.Int.Sample(
        seed =>
        {
            var random = new Random(seed);
            var rig = RandomBoard(random, out var definitions);
            for (var i = 0; i < 10; i++) RandomRow(rig, random);
            var bytes = Write(rig.Board, whole: true, definitions);

            var flipped = (byte[])bytes.Clone();
            flipped[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
            var noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            foreach (var bad in new[] { flipped, bytes[..random.Next(bytes.Length)], noise })
                Assert.Throws<InvalidDataException>(() =>
                    BoardCheckpoint.Read(new Board(0), bad, b => definitions[b[0]]));
        }, iter: 300);

    [Fact]
    public void A_delta_holds_only_what_changed()
    {
        var rig = new BoardRig().Define(Config(TimeframeType.Hourly));
        for (var i = 0; i < 1_000; i++) rig.Score($"user-{i}", i, TimeSpan.Zero, TimeSpan.Zero);
        var definitions = new List<LeaderboardDefinition>();
        var whole = Write(rig.Board, true, definitions);

        rig.Score("user-7", 1, TimeSpan.Zero, TimeSpan.Zero);
        var delta = Write(rig.Board, false, definitions);
        var nothing = Write(rig.Board, false, definitions);

        Assert.InRange(delta.Length, nothing.Length + 1, whole.Length / 50);
    }

    private static byte[] Write(Board board, bool whole, List<LeaderboardDefinition> definitions)
    {
        if (!definitions.Contains(board.Definition!)) definitions.Add(board.Definition!);
        return BoardCheckpoint.Write(board, whole, [(byte)definitions.IndexOf(board.Definition!)]);
    }

    private static BoardRig RandomBoard(Random random, out List<LeaderboardDefinition> definitions)
    {
        definitions = [];
        var rig = new BoardRig().Define(RandomConfig(random, (Aggregation)random.Next(5)), openWindowsMax: 4);
        for (var i = 0; i < 8; i++) RandomRow(rig, random);
        return rig;
    }

    private static LeaderboardConfig RandomConfig(Random random, Aggregation aggregation) => Config(
        TimeframeType.Hourly, aggregation, random.Next(4) * 900,
        new RankingConfig(
            (RankingMethod)random.Next(2), 1000, random.Next(3) == 0 ? 2_000_000 : null, (TieRule)random.Next(3),
            (TieBreaker)random.Next(3)));

    private static void RandomRow(BoardRig rig, Random random)
    {
        var after = TimeSpan.FromMinutes(rig.Log.Count * 3);
        switch (random.Next(10))
        {
            case 0:
                rig.Define(
                    RandomConfig(random, rig.Board.Definition!.Config.Scoring.Aggregation), after, openWindowsMax: 4);
                break;
            case 1:
                rig.Move(after);
                break;
            default:
                rig.Score($"u{random.Next(6)}", random.Next(-3, 5), after - TimeSpan.FromMinutes(random.Next(-90, 150)),
                    after);
                break;
        }
    }

    private static string Describe(Board board) => string.Join('\n', board.Windows
        .Select(w => (Window: w,
            Page: (StandingsPage)BoardReader.Answer(board, Standings(BoardRig.Acme, "b", w.Bounds.Key))))
        .Select(w => $"{w.Window.Bounds} {w.Window.IsClosed} {w.Window.Sequence} "
            + $"{w.Page.Total} {w.Window.Members.MemberCount}: "
            + string.Join(", ", w.Page.Entries))
        .Prepend($"{board.Position} {board.AcceptedAtUs} {board.RowId} {board.ClosedForEverUs} {board.TenantStatus} "
            + $"{board.Definition!.Version}"));
}
