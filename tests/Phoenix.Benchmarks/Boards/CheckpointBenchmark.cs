using System.Diagnostics;
using System.Globalization;
using System.Text;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Cluster.Leaderboards;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Serialization;
using Phoenix.Messages.Tenants;

namespace Phoenix.Benchmarks.Boards;

/// <summary>What a checkpoint costs a board of many members: bytes a change, and how long the board does nothing else.
/// </summary>
/// <remarks>The board is in this process, without actor and store: only the taking of its state blocks it.</remarks>
internal static class CheckpointBenchmark
{
    private const int Changes = 1_000;
    private const int Rounds = 20;
    private const int Readings = 3;
    private const int BytesBar = 200;
    private const int BlockBarMs = 5;
    private const int BasePieceMembers = 8_000;
    private const int MessageEntries = 1_000;
    private const long Million = 1_000_000;
    private static readonly TenantId Tenant = new("bench");
    private static readonly LeaderboardId Id = new("board");

    public static void Run(int members)
    {
        var board = Board.Anew(0, Definition(), TenantStatus.Active);
        for (var first = 0; first < members; first += MessageEntries)
        {
            var count = Math.Min(MessageEntries, members - first);
            Apply(board, Enumerable.Range(first, count).Select(i => (int)(i * 7_919L % members)));
        }
        board.Order();
        BoardCheckpoint.Write(board, whole: true, []);

        var random = new Random(members);
        var (blocks, bytes) = (new List<double>(), 0L);
        for (var round = 0; round < Rounds; round++)
        {
            Apply(board, Enumerable.Range(0, Changes).Select(_ => random.Next(members)));
            var started = Stopwatch.GetTimestamp();
            bytes += BoardCheckpoint.Write(board, whole: false, []).Length;
            blocks.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        blocks.Sort();
        var (median, each) = (blocks[Rounds / 2], bytes / (double)(Rounds * Changes));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{members:N0} members, a checkpoint after {Changes:N0} random changes: {each:0.0} bytes a change "
            + $"(bar {BytesBar}: {(each <= BytesBar ? "met" : "MISSED")}); blocks the board {median:0.0} ms, at most "
            + $"{blocks[^1]:0.0} (bar {BlockBarMs}: {(median <= BlockBarMs ? "met" : "MISSED")})"));
        MeasureBase(board);
    }

    /// <summary>A base is taken in pieces, with whatever else the board has to do in between.</summary>
    private static void MeasureBase(Board board)
    {
        var codec = new DefinitionCodec(new PhoenixSerializer(null!));
        var definition = codec.Encode(Definition());
        var pieces = new BasePieces(board);
        var (blocks, payloads) = (new List<double>(), new List<byte[]>());
        while (!pieces.IsComplete)
        {
            var started = Stopwatch.GetTimestamp();
            payloads.Add(pieces.Take(board, definition, BasePieceMembers));
            blocks.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        blocks.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  a base: {payloads.Sum(p => (long)p.Length) / (double)Million:0.0} MB in {blocks.Count} pieces, each of "
            + $"which blocks the board {blocks[blocks.Count / 2]:0.0} ms, at most {blocks[^1]:0.0}"));
        for (var time = 1; time <= Readings; time++) MeasureReading(payloads, codec, time);
    }

    /// <summary>What a start of the board takes beside the store's part: its state, then the order of its
    /// members.</summary>
    private static void MeasureReading(List<byte[]> payloads, DefinitionCodec codec, int time)
    {
        var board = new Board(0);
        var started = Stopwatch.GetTimestamp();
        BaseReader.Read(board, payloads, codec.Decode);
        var read = Stopwatch.GetElapsedTime(started);
        board.Order();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  reading it, time {time}: {read.TotalSeconds:0.00} s, "
            + $"and {(Stopwatch.GetElapsedTime(started) - read).TotalSeconds:0.00} s for the order"));
    }

    /// <summary>One row of the log with a contribution of each user.</summary>
    private static void Apply(Board board, IEnumerable<int> users)
    {
        var position = board.Position + 1;
        var time = position * Million;
        var entries = users.Select(user => new ScoredEntry(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"user-{user:D11}")),
            ((user * 7_919L) + position) % 100_000 * Million, time + user)).ToList();
        board.TryApply(new ApplyRows(
            Tenant, Id, position, position, time, (ulong)position, [new RowSection(position, time, 1, entries)]));
    }

    private static LeaderboardDefinition Definition() => new(
        Tenant, Id, "board", "", LeaderboardStatus.Active, 1, LeaderboardDefinition.CurrentRulesVersion, 1, 1, 0, 0,
        new LeaderboardConfig(
            [], TimeframeConfig.Of(TimeframeType.AllTime),
            new ScoringConfig([new ScoringRule("match.completed", [], "attrs.score")], Aggregation.Sum),
            RankingConfig.Default));
}
