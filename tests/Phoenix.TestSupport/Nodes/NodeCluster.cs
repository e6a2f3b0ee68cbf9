using System.Net.Http.Json;
using System.Text.Json;

namespace Phoenix.TestSupport.Nodes;

/// <summary>Real nodes that form one cluster on a PostgreSQL of their own.</summary>
public sealed class NodeCluster : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("phoenix-cluster-").FullName;
    private readonly PostgresServer _server;

    private NodeCluster(
        PostgresServer server, string database, IReadOnlyDictionary<string, string> variables,
        IReadOnlyList<string> roles)
    {
        _server = server;
        var settings = roles.Select((_, i) => new NodeSettings
        {
            DataDirectory = Path.Combine(_folder, $"{i}"), PostgreSql = database, Environment = "Production",
        }).ToList();
        var seeds = string.Join(',', settings.Select(AddressOf));
        Settings = [.. settings.Select((one, i) => one with
        {
            Variables = new Dictionary<string, string>(variables)
            {
                ["Phoenix__Cluster__SeedNodes"] = seeds, ["Phoenix__Cluster__Roles"] = roles[i],
            },
        })];
    }

    /// <summary>What each node was started with.</summary>
    public IReadOnlyList<NodeSettings> Settings { get; }

    /// <summary>The nodes, in the order of their settings; one that ended stays until it is started again.</summary>
    public List<NodeProcess> Nodes { get; } = [];

    /// <summary>Where the nodes keep everything.</summary>
    public PostgresServer Server => _server;

    /// <summary>Starts a node for each entry of roles and awaits that all are ready.</summary>
    public static Task<NodeCluster> StartAsync(params string[] roles) =>
        StartAsync(new Dictionary<string, string>(), roles);

    /// <summary>Likewise, with further configuration that all nodes share, as environment variables.</summary>
    public static async Task<NodeCluster> StartAsync(
        IReadOnlyDictionary<string, string> variables, params string[] roles)
    {
        var server = await PostgresServer.StartAsync();
        var cluster = new NodeCluster(server, await server.CreateDatabaseAsync(), variables, roles);
        try
        {
            cluster.Nodes.AddRange(cluster.Settings.Select(NodeProcess.Start));
            await Task.WhenAll(cluster.Nodes.Select(node => node.WaitForReadyAsync()));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public static string AddressOf(NodeSettings node) => $"akka.tcp://phoenix@{node.Host}:{node.ClusterPort}";

    /// <summary>Starts an ended node anew, with its own settings.</summary>
    public async Task StartAgainAsync(int node)
    {
        await Nodes[node].DisposeAsync();
        Nodes[node] = await NodeProcess.StartReadyAsync(Settings[node]);
    }

    /// <summary>Asks a node's admin gateway.</summary>
    /// <exception cref="HttpRequestException">Anything but success.</exception>
    public async Task<JsonElement> AdministerAsync(int node, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = JsonContent.Create(body);
        request.Headers.Add("X-API-Key", TestCredentials.AdminKey);
        using var response = await Nodes[node].Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException(
                $"{method} {path}: {(int)response.StatusCode} {text}", null, response.StatusCode);
        }
        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }

    /// <summary>Awaits that a node sees so many members up and none unreachable.</summary>
    public Task HasMembersAsync(int node, int count) => Condition.BecomesTrueAsync(
        async () =>
        {
            var state = await AdministerAsync(node, HttpMethod.Get, "/v1/ops/cluster");
            var members = state.GetProperty("members").EnumerateArray().ToList();
            return members.Count == count && members.All(
                m => m.GetProperty("status").GetString() == "up" && m.GetProperty("reachable").GetBoolean());
        },
        () => $"The cluster did not come to {count} members; node {node} says:\n{Nodes[node].Log}");

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes) await node.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
