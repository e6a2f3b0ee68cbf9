using System.Text.Json;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Nodes;

/// <summary>Real nodes that form one cluster on a PostgreSQL of their own.</summary>
internal sealed class NodeCluster : IAsyncDisposable
{
    private readonly List<DataFolder> _folders = [];
    private readonly PostgresServer _server;

    private NodeCluster(PostgresServer server, IReadOnlyList<string> roles, string database)
    {
        _server = server;
        var settings = roles.Select(_ => SettingsOf(database)).ToList();
        var seeds = string.Join(',', settings.Select(AddressOf));
        Settings = [.. settings.Select((one, i) => one with
        {
            Variables = new Dictionary<string, string>
            {
                ["Phoenix__Cluster__SeedNodes"] = seeds, ["Phoenix__Cluster__Roles"] = roles[i],
            },
        })];
    }

    public IReadOnlyList<NodeSettings> Settings { get; }

    public List<NodeProcess> Nodes { get; } = [];

    /// <summary>Starts a node for each entry of roles and awaits that all are ready.</summary>
    public static async Task<NodeCluster> StartAsync(params string[] roles)
    {
        var server = await PostgresServer.StartAsync();
        var cluster = new NodeCluster(server, roles, await server.CreateDatabaseAsync());
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

    public static string AddressOf(NodeSettings node) => $"akka.tcp://phoenix@127.0.0.1:{node.ClusterPort}";

    /// <summary>Starts an ended node anew, with its own settings.</summary>
    public async Task StartAgainAsync(int node)
    {
        await Nodes[node].DisposeAsync();
        Nodes[node] = await NodeProcess.StartReadyAsync(Settings[node]);
    }

    /// <summary>Asks a node's admin gateway.</summary>
    public async Task<JsonElement> AdministerAsync(int node, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(JsonSerializer.Serialize(body), null, "application/json");
        request.Headers.Add("X-API-Key", TestCredentials.AdminKey);
        using var response = await Nodes[node].Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
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

    private NodeSettings SettingsOf(string database)
    {
        var folder = new DataFolder();
        _folders.Add(folder);
        return new NodeSettings { DataDirectory = folder.Path, PostgreSql = database, Environment = "Production" };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes) await node.DisposeAsync();
        await _server.DisposeAsync();
        foreach (var folder in _folders) folder.Dispose();
    }
}
