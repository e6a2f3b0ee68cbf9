using System.Net;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Nodes;

/// <summary>Three nodes on PostgreSQL: any of them serves everything, and clients notice no loss of one.</summary>
public sealed class ClusterSpecs
{
    private const string Both = "gateway,engine";

    private static readonly object CountOfGames = new
    {
        timeframe = new { type = "all_time" },
        scoring = new { rules = new[] { new { event_type = "played" } }, aggregation = "count" },
    };

    [PostgresFact]
    public async Task Three_nodes_serve_everything_from_each_and_outlive_a_crash_a_rolling_restart_and_downing()
    {
        await using var cluster = await NodeCluster.StartAsync(Both, Both, Both);
        await cluster.HasMembersAsync(0, 3);
        await EveryNodeServesAsync(cluster);
        string[] tenants = ["t0", "t1", "t2", "t3"];
        foreach (var tenant in tenants) await MakeTenantAsync(cluster, 0, tenant);

        // A crash: what a dead node was asked comes to nothing or to the log, and is sent again.
        await UnderLoadAsync(cluster, tenants, "crash", async () =>
        {
            await cluster.Nodes[2].KillAsync();
            await cluster.HasMembersAsync(0, 2);
        });
        await cluster.StartAgainAsync(2);
        await cluster.HasMembersAsync(0, 3);

        // A rolling restart is no failure at all.
        var failures = await UnderLoadAsync(cluster, tenants, "rolling", async () =>
        {
            for (var node = 0; node < 3; node++)
            {
                Assert.Equal(0, await cluster.Nodes[node].TerminateAsync());
                await cluster.StartAgainAsync(node);
            }
        });
        Assert.Empty(failures);

        await AnOperatorMakesMembersGoAsync(cluster);
    }

    [PostgresFact]
    public async Task A_gateway_without_an_engine_serves_what_an_engine_without_a_gateway_holds()
    {
        await using var cluster = await NodeCluster.StartAsync("engine", "gateway");
        await MakeTenantAsync(cluster, 1, "acme");
        var api = new NodeApi(cluster.Nodes[1].Http, "acme");
        var (position, _) = await api.SendAsync(Played("e1"));
        Assert.Equal(1, (await api.ReadBoardAsync("games", position)).Total);

        var regions = await cluster.AdministerAsync(1, HttpMethod.Get, "/v1/ops/sharding/regions");
        Assert.All(regions.GetProperty("regions").EnumerateArray(), region => Assert.Equal(
            NodeCluster.AddressOf(cluster.Settings[0]), region.GetProperty("address").GetString()));
        cluster.Nodes[0].Http.DefaultRequestHeaders.Add("X-API-Key", TestCredentials.AdminKey);
        using var refused = await cluster.Nodes[0].Http.GetAsync("/v1/tenants");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Contains("no gateway", await refused.Content.ReadAsStringAsync());
    }

    private static async Task EveryNodeServesAsync(NodeCluster cluster)
    {
        for (var node = 0; node < 3; node++)
        {
            var tenant = $"of-{node}";
            await MakeTenantAsync(cluster, node, tenant);
            var next = new NodeApi(cluster.Nodes[(node + 1) % 3].Http, tenant);
            var (position, duplicate) = await next.SendAsync(Played("e1"));
            Assert.False(duplicate);
            var last = new NodeApi(cluster.Nodes[(node + 2) % 3].Http, tenant);
            Assert.True((await last.SendAsync(Played("e1"))).Duplicate);
            Assert.Equal("player", Assert.Single((await last.ReadBoardAsync("games", position)).Entries).UserId);
            var board = await cluster.AdministerAsync(node, HttpMethod.Get, $"/v1/ops/tenants/{tenant}/boards/games");
            Assert.Equal(1, board.GetProperty("members").GetInt32());
            var log = await cluster.AdministerAsync(node, HttpMethod.Get, $"/v1/ops/tenants/{tenant}/log");
            Assert.Equal(
                ["tenant_created", "leaderboard_defined", "events_accepted"],
                log.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("type").GetString()));
        }
        // What one node tells of the shards is what they all hold.
        var entities = await cluster.AdministerAsync(0, HttpMethod.Get, "/v1/ops/sharding/entities?region=tenant");
        Assert.Equal(
            ["of-0", "of-1", "of-2"],
            entities.GetProperty("entities").EnumerateArray().Select(e => e.GetProperty("tenant_id").GetString())
                .Order());
        Assert.Empty(entities.GetProperty("silent").EnumerateArray());
    }

    /// <summary>One client for each tenant sends all the while; then every acknowledged event counts once.</summary>
    private static async Task<IReadOnlyList<string>> UnderLoadAsync(
        NodeCluster cluster, string[] tenants, string phase, Func<Task> happen)
    {
        var clients = tenants.Select(tenant => new PatientClient(cluster, tenant, phase)).ToList();
        var runs = clients.Select((client, i) => client.RunAsync(i)).ToList();
        await happen();
        foreach (var client in clients) client.End();
        await Task.WhenAll(runs);
        for (var i = 0; i < tenants.Length; i++)
        {
            var api = new NodeApi(cluster.Nodes[1].Http, tenants[i]);
            var board = await api.ReadBoardAsync("games", await api.MarkPositionAsync());
            Assert.Equal(clients[i].Acknowledged, board.Entries.Single(e => e.UserId == phase).Score);
        }
        return [.. clients.SelectMany(client => client.Failures)];
    }

    private static async Task AnOperatorMakesMembersGoAsync(NodeCluster cluster)
    {
        var downed = NodeCluster.AddressOf(cluster.Settings[2]);
        var leaving = NodeCluster.AddressOf(cluster.Settings[1]);
        await cluster.AdministerAsync(0, HttpMethod.Post, "/v1/ops/cluster/down", new { address = downed });
        Assert.Equal(3, await cluster.Nodes[2].WaitForExitAsync());
        await cluster.AdministerAsync(0, HttpMethod.Post, "/v1/ops/cluster/leave", new { address = leaving });
        Assert.Equal(0, await cluster.Nodes[1].WaitForExitAsync());
        await cluster.HasMembersAsync(0, 1);
        Assert.True((await new NodeApi(cluster.Nodes[0].Http, "of-0").SendAsync(Played("e1"))).Duplicate);
    }

    private static async Task MakeTenantAsync(NodeCluster cluster, int node, string tenant)
    {
        var api = new NodeApi(cluster.Nodes[node].Http, tenant);
        await api.CreateTenantAsync();
        await api.CreateBoardAsync("games", CountOfGames);
    }

    private static object Played(string id) => new
    {
        event_id = id,
        type = "played",
        actor = new { user_id = "player" },
        occurred_at = TimeProvider.System.GetUtcNow(),
        attrs = new { },
    };
}
