using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.Serialization;
using System.Text.RegularExpressions;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Cluster.Domain.Ranking;
using Phoenix.Cluster.Leaderboards;
using Phoenix.Cluster.Storage;
using Phoenix.Cluster.Tests.Architecture;
using Phoenix.Cluster.Tests.Domain.Leaderboards;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Serialization;
using Phoenix.Messages.Serialization.Blocks;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Fuzz;
using Xunit.Abstractions;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Fuzz;

/// <summary>
/// The readers of the journal and of checkpoints, over bytes that are not as written: they read or they refuse, with
/// little memory, and what they have read can be shown.
/// </summary>
/// <remarks><c>PHOENIX_FUZZ_SECONDS</c> sets for how long (10 each), <c>PHOENIX_FUZZ_SEED</c> the seed.</remarks>
public sealed partial class StoredBytesFuzzSpecs(ITestOutputHelper output)
{
    private const long AllocatedBytesMax = 100_000_000;
    private const int MemberChecksumBytes = 4;
    private const int CheckpointHeaderBytes = 5;

    private readonly SeededTime _time = new("FUZZ", 10);
    private readonly PhoenixSerializer _serializer = new(null!);
    private readonly DefinitionCodec _codec = new(new PhoenixSerializer(null!));

    [Fact]
    public void Messages_and_rows_of_the_log_are_read_or_refused()
    {
        var golden = Repository.Files("tests/Phoenix.Messages.Tests/Golden", "*.hex").Select(file => (
            Manifest: Number().Replace(Path.GetFileNameWithoutExtension(file.Path), ""),
            Bytes: Convert.FromHexString(file.Text.ReplaceLineEndings("")))).ToList();
        Assert.True(golden.Count > 100, $"Only {golden.Count} samples were found.");
        Run(random =>
        {
            var (manifest, bytes) = golden[random.Next(golden.Count)];
            ReadMessage(manifest, ByteMutator.Mutate(random, bytes));
        });
    }

    [Fact]
    public void Checkpoints_are_read_or_refused_though_their_checksums_hold() => Run(random =>
    {
        var rig = RandomBoard(random);
        var definition = _codec.Encode(rig.Board.Definition!);
        var whole = BoardCheckpoint.Write(rig.Board, whole: true, definition);
        Score(rig, random, random.Next(1, 10));
        var delta = BoardCheckpoint.Write(rig.Board, whole: false, definition);
        if (random.Next(2) == 0) whole = Sealed(ByteMutator.Mutate(random, whole));
        else delta = Sealed(ByteMutator.Mutate(random, delta));

        var board = new Board(0);
        try
        {
            BaseReader.Read(board, [whole], _codec.Decode);
            BoardCheckpoint.Read(board, delta, _codec.Decode);
        }
        catch (Exception e) when (e is InvalidDataException or SerializationException)
        {
            return;
        }
        // A key that was changed may name no window.
        foreach (var window in board.Windows)
            Assert.True(
                BoardReader.Answer(board, Standings(BoardRig.Acme, "b", window.Bounds.Key))
                is StandingsPage or Refusal { Code: ErrorCode.NotFound or ErrorCode.ValidationError });
    });

    [Fact]
    public void Members_are_read_or_refused_though_their_checksum_holds() => Run(random =>
    {
        var rig = RandomBoard(random);
        var window = rig.Board.Windows.First();
        var output = new ArrayBufferWriter<byte>();
        window.Members.WriteMembers(output, changedOnly: false);
        var bytes = ByteMutator.Mutate(random, output.WrittenSpan);
        if (bytes.Length >= MemberChecksumBytes)
        {
            var sum = Crc32C(bytes.AsSpan(0, bytes.Length - MemberChecksumBytes));
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - MemberChecksumBytes), sum);
        }
        var set = new RankedSet(
            new UserIds(), rig.Board.Definition!.Config.Scoring.Aggregation, rig.Board.Definition.Config.Ranking);
        try
        {
            set.ReadMembers(bytes);
        }
        catch (InvalidDataException)
        {
            return;
        }
        set.Validate();
    });

    private void ReadMessage(string manifest, byte[] bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var message = _serializer.FromBinary(bytes, manifest);
            if (message is EventsAccepted row)
            {
                Assert.Equal(row.Count, row.Events.Count);
                var ids = 0;
                EventsAcceptedCodec.ReadIds(bytes, ref ids, static (ref int count, ReadOnlySpan<byte> _) => count++);
                Assert.Equal(row.Count, ids);
            }
            Assert.Equal(message.GetType(), _serializer.FromBinary(_serializer.ToBinary(message), manifest).GetType());
        }
        catch (SerializationException refusal)
        {
            Assert.NotEmpty(refusal.Message);
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocatedBytesMax);
    }

    private void Run(Action<Random> one)
    {
        var started = Stopwatch.GetTimestamp();
        var cases = 0;
        for (; Stopwatch.GetElapsedTime(started) < _time.Duration; cases++)
        {
            var seed = _time.Seed + cases;
            try
            {
                one(new Random(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"The case of {_time.Again(seed)}: {e.Message}", e);
            }
        }
        output.WriteLine($"{cases} cases from {_time.Again(_time.Seed)}");
    }

    private static BoardRig RandomBoard(Random random)
    {
        var rig = new BoardRig().Define(Config(
            (TimeframeType)random.Next(5), (Aggregation)random.Next(5), random.Next(3) * 900,
            new RankingConfig(
                (RankingMethod)random.Next(2), random.Next(2) == 0 ? null : 5, random.Next(3) == 0 ? 2_000_000 : null,
                (TieRule)random.Next(3), (TieBreaker)random.Next(3))));
        Score(rig, random, random.Next(1, 20));
        return rig;
    }

    private static void Score(BoardRig rig, Random random, int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            var after = TimeSpan.FromMinutes(rig.Log.Count * 5);
            rig.Score($"u{random.Next(6)}", random.Next(-3, 5), after, after);
        }
    }

    /// <summary>With the checksum of what stands there now.</summary>
    private static byte[] Sealed(byte[] checkpoint)
    {
        if (checkpoint.Length >= CheckpointHeaderBytes)
        {
            var sum = Crc32.HashToUInt32(checkpoint.AsSpan(CheckpointHeaderBytes));
            BinaryPrimitives.WriteUInt32LittleEndian(checkpoint.AsSpan(1), sum);
        }
        return checkpoint;
    }

    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var value in bytes) sum = BitOperations.Crc32C(sum, value);
        return ~sum;
    }

    [GeneratedRegex(@"\.\d+$")]
    private static partial Regex Number();
}
