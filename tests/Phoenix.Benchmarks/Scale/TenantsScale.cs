using Phoenix.Benchmarks.Ingestion;

namespace Phoenix.Benchmarks.Scale;

/// <summary>
/// What an event costs one node as its tenants grow in number: all of them sending, and one sending while the others
/// are awake or asleep; and what the others cost in memory and processor time meanwhile.
/// </summary>
internal static class TenantsScale
{
    private const int Seconds = 20;

    // Tenants do after two minutes without a command, then their boards likewise.
    private const int FallAsleepSecondsMax = 600;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);
    private static readonly IngestionLoad Load = new("single events", 64, 1, null, 0);

    public static async Task RunAsync(int count)
    {
        await using var cluster = await ScaleCluster.StartAsync(1);
        Console.WriteLine($"{count} tenants, each with a daily board");
        await ShowStateAsync(cluster, "before there are any");
        var tenants = await cluster.CreateTenantsAsync(count);
        ShowCost("an event that finds them awake or wakes them", await cluster.SendOneEachAsync(tenants));
        await cluster.MeasureAsync(Load, Seconds, tenants);
        ShowCost("all of them send", await cluster.MeasureAsync(Load, Seconds, tenants));
        await cluster.MeasureAsync(Load, Seconds, tenants.Take(1).ToList());
        ShowCost("one sends, the others awake", await cluster.MeasureAsync(Load, Seconds, [tenants[0]]));
        await ShowStateAsync(cluster, "awake");
        await FallAsleepAsync(cluster);
        await ShowStateAsync(cluster, "asleep");
        ShowCost("one sends, the others asleep", await cluster.MeasureAsync(Load, Seconds, [tenants[0]]));
        await ShowStateAsync(cluster, "after that");
    }

    private static async Task FallAsleepAsync(ScaleCluster cluster)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var second = 0; second < FallAsleepSecondsMax; second++)
        {
            await timer.WaitForNextTickAsync();
            var tenants = await cluster.MetricAsync("phoenix_tenants_awake");
            var boards = await cluster.MetricAsync("phoenix_boards_awake");
            if (tenants + boards > 0) continue;
            Console.WriteLine($"  asleep after {second} s");
            return;
        }
        Console.WriteLine("NOT VALID: they do not fall asleep");
    }

    private static void ShowCost(string name, ScaleCost cost) => Console.WriteLine(FormattableString.Invariant(
        $"  {name}: {cost.EventsPerSecond:0} events/s, node {cost.NodeMicrosecondsPerEvent:0} µs an event, ")
        + FormattableString.Invariant($"PostgreSQL {cost.PostgreSqlMicrosecondsPerEvent:0} µs"));

    private static async Task ShowStateAsync(ScaleCluster cluster, string name)
    {
        var before = cluster.Nodes[0].ProcessorTime;
        using (var timer = new PeriodicTimer(Idle)) await timer.WaitForNextTickAsync();
        var share = (cluster.Nodes[0].ProcessorTime - before) / Idle;
        var (tenants, boards) =
            (await cluster.MetricAsync("phoenix_tenants_awake"), await cluster.MetricAsync("phoenix_boards_awake"));
        var heap = await cluster.MetricAsync("dotnet_gc_last_collection_heap_size_bytes");
        Console.WriteLine(FormattableString.Invariant(
            $"  {name}: {tenants} tenants and {boards} boards awake, {100 * share:0.0} % of a core, ")
            + FormattableString.Invariant(
            $"{cluster.Nodes[0].ResidentBytes / 1048576.0:0} MB resident, {heap / 1048576:0} MB of heap"));
    }
}
