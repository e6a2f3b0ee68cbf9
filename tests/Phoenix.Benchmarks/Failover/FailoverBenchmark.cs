using System.Globalization;
using Phoenix.Benchmarks.Ingestion;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.Benchmarks.Failover;

/// <summary>
/// What clients see of a node's end: three nodes on PostgreSQL under a steady load of all tenants, one of which has a
/// full dedupe window. A node is killed; then all are restarted, one after the other. In the end every acknowledged
/// event must stand on its board, once.
/// </summary>
internal static class FailoverBenchmark
{
    public const string EventType = "failover.played";

    private const string Both = "gateway,engine";
    private const string Board = "games";
    private const string Full = "t-full";
    private const int FillSeconds = 10;
    private static readonly TimeSpan Bar = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);

    private sealed record Run(NodeCluster Cluster, FailoverOptions Options, List<string> Tenants)
    {
        public Dictionary<string, int> Accepted { get; } = Tenants.ToDictionary(t => t, _ => 0);
    }

    public static async Task<int> RunAsync(string[] args)
    {
        if (FailoverOptions.Parse(args) is not { } options)
        {
            Console.Error.WriteLine("failover: [--tenants N] [--ids N] [--events N] [--kills N] [--restarts N]");
            return 2;
        }
        if ((Wrk.MissingReason ?? PostgresServer.UnavailableReason) is { } missing)
        {
            Console.Error.WriteLine(missing);
            return 1;
        }
        Console.WriteLine(
            $"{Environment.ProcessorCount} cores, 3 nodes, {options.Tenants} tenants, {options.Events} events/s");
        // Nothing may leave the window between the filling and the loss.
        var variables = new Dictionary<string, string> { ["Phoenix__Ingestion__DedupeWindowSeconds"] = "86400" };
        await using var cluster = await NodeCluster.StartAsync(variables, Both, Both, Both);
        await cluster.HasMembersAsync(0, 3);
        var tenants = Enumerable.Range(1, options.Tenants - 1).Select(i => $"t-{i:D3}").Append(Full).ToList();
        var run = new Run(cluster, options, tenants);
        await PrepareAsync(run);
        for (var kill = 0; kill < options.Kills; kill++)
        {
            await MeasureKillAsync(run, "the full tenant's node", await OwnerOfFullAsync(cluster));
            await MeasureKillAsync(run, "the oldest node", await OldestAsync(cluster));
        }
        for (var restart = 0; restart < options.Restarts; restart++) await MeasureRollingAsync(run);
        await CheckScoredAsync(run);
        return 0;
    }

    private static async Task PrepareAsync(Run run)
    {
        for (var i = 0; i < run.Tenants.Count; i++)
        {
            var api = new NodeApi(run.Cluster.Nodes[i % 3].Http, run.Tenants[i]);
            await api.CreateTenantAsync();
            await api.CreateBoardAsync(Board, new
            {
                timeframe = new { type = "all_time" },
                scoring = new { rules = new[] { new { event_type = EventType } }, aggregation = "count" },
            });
        }
        var filling = new IngestionLoad(Full, 8, 100, null, 0);
        var sent = 0L;
        var url = run.Cluster.Nodes[0].Url;
        while (sent < run.Options.Ids) sent += (await Wrk.RunAsync(url, filling, FillSeconds)).Events;
        Console.WriteLine($"{sent:N0} ids in the window of {Full}");
        await UnderLoadAsync(run, _ => Task.CompletedTask);
    }

    private static async Task MeasureKillAsync(Run run, string name, int node)
    {
        var killed = TimeSpan.Zero;
        var record = await UnderLoadAsync(run, async record =>
        {
            killed = LoadRecord.Now;
            await run.Cluster.Nodes[node].KillAsync();
            await record.EveryTenantAcceptsAsync(run.Tenants, killed);
            await run.Cluster.HasMembersAsync((node + 1) % 3, 2);
        });
        var gaps = run.Tenants.Select(t => record.GapsAfter(t, killed)).Where(g => g.Until > TimeSpan.Zero).ToList();
        var last = gaps.Select(g => g.Until).DefaultIfEmpty().Max();
        Console.WriteLine($"kill -9 of {name}");
        Console.WriteLine(
            $"  every tenant accepts again after {Seconds(last)} (bar {Seconds(Bar)}: "
            + $"{(last <= Bar ? "met" : "MISSED")}), {Full} after {Seconds(record.GapsAfter(Full, killed).Until)}");
        Console.WriteLine(
            $"  {gaps.Count} of {run.Tenants.Count} tenants paused for more than a second, "
            + $"half of them for at most {Seconds(Median(gaps.Select(g => g.Longest)))}");
        ShowRequests(record);
        await run.Cluster.StartAgainAsync(node);
        await run.Cluster.HasMembersAsync(node, 3);
        await UnderLoadAsync(run, _ => Task.CompletedTask);
    }

    private static async Task MeasureRollingAsync(Run run)
    {
        var exits = new List<int>();
        var took = new List<string>();
        var record = await UnderLoadAsync(run, async _ =>
        {
            for (var node = 0; node < 3; node++)
            {
                var began = LoadRecord.Now;
                exits.Add(await run.Cluster.Nodes[node].TerminateAsync());
                took.Add(Seconds(LoadRecord.Now - began));
                await run.Cluster.StartAgainAsync(node);
            }
        });
        Console.WriteLine("rolling restart");
        Console.WriteLine($"  nodes ended with {string.Join(", ", exits)} after {string.Join(", ", took)}");
        ShowRequests(record);
    }

    private static void ShowRequests(LoadRecord record)
    {
        Console.WriteLine(
            $"  {record.Accepted} events accepted, the slowest {Seconds(record.Slowest)} after it was sent; "
            + $"{record.Postponed} times 503 with Retry-After, {record.Unconnected} times to the next node");
        var failures = record.Failures.Select(f => $"{f.Value} {f.Key}").DefaultIfEmpty("none");
        Console.WriteLine($"  failed requests: {string.Join(", ", failures)}");
    }

    /// <summary>All tenants send; it happens; they go on for a while, until all that was sent is
    /// acknowledged.</summary>
    private static async Task<LoadRecord> UnderLoadAsync(Run run, Func<LoadRecord, Task> happen)
    {
        var record = new LoadRecord();
        var interval = TimeSpan.FromSeconds(1) * run.Tenants.Count / run.Options.Events;
        var balancer = new Balancer(run.Cluster);
        using var ending = new CancellationTokenSource();
        var clients = run.Tenants
            .Select(tenant => new TenantClient(balancer, tenant).RunAsync(record, interval, ending.Token)).ToList();
        await PassAsync(Before);
        await happen(record);
        await PassAsync(Settling);
        await ending.CancelAsync();
        await Task.WhenAll(clients);
        foreach (var tenant in run.Tenants) run.Accepted[tenant] += record.AcceptedOf(tenant);
        return record;
    }

    private static async Task<int> OwnerOfFullAsync(NodeCluster cluster)
    {
        var state = await cluster.AdministerAsync(0, HttpMethod.Get, "/v1/ops/sharding/entities?region=tenant");
        var full = state.GetProperty("entities").EnumerateArray()
            .First(e => e.GetProperty("tenant_id").GetString() == Full);
        return IndexOf(cluster, full.GetProperty("address").GetString());
    }

    private static async Task<int> OldestAsync(NodeCluster cluster)
    {
        var state = await cluster.AdministerAsync(0, HttpMethod.Get, "/v1/ops/cluster");
        return IndexOf(cluster, state.GetProperty("oldest").GetString());
    }

    private static int IndexOf(NodeCluster cluster, string? address) =>
        cluster.Settings.Select(NodeCluster.AddressOf).ToList().IndexOf(address!);

    /// <summary>What was acknowledged stands on the boards, once: else the figures are of something else.</summary>
    private static async Task CheckScoredAsync(Run run)
    {
        foreach (var tenant in run.Tenants)
        {
            var api = new NodeApi(run.Cluster.Nodes[0].Http, tenant);
            var board = await api.ReadBoardAsync(Board, await api.MarkPositionAsync());
            var scored = board.Entries.Sum(entry => entry.EventCount);
            if (scored != run.Accepted[tenant])
                Console.WriteLine($"NOT VALID: {tenant}: {run.Accepted[tenant]} events accepted, {scored} scored");
        }
    }

    private static async Task PassAsync(TimeSpan duration)
    {
        using var timer = new PeriodicTimer(duration);
        await timer.WaitForNextTickAsync();
    }

    private static TimeSpan Median(IEnumerable<TimeSpan> durations)
    {
        var sorted = durations.Order().ToList();
        return sorted.ElementAtOrDefault(sorted.Count / 2);
    }

    private static string Seconds(TimeSpan duration) =>
        duration.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);
}
