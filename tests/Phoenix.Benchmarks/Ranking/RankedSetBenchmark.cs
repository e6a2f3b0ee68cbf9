using System.Buffers;
using System.Globalization;
using System.Text;
using Phoenix.Cluster.Domain.Ranking;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Benchmarks.Ranking;

/// <summary>
/// What one window costs: time an operation by user id (UTF-8), uniformly random, and bytes a member.
/// </summary>
/// <remarks>Arguments: numbers of members (default 1000 100000 1000000 1600000). The seed is fixed.</remarks>
public static class RankedSetBenchmark
{
    private const int Seed = 20251118;
    private const int Reads = 1_000_000;
    private const int DistinctFew = 1_000;
    private const long Million = 1_000_000;

    public static void Run(string[] args)
    {
        var counts = args.Length > 0
            ? args.Select(arg => int.Parse(arg, CultureInfo.InvariantCulture)).ToArray()
            : [1_000, 100_000, 1_000_000, 1_600_000];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"a dependent random read of 64 MiB takes {NanosecondsOfRandomRead():F0} ns; times are processor time"));
        Console.WriteLine(
            "members   scores   insert  update    rank  page100  around11  (µs)   bytes/member: all  ids'  beside"
            + "  | write load (ms)");
        foreach (var count in counts)
        {
            Measure(count, int.MaxValue);
            Measure(count, DistinctFew);
        }
    }

    private static void Measure(int members, int distinct)
    {
        var random = new Random(Seed);
        var ids = Enumerable.Range(0, members).Select(i => Encoding.UTF8.GetBytes($"user-{i * 7919L:D10}")).ToArray();
        var users = new UserIds();
        var sum = new RankedSet(users, Aggregation.Sum, RankingConfig.Default);
        // Sums of random differences would drift apart, so each contribution sets the score anew by its difference.
        var scores = new long[members];
        var time = 1_763_000_000_000_000L;
        long Score() =>
            distinct == int.MaxValue ? random.NextInt64(Million * Million) : random.Next(distinct) * Million;
        void Update(int i)
        {
            var score = Score();
            sum.Contribute(users.GetOrAdd(ids[i]), score - scores[i], time += 17);
            scores[i] = score;
        }
        random.Shuffle(ids);
        var insert = Time(members, Update);
        var updates = Math.Min(4 * members, 4_000_000);
        for (var i = 0; i < updates; i++) Update(random.Next(members));
        var update = Time(1_000_000, _ => Update(random.Next(members)));
        var checksum = 0L;
        var rank = Time(Reads, _ =>
        {
            users.TryGet(ids[random.Next(members)], out var user);
            sum.TryGetRanked(user, out var ranked);
            checksum += ranked.Rank;
        });
        var page = new RankedMember[100];
        var deep = Time(100_000, _ => checksum += sum.Page(random.Next(members), page));
        var around = Time(100_000, _ =>
        {
            users.TryGet(ids[random.Next(members)], out var user);
            sum.TryGetRanked(user, out var ranked);
            checksum += sum.Page(Math.Max(ranked.Place - 6, 0), page.AsSpan(0, 11));
        });
        var bytes = (double)(users.SizeBytes + sum.SizeBytes) / members;
        var idBytes = ids.Average(id => (double)id.Length);
        var (write, load) = MeasureCheckpoint(sum);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{members,7} {(distinct == int.MaxValue ? "uniform" : "1000"),8} {insert,8:F3}{update,8:F3}{rank,8:F3}"
            + $"{deep,9:F3}{around,10:F3}{bytes,26:F1}{idBytes,6:F1}{bytes - idBytes,8:F1}  | {write:F0} {load:F0}"
            + $"{(checksum == 0 ? "!" : "")}"));
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
        var each = Time(Reads, _ => at = next[at]);
        return each * 1_000 + (at < 0 ? 1 : 0);
    }
}
