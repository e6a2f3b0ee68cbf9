using System.Text.Json;
using Phoenix.System.Tests.Nodes;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Faults;

/// <summary>Three supervised nodes on a PostgreSQL of their own; where these can be had, each node in a network
/// namespace and with a clock of its own, and the database on a small disk.</summary>
internal sealed class FaultCluster : IAsyncDisposable
{
    public const int Size = 3;

    private static readonly TimeSpan ReadyMax = TimeSpan.FromSeconds(90);
    private readonly List<DataFolder> _folders = [];

    private FaultCluster(FaultPlace place, PostgresServer server, string database, string logs, Findings findings)
    {
        (Place, Server, Database) = (place, server, database);
        var settings = Enumerable.Range(0, Size).Select(SettingsOf).ToList();
        var seeds = string.Join(',', settings.Select(NodeCluster.AddressOf));
        Nodes = [.. settings.Select((one, i) => new SupervisedNode(
            one with
            {
                Variables = new Dictionary<string, string>
                {
                    ["Phoenix__Cluster__SeedNodes"] = seeds,
                    ["Logging__Console__FormatterOptions__TimestampFormat"] = "HH:mm:ss.fff ",
                },
            },
            Path.Combine(logs, $"node-{i}.log"), findings))];
    }

    public FaultPlace Place { get; }

    public PostgresServer Server { get; }

    public string Database { get; }

    public IReadOnlyList<SupervisedNode> Nodes { get; }

    public static async Task<FaultCluster> StartAsync(FaultPlace place, string logs, Findings findings)
    {
        var server = await PostgresServer.StartOwnAsync(
            place.Network?.DatabaseHost ?? "127.0.0.1",
            place.Disk is { } disk ? Path.Combine(disk.Root, "postgres") : null);
        var cluster = new FaultCluster(place, server, await server.CreateDatabaseAsync(), logs, findings);
        foreach (var node in cluster.Nodes) node.Start();
        try
        {
            await cluster.IsReadyAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public SupervisedNode NodeOf(int number) => Nodes[number % Size];

    /// <summary>Awaits that every node is ready and sees all others.</summary>
    public async Task IsReadyAsync()
    {
        foreach (var (i, node) in Nodes.Index())
        {
            await Condition.BecomesTrueAsync(
                async () => await node.IsReadyAsync() && await SeesAllAsync(node),
                () => $"Node {i} was not ready, or did not see all others, within {ReadyMax.TotalSeconds} s.",
                ReadyMax);
        }
    }

    private static async Task<bool> SeesAllAsync(SupervisedNode node)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/ops/cluster");
            request.Headers.Add("X-API-Key", TestCredentials.AdminKey);
            using var response = await node.Http.SendAsync(request);
            if (!response.IsSuccessStatusCode) return false;
            using var state = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            var members = state.RootElement.GetProperty("members").EnumerateArray().ToList();
            return members.Count == Size && members.All(
                m => m.GetProperty("status").GetString() == "up" && m.GetProperty("reachable").GetBoolean());
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private NodeSettings SettingsOf(int node)
    {
        var folder = new DataFolder();
        _folders.Add(folder);
        return new NodeSettings
        {
            DataDirectory = folder.Path, PostgreSql = Database, Environment = "Production",
            Host = Place.Network?.HostOf(node) ?? "127.0.0.1",
            Launcher = [.. Place.Network?.LauncherOf(node) ?? [], .. Place.Clocks?.LauncherOf(node) ?? []],
        };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes) await node.DisposeAsync();
        await Server.DisposeAsync();
        foreach (var folder in _folders) folder.Dispose();
    }
}
