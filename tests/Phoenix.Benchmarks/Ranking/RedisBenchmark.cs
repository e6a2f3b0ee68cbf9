using System.Diagnostics;
using System.Globalization;

namespace Phoenix.Benchmarks.Ranking;

/// <summary>The same operations on the same numbers of members in Redis's sorted set, in the same run.</summary>
internal static class RedisBenchmark
{
    private const int Seed = 20251118;
    private const int Operations = 100_000;
    private const int IdLength = 16;
    private const long Million = 1_000_000;

    public static void Run(IReadOnlyList<int> counts)
    {
        Console.WriteLine();
        Console.WriteLine(
            "Redis's sorted set: another process, a client that pipelines "
            + $"{RedisSortedSet.PipelineDepth} commands over loopback; wall clock");
        Console.WriteLine("members     insert  update    rank  page100  around11  bytes/member");
        Console.WriteLine("                µs      µs      µs       µs        µs    beside ids");
        foreach (var count in counts)
        {
            using var redis = RedisSortedSet.TryStart();
            if (redis is null)
            {
                Console.WriteLine("redis-server is not installed: nothing to compare with.");
                return;
            }
            Measure(redis, count);
        }
    }

    private static void Measure(RedisSortedSet redis, int members)
    {
        var random = new Random(Seed);
        var ids = new string[members];
        for (var i = 0; i < members; i++) ids[i] = string.Create(CultureInfo.InvariantCulture, $"user-{i * 7919L:D11}");
        random.Shuffle(ids);
        var insert = Time(redis, members, i => redis.Add(random.NextInt64(Million * Million), ids[i]));
        var update = Time(
            redis, Operations, _ => redis.Add(random.NextInt64(Million * Million), ids[random.Next(members)]));
        var bytes = ((double)redis.SizeBytes() / members) - IdLength;
        var rank = Time(redis, Operations, _ => redis.Rank(ids[random.Next(members)]));
        var page = Time(redis, Operations / 10, _ => redis.Page(random.Next(Math.Max(1, members - 100)), 100));
        var around = Time(redis, Operations / 10, _ =>
        {
            // Two commands: the place first, the rows around a place of that kind then. The second can't wait for the
            // first in one pipeline, so another place stands for it, which is Redis's best case.
            redis.Rank(ids[random.Next(members)]);
            redis.Page(random.Next(Math.Max(1, members - 11)), 11);
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{members,8} {insert,9:F2}{update,8:F2}{rank,8:F2}{page,9:F2}{around,10:F2}{bytes,14:F1}"));
    }

    private static double Time(RedisSortedSet redis, int times, Action<int> operation)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++) operation(i);
        redis.Flush();
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / times;
    }
}
