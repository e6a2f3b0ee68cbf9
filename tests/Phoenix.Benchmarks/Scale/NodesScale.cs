using Phoenix.Benchmarks.Ingestion;

namespace Phoenix.Benchmarks.Scale;

/// <summary>
/// Throughput of one, two and three nodes with the load spread over 50 tenants and all nodes. They, PostgreSQL and the
/// load share the machine, so more nodes can't be faster here: what counts is what a node makes of a core's second.
/// </summary>
internal static class NodesScale
{
    private const int Tenants = 50;

    // Until the compiler is through with each node's code, which they share these cores for.
    private const int WarmUpSecondsPerNode = 20;

    private static readonly IngestionLoad[] Loads =
        [new("single events", 192, 1, null, 0), new("bulks of 100", 24, 100, null, 0)];

    public static async Task RunAsync(int seconds)
    {
        Console.WriteLine(
            $"{Environment.ProcessorCount} cores for nodes, PostgreSQL and load; "
            + $"{Tenants} tenants, {seconds} s a figure");
        Console.WriteLine(
            "| load | nodes | events/s | events per core-second | of one node's | node µs | PostgreSQL µs |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        var alone = new Dictionary<IngestionLoad, double>();
        for (var nodes = 1; nodes <= 3; nodes++)
        {
            await using var cluster = await ScaleCluster.StartAsync(nodes);
            var tenants = await cluster.CreateTenantsAsync(Tenants);
            foreach (var load in Loads)
            {
                await cluster.MeasureAsync(load, WarmUpSecondsPerNode * nodes, tenants);
                var cost = await cluster.MeasureAsync(load, seconds, tenants);
                alone.TryAdd(load, cost.EventsPerCoreSecond);
                Console.WriteLine(FormattableString.Invariant(
                    $"| {load.Name} | {nodes} | {cost.EventsPerSecond:0} | {cost.EventsPerCoreSecond:0} ")
                    + FormattableString.Invariant(
                    $"| {cost.EventsPerCoreSecond / alone[load]:0.00} | {cost.NodeMicrosecondsPerEvent:0.0} ")
                    + FormattableString.Invariant($"| {cost.PostgreSqlMicrosecondsPerEvent:0.0} |"));
            }
        }
    }
}
