using System.Text;
using Phoenix.Http.Tests.Query;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Events;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Ops;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Tests.Ops;

public sealed class OpsApiSpecs : IClassFixture<GatewayHost>
{
    private const string One = "akka.tcp://phoenix@h:1";
    private const string Two = "akka.tcp://phoenix@h:2";
    private const long NowUs = 1_763_469_297_120_000;

    private static readonly LeaderboardDefinition Xp = new(
        new TenantId("acme"), new LeaderboardId("xp"), "xp", "", LeaderboardStatus.Active, 2, 1, 2_000, 2,
        NowUs, NowUs, new LeaderboardConfig(
            [], TimeframeConfig.Of(TimeframeType.AllTime),
            new ScoringConfig([new ScoringRule("*", [], "1")], Aggregation.Sum), RankingConfig.Default));

    private static readonly ShardingState Shards = new(
        [
            new NodeShardsReply(One, [new NodeShard("tenant", "7", 2, ["acme"])]),
            new NodeShardsReply(Two, [new NodeShard("leaderboard", "119", 1, ["0a"])]),
        ],
        ["akka.tcp://phoenix@h:3"], new Dictionary<string, BoardName> { ["0a"] = new("acme", "xp") });

    private readonly GatewayHost _host;

    public OpsApiSpecs(GatewayHost host)
    {
        _host = host;
        _host.Engine.Reset();
    }

    public static TheoryData<string, string> Endpoints => new()
    {
        { "GET", "/v1/ops/cluster" }, { "POST", "/v1/ops/cluster/leave" }, { "POST", "/v1/ops/cluster/down" },
        { "GET", "/v1/ops/sharding/regions" }, { "GET", "/v1/ops/sharding/shards" },
        { "GET", "/v1/ops/sharding/entities" }, { "GET", "/v1/ops/tenants/acme" },
        { "GET", "/v1/ops/tenants/acme/boards/xp" }, { "GET", "/v1/ops/tenants/acme/log" },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Needs_a_platform_credential(string method, string path)
    {
        await _host.SendAsync("", method, path, "{}").RefusedAsync(401, "UNAUTHORIZED", "");
        await _host.SendAsync("tenant:acme", method, path, "{}").RefusedAsync(403, "FORBIDDEN", "");
        await _host.SendAsync("admin:acme", method, path, "{}").RefusedAsync(403, "FORBIDDEN", "");
        Assert.Empty(_host.Engine.Asked);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_refusal_of_the_engine_is_the_answer(string method, string path)
    {
        _host.Engine.Reply = _ => new Refusal(ErrorCode.NotFound, "there is none");
        var body = method == "POST" ? $$"""{"address":"{{One}}"}""" : null;

        await _host.SendAsync("key", method, path, body).RefusedAsync(404, "NOT_FOUND", "there is none");
    }

    [Fact]
    public Task Shows_the_cluster_as_this_node_sees_it() => ShowsAsync(
        "/v1/ops/cluster", new GetClusterState(),
        new ClusterState(One, Two, null, [new ClusterMember(Two, ["engine", "gateway"], "up", false, "0.1.0")]),
        $"{{'self':'{One}','leader':'{Two}','oldest':null,'members':[{{'address':'{Two}',"
        + "'roles':['engine','gateway'],'status':'up','reachable':false,'version':'0.1.0'}],"
        + $"'unreachable':['{Two}']}}");

    [Theory]
    [InlineData("leave", "leaving")]
    [InlineData("down", "down")]
    public async Task Orders_a_member_to_go(string action, string status)
    {
        _host.Engine.Reply = order => order is LeaveCluster or DownMember ? new MemberChanged(One, status) : null;

        var answer = await _host.SendAsync(
            "key", "POST", $"/v1/ops/cluster/{action}", $$"""{"address":"{{One}}"}""").JsonAsync(200);

        Assert.Equal($$"""{"address":"{{One}}","status":"{{status}}"}""", answer.GetRawText());
        Assert.Equal(
            action == "leave" ? new LeaveCluster(One) : (object)new DownMember(One), _host.Engine.Asked.Single());
    }

    [Theory]
    [InlineData("{}", "address is required")]
    [InlineData("""{"address":1}""", "address")]
    [InlineData("""{"address":"a","force":true}""", "force")]
    public async Task Refuses_an_order_that_names_no_member(string body, string says)
    {
        await _host.SendAsync("key", "POST", "/v1/ops/cluster/down", body)
            .RefusedAsync(400, "VALIDATION_ERROR", says);
        Assert.Empty(_host.Engine.Asked);
    }

    [Fact]
    public Task Counts_what_each_node_holds() => ShowsAsync(
        "/v1/ops/sharding/regions", new GetShardingState(null, null, 0), Shards,
        $"{{'regions':[{{'region':'leaderboard','address':'{One}','shards':0,'entities':0}},"
        + $"{{'region':'tenant','address':'{One}','shards':1,'entities':2}},"
        + $"{{'region':'leaderboard','address':'{Two}','shards':1,'entities':1}},"
        + $"{{'region':'tenant','address':'{Two}','shards':0,'entities':0}}],'silent':['akka.tcp://phoenix@h:3']}}");

    [Fact]
    public Task Shows_where_each_shard_lives() => ShowsAsync(
        "/v1/ops/sharding/shards?region=tenant", new GetShardingState("tenant", null, 0), Shards,
        $"{{'shards':[{{'region':'tenant','shard_id':'7','address':'{One}','entities':2}},"
        + $"{{'region':'leaderboard','shard_id':'119','address':'{Two}','entities':1}}],"
        + "'silent':['akka.tcp://phoenix@h:3']}");

    [Fact]
    public Task Names_the_entities_and_says_that_there_are_more() => ShowsAsync(
        "/v1/ops/sharding/entities?shard=7&limit=1", new GetShardingState(null, "7", 1), Shards,
        $"{{'entities':[{{'region':'tenant','shard_id':'7','address':'{One}','entity_id':'acme',"
        + "'tenant_id':'acme','leaderboard_id':null},"
        + $"{{'region':'leaderboard','shard_id':'119','address':'{Two}','entity_id':'0a',"
        + "'tenant_id':'acme','leaderboard_id':'xp'}],'total':3,'truncated':true,"
        + "'silent':['akka.tcp://phoenix@h:3']}");

    [Fact]
    public Task Shows_a_tenant_and_how_far_its_boards_have_come() => ShowsAsync(
        "/v1/ops/tenants/acme", new GetTenantDetails(new TenantId("acme")),
        new TenantDetails(
            new TenantReply(new TenantId("acme"), "Acme", TenantStatus.Active, 300, NowUs, null), "7", One, 42, 5,
            [new BoardStanding(Xp, 40, 38), new BoardStanding(Xp, null, null)]),
        "{'tenant_id':'acme','name':'Acme','status':'active','dedupe_window_seconds':300,"
        + $"'created_at':'2025-11-18T12:34:57.120Z','shard_id':'7','node':'{One}','awake':true,'head':'42',"
        + "'floor':'5','boards':[{'leaderboard_id':'xp','status':'active','position':'40','lag_rows':2,"
        + "'checkpoint_position':'38'},{'leaderboard_id':'xp','status':'active','position':null,"
        + "'lag_rows':null,'checkpoint_position':null}]}");

    [Fact]
    public Task Shows_a_board_from_the_inside() => ShowsAsync(
        "/v1/ops/tenants/acme/boards/xp", new GetBoardDetails(new TenantId("acme"), new LeaderboardId("xp")),
        new BoardDetails(
            Xp, "119", null, 42,
            new BoardStateReply(
                42, NowUs, 5, 900, 1, [new BoardWindowState("all", 0, 1, WindowStatus.Open, 5, 4, 700)]),
            40, 3, 1_234),
        "{'leaderboard_id':'xp','tenant_id':'acme','status':'active','version':2,'shard_id':'119','node':null,"
        + "'awake':false,'position':'42','head':'42','lag_rows':0,'applied_until':'2025-11-18T12:34:57.120Z',"
        + "'members':5,'bytes':900,'checkpoint_position':'40','checkpoint_count':3,'checkpoint_bytes':1234,"
        + "'window_count':1,'windows':[{'window_key':'all','status':'open','members':5,'ranked':4,'bytes':700}]}");

    [Fact]
    public Task Shows_rows_of_the_log_in_short() => ShowsAsync(
        "/v1/ops/tenants/acme/log?after=1&limit=2", new GetLog(new TenantId("acme"), 1, 2),
        new LogPage(
            [
                new LogPageRow(2, new LeaderboardDefined(1, NowUs, Xp)),
                new LogPageRow(3, new EventsAccepted(
                    255, NowUs, [EventRecord.Create("e1", "won", "ada", NowUs, Encoding.UTF8.GetBytes("{}"))])),
            ],
            9),
        "{'tenant_id':'acme','rows':[{'position':'2','type':'leaderboard_defined',"
        + "'accepted_at':'2025-11-18T12:34:57.120Z','row_id':'0000000000000001','leaderboard_id':'xp',"
        + "'version':2,'status':'active'},{'position':'3','type':'events_accepted',"
        + "'accepted_at':'2025-11-18T12:34:57.120Z','row_id':'00000000000000ff','event_count':1,'events':"
        + "[{'event_id':'e1','type':'won','user_id':'ada','occurred_at':'2025-11-18T12:34:57.120Z'}]}],"
        + "'head':'9','next_after':'3'}");

    [Theory]
    [InlineData("/v1/ops/sharding/shards?region=boards", "region must be tenant or leaderboard")]
    [InlineData("/v1/ops/sharding/entities?shard=x", "shard must be the shard_id of a shard")]
    [InlineData("/v1/ops/sharding/entities?limit=1001", "limit must be a whole number from 1 to 1000")]
    [InlineData("/v1/ops/tenants/acme/log?after=x", "after must be a position of the log")]
    [InlineData("/v1/ops/tenants/acme/log?limit=0", "limit must be a whole number from 1 to 100")]
    public async Task Refuses_wrong_parameters(string path, string says)
    {
        await _host.SendAsync("key", "GET", path).RefusedAsync(400, "VALIDATION_ERROR", says);
        Assert.Empty(_host.Engine.Asked);
    }

    [Theory]
    [InlineData("/v1/ops/tenants/a.b", "no such tenant")]
    [InlineData("/v1/ops/tenants/a.b/log", "no such tenant")]
    [InlineData("/v1/ops/tenants/acme/boards/a.b", "no such leaderboard")]
    public Task An_id_that_none_can_have_is_not_found(string path, string says) =>
        _host.SendAsync("key", "GET", path).RefusedAsync(404, "NOT_FOUND", says);

    /// <param name="json">With apostrophes for quotation marks.</param>
    private async Task ShowsAsync(string path, IOpsQuery query, object reply, string json)
    {
        _host.Engine.Reply = _ => reply;

        using var response = await _host.SendAsync("key", "GET", path);

        Assert.Equal(json.Replace('\'', '"'), await response.Content.ReadAsStringAsync());
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal(query, _host.Engine.Asked.Single());
    }
}
