using System.Globalization;
using System.Net;
using Phoenix.Benchmarks.Ingestion;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.Benchmarks.Scale;

/// <summary>Nodes on a PostgreSQL of their own with tenants of one daily board each, and what a load costs
/// them.</summary>
internal sealed class ScaleCluster : IAsyncDisposable
{
    private const string Board = "daily";
    private const int CreatedAtOnce = 16;
    private const int SentAtOnce = 64;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly NodeCluster _cluster;

    private ScaleCluster(NodeCluster cluster) => _cluster = cluster;

    public IReadOnlyList<NodeProcess> Nodes => _cluster.Nodes;

    private TimeSpan NodesTime => Nodes.Aggregate(TimeSpan.Zero, (sum, node) => sum + node.ProcessorTime);

    public static async Task<ScaleCluster> StartAsync(int nodes)
    {
        var cluster = await NodeCluster.StartAsync([.. Enumerable.Repeat("gateway,engine", nodes)]);
        await cluster.HasMembersAsync(0, nodes);
        return new ScaleCluster(cluster);
    }

    /// <summary>So many tenants, each with its board; their ids.</summary>
    public async Task<IReadOnlyList<string>> CreateTenantsAsync(int count)
    {
        var tenants = Enumerable.Range(0, count).Select(i => $"s-{i:D5}").ToList();
        await Parallel.ForEachAsync(
            tenants, new ParallelOptions { MaxDegreeOfParallelism = CreatedAtOnce },
            async (tenant, _) =>
            {
                var api = new NodeApi(Nodes[0].Http, tenant);
                await api.CreateTenantAsync();
                await api.CreateBoardAsync(Board, new
                {
                    timeframe = new { type = "daily" },
                    scoring = new
                    {
                        rules = new[] { new { event_type = "match.completed", points_expression = "attrs.score" } },
                    },
                });
            });
        return tenants;
    }

    /// <summary>Sends one event of each tenant through the first node, again until it is accepted.</summary>
    public async Task<ScaleCost> SendOneEachAsync(IReadOnlyCollection<string> tenants)
    {
        var (nodes, postgres, stamp) = (NodesTime, _cluster.Server.ProcessorTime, TimeProvider.System.GetTimestamp());
        await Parallel.ForEachAsync(
            tenants, new ParallelOptions { MaxDegreeOfParallelism = SentAtOnce },
            async (tenant, _) => await SendOneAsync(new NodeApi(Nodes[0].Http, tenant)));
        var seconds = TimeProvider.System.GetElapsedTime(stamp).TotalSeconds;
        return new ScaleCost(
            tenants.Count / seconds, tenants.Count, NodesTime - nodes, _cluster.Server.ProcessorTime - postgres);
    }

    private static async Task SendOneAsync(NodeApi api)
    {
        var ingestionEvent = new
        {
            event_id = "first",
            type = "match.completed",
            actor = new { user_id = "u00001" },
            occurred_at = TimeProvider.System.GetUtcNow(),
            attrs = new { score = 1 },
        };
        using var pause = new PeriodicTimer(RetryPause);
        while (true)
        {
            try
            {
                await api.SendAsync(ingestionEvent);
                return;
            }
            catch (HttpRequestException e) when (e.StatusCode >= HttpStatusCode.InternalServerError)
            {
                await pause.WaitForNextTickAsync();
            }
        }
    }

    /// <summary>Sends a load of these tenants through all nodes at once, its connections shared out among
    /// them.</summary>
    public async Task<ScaleCost> MeasureAsync(IngestionLoad load, int seconds, IReadOnlyCollection<string> tenants)
    {
        var share = load with { Connections = load.Connections / Nodes.Count };
        var (nodes, postgres) = (NodesTime, _cluster.Server.ProcessorTime);
        var results = await Task.WhenAll(Nodes.Select(node => Wrk.RunAsync(node.Url, share, seconds, tenants)));
        var cost = new ScaleCost(
            results.Sum(r => r.EventsPerSecond), results.Sum(r => r.Events), NodesTime - nodes,
            _cluster.Server.ProcessorTime - postgres);
        if (results.Any(r => r.Refused + r.SocketErrors > 0))
        {
            Console.WriteLine(
                $"NOT VALID: {results.Sum(r => r.Refused)} refused, {results.Sum(r => r.SocketErrors)} socket errors");
        }
        return cost;
    }

    /// <summary>A figure of the first node's <c>/metrics</c>, summed over its series; 0 where there is none.</summary>
    public async Task<double> MetricAsync(string name)
    {
        var lines = (await Nodes[0].Http.GetStringAsync("/metrics")).Split('\n');
        return lines.Where(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is ' ' or '{')
            .Sum(ValueOf);
    }

    // name{labels} value time, or without the labels
    private static double ValueOf(string line) => double.Parse(
        line[Math.Max(line.LastIndexOf('}') + 1, line.IndexOf(' '))..].Trim().Split(' ')[0],
        CultureInfo.InvariantCulture);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
