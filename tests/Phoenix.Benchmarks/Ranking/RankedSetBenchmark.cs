using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Phoenix.Cluster.Domain.Ranking;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Benchmarks.Ranking;

/// <summary>
/// What one window costs: time an operation by user id (UTF-8), uniformly random, and bytes a member.
/// </summary>
/// <remarks>Arguments: numbers of members (default 1000 100000 1000000 1600000 10000000). The seed is fixed.</remarks>
public static class RankedSetBenchmark
{
    private const int Seed = 20251118;
    private const int Batch = 100_000;
    private const int Batches = 10;
    private const int UpdatesBefore = 4_000_000;
    private const int IdLength = 16;
    private const int DistinctFew = 1_000;
    private const long Million = 1_000_000;

    public static void Run(string[] args)
    {
        var counts = args.Length > 0
            ? args.Select(arg => int.Parse(arg, CultureInfo.InvariantCulture)).ToArray()
            : [1_000, 100_000, 1_000_000, 1_600_000, 10_000_000];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"a dependent random read of 64 MiB takes {NanosecondsOfRandomRead():F0} ns; times are processor time"));
        Console.WriteLine(
            "members   scores   insert  update    rank  page100  around11  bytes/member  write  load");
        Console.WriteLine(
            "                       µs      µs      µs       µs        µs    beside ids     ms    ms");
        foreach (var count in counts)
        {
            Measure(count, int.MaxValue);
            Measure(count, DistinctFew);
        }
        RedisBenchmark.Run(counts);
    }

    /// <summary>What a caller has at hand, in one place: the harness itself shall cost no more than one read.</summary>
    private struct Player
    {
        public IdBytes Id;
        public long Score;
    }

    [InlineArray(IdLength)]
    private struct IdBytes
    {
        private byte _first;
    }

    private static void Measure(int members, int distinct)
    {
        var random = new Random(Seed);
        var players = new Player[members];
        for (var i = 0; i < members; i++)
            Encoding.UTF8.GetBytes($"user-{i * 7919L:D11}", players[i].Id);
        random.Shuffle(players);
        var users = new UserIds();
        var set = new RankedSet(users, Aggregation.Sum, RankingConfig.Default);
        var time = 1_763_000_000_000_000L;
        void Update(int i)
        {
            ref var player = ref players[i];
            var score = distinct == int.MaxValue
                ? random.NextInt64(Million * Million)
                : random.Next(distinct) * Million;
            // The difference to the former score: so the sum is the new one, uniformly random.
            set.Contribute(users.GetOrAdd(player.Id), score - player.Score, time += 17);
            player.Score = score;
        }
        var insert = Time(members, Update);
        for (var i = 0; i < UpdatesBefore; i++) Update(random.Next(members));
        var update = Best(Batch, () => Update(random.Next(members)));
        var bytes = (double)(users.SizeBytes + set.SizeBytes) / members - IdLength;
        var checksum = 0L;
        RankedMember Ranked()
        {
            users.TryGet(players[random.Next(members)].Id, out var user);
            set.TryGetRanked(user, out var ranked);
            checksum += ranked.Rank;
            return ranked;
        }
        var rank = Best(Batch, () => Ranked());
        var page = new RankedMember[100];
        var deep = Best(Batch / 10, () => checksum += set.Page(random.Next(members), page));
        var around = Best(Batch / 10, () => set.Page(Math.Max(Ranked().Place - 6, 0), page.AsSpan(0, 11)));
        var (write, load) = MeasureCheckpoint(set);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{members,7} {(distinct == int.MaxValue ? "uniform" : "1000"),8} {insert,8:F2}{update,8:F2}{rank,8:F2}"
            + $"{deep,9:F2}{around,10:F2}{bytes,14:F1}{write,10:F0}{load,6:F0}{(checksum == 0 ? "!" : "")}"));
    }

    private static (double WriteMs, double LoadMs) MeasureCheckpoint(RankedSet set)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var write = Time(1, _ => set.WriteMembers(buffer, changedOnly: false)) / 1_000;
        var loaded = new RankedSet(new UserIds(), Aggregation.Sum, RankingConfig.Default);
        var load = Time(1, _ =>
        {
            loaded.ReadMembers(buffer.WrittenSpan);
            loaded.Order();
        });
        return (write, load / 1_000);
    }

    /// <summary>Processor time, not the clock's: what others run on the machine distorts that less.</summary>
    private static double Time(int times, Action<int> operation)
    {
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < times; i++) operation(i);
        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / times;
    }

    /// <summary>The best of ten batches: the one that others on the machine disturbed least.</summary>
    private static double Best(int times, Action operation)
    {
        var best = double.MaxValue;
        for (var i = 0; i < Batches; i++) best = Math.Min(best, Time(times, _ => operation()));
        return best;
    }

    /// <summary>
    /// What everything else here is to be seen against: a read from memory that waits for the one before.
    /// </summary>
    private static double NanosecondsOfRandomRead()
    {
        const int length = 1 << 24;
        var next = new int[length];
        for (var i = 0; i < length; i++) next[i] = i;
        var random = new Random(Seed);
        // Sattolo's shuffle: one cycle through all.
        for (var i = length - 1; i > 0; i--)
        {
            var j = random.Next(i);
            (next[i], next[j]) = (next[j], next[i]);
        }
        var at = 0;
        var each = Best(Batch, () => at = next[at]);
        return each * 1_000 + (at < 0 ? 1 : 0);
    }
}
