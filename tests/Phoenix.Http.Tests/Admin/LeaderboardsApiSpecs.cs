using Phoenix.Http.Tests.Json;
using Phoenix.Http.Tests.Query;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Tests.Admin;

public class LeaderboardsApiSpecs : IClassFixture<GatewayHost>
{
    private const string Config =
        """{"timeframe":{"type":"daily"},"scoring":{"rules":[{"event_type":"*","points_expression":"1"}]}}""";

    private static readonly string Long = new('x', 2_001);
    private static readonly TenantId Acme = new("acme");
    private static readonly LeaderboardId Board = new("xp");

    private static readonly LeaderboardConfig Parsed = new(
        [], TimeframeConfig.Of(TimeframeType.Daily), new([new("*", [], "1")], Aggregation.Sum), RankingConfig.Default);

    private static readonly LeaderboardDefinition Definition = new(
        Acme, Board, "XP", "All of it", LeaderboardStatus.Inactive, 3, 1, 2_000, 7, 0, 1_763_469_297_120_000, Parsed);

    private readonly GatewayHost _host;
    private object _tenant = new TenantReply(Acme, "Acme", TenantStatus.Active, 300, 0, null);
    private object _reply = new LeaderboardReply(Definition);

    public LeaderboardsApiSpecs(GatewayHost host)
    {
        _host = host;
        _host.Engine.Reset();
        _host.Engine.Reply = message => message is GetTenant ? _tenant : _reply;
    }

    public static TheoryData<string, string, string?> Endpoints => new()
    {
        { "GET", "/v1/leaderboards", null },
        { "POST", "/v1/leaderboards", $$"""{"leaderboard_id":"xp","config":{{Config}}}""" },
        { "GET", "/v1/leaderboards/xp/definition", null },
        { "PUT", "/v1/leaderboards/xp", $$"""{"config":{{Config}}}""" },
        { "PATCH", "/v1/leaderboards/xp", """{"name":"x"}""" },
        { "DELETE", "/v1/leaderboards/xp", null },
    };

    [Fact]
    public async Task Shows_a_board_with_every_default()
    {
        const string expected =
            """
            {"leaderboard_id":"xp","tenant_id":"acme","name":"XP","description":"All of it","status":"inactive",
            "version":3,"config":{"scope":{"filters":{}},"timeframe":{"type":"daily","timezone":"UTC",
            "reset_day":"monday","reset_time":"00:00","reset_day_of_month":1,"grace_seconds":3600},
            "scoring":{"rules":[{"event_type":"*","conditions":{},"points_expression":"1"}],"aggregation":"sum"},
            "ranking":{"method":"score_desc","size":1000,"min_score":null,"ties":"competition",
            "tie_breaker":"first_reached"}},"created_at":"1970-01-01T00:00:00Z",
            "updated_at":"2025-11-18T12:34:57.120Z"}
            """;
        var board = await _host.SendAsync("admin:acme", "GET", "/v1/leaderboards/xp/definition").JsonAsync(200);
        Assert.Equal(expected.Replace("\n", "", StringComparison.Ordinal), board.GetRawText());
        Assert.Equal(new GetLeaderboard(Acme, Board), _host.Engine.Single<GetLeaderboard>());
    }

    [Fact]
    public async Task Lists_a_tenant_s_boards()
    {
        _reply = new LeaderboardsReply([Definition, Definition with { LeaderboardId = new LeaderboardId("yp") }]);
        var list = await _host.SendAsync("key", "GET", "/v1/leaderboards?tenant_id=acme").JsonAsync(200);
        Assert.Equal(2, list.GetProperty("total").GetInt32());
        Assert.Equal("yp", list.GetProperty("leaderboards")[1].GetProperty("leaderboard_id").GetString());
        Assert.Equal(new GetLeaderboards(Acme), _host.Engine.Single<GetLeaderboards>());
    }

    [Fact]
    public async Task Creates_a_board()
    {
        var body =
            $$"""
            {"leaderboard_id":"xp","tenant_id":"acme","name":"X","description":"a\n\tb","config":{{Config}}}
            """;
        await _host.SendAsync("key", "POST", "/v1/leaderboards", body).JsonAsync(201);
        var command = _host.Engine.Single<DefineLeaderboard>();
        Assert.Equal((Acme, Board), (command.TenantId, command.LeaderboardId));
        Assert.Equal(("X", "a\n\tb"), (command.Name, command.Description));
        Assert.True(ConfigGen.AreSame(Parsed, command.Config));
    }

    [Fact]
    public async Task Leaves_name_and_description_to_their_defaults()
    {
        var body = $$"""{"leaderboard_id":"xp","config":{{Config}},"backfill":null}""";
        await _host.SendAsync("admin:acme", "POST", "/v1/leaderboards", body).JsonAsync(201);
        var command = _host.Engine.Single<DefineLeaderboard>();
        Assert.Equal((Acme, null, null), (command.TenantId, command.Name, command.Description));
    }

    public static TheoryData<string, Backfill?> Backfills => new()
    {
        { "true", new Backfill(null) },
        { "\"2025-11-18T12:34:57.12+00:00\"", new Backfill(1_763_469_297_120_000) },
        { "false", null },
        { "null", null },
    };

    [Theory]
    [MemberData(nameof(Backfills))]
    public async Task Asks_for_a_backfill_from_the_beginning_or_from_a_time(string json, Backfill? expected)
    {
        var create = $$"""{"leaderboard_id":"xp","config":{{Config}},"backfill":{{json}}}""";
        await _host.SendAsync("admin:acme", "POST", "/v1/leaderboards", create).JsonAsync(201);
        Assert.Equal(expected, _host.Engine.Single<DefineLeaderboard>().Backfill);

        var change = $$"""{"config":{{Config}},"backfill":{{json}}}""";
        await _host.SendAsync("admin:acme", "PUT", "/v1/leaderboards/xp", change).JsonAsync(200);
        Assert.Equal(expected, _host.Engine.Single<ChangeLeaderboardConfig>().Backfill);
    }

    public static TheoryData<string, string, string> Faults => new()
    {
        { "POST", "[]", "body must be an object" },
        { "POST", "{}", "leaderboard_id is required" },
        { "POST", """{"leaderboard_id":"xp"}""", "config is required" },
        { "POST", $$"""{"leaderboard_id":"a b","config":{{Config}}}""", "leaderboard_id must be 1 to 64 of" },
        { "POST", """{"leaderboard_id":"xp","config":1}""", "config must be an object" },
        { "POST", """{"leaderboard_id":"xp","config":{"foo":1}}""", "config.foo is not a known field" },
        { "POST", $$"""{"leaderboard_id":"xp","config":{{Config}},"foo":1}""", "foo is not a known field" },
        { "POST", $$"""{"leaderboard_id":"xp","config":{{Config}},"name":""}""", "name must have 1 to 200 characters" },
        { "POST", $$"""{"leaderboard_id":"xp","config":{{Config}},"name":"\t"}""", "name must have no control" },
        { "POST", $$"""{"leaderboard_id":"xp","config":{{Config}},"description":"\r"}""", "description must have no" },
        { "POST", $$"""{"leaderboard_id":"xp","config":{{Config}},"description":"{{Long}}"}""", "must have 0 to 2000" },
        { "POST", $$"""{"leaderboard_id":"xp","config":{{Config}},"backfill":1}""", "backfill must be true, false" },
        { "POST", $$"""{"leaderboard_id":"xp","config":{{Config}},"tenant_id":1}""", "tenant_id must be a string" },
        { "PUT", "{}", "config is required" },
        { "PUT", $$"""{"config":{{Config}},"version":0}""", "version must be a whole number from 1" },
        { "PUT", $$"""{"config":{{Config}},"version":"1"}""", "version must be a whole number from 1" },
        { "PUT", $$"""{"config":{{Config}},"backfill":"2025-11-18"}""", "backfill must be true, false or an RFC" },
        { "PUT", $$"""{"config":{{Config}},"name":"x"}""", "name is not a known field" },
        { "PATCH", "{}", "body must have at least one of status, name, description" },
        { "PATCH", """{"version":1}""", "body must have at least one of status, name, description" },
        { "PATCH", """{"status":"deleted"}""", "status must be one of active, inactive, archived" },
        { "PATCH", $$"""{"config":{{Config}}}""", "config is not a known field" },
        { "PATCH", """{"name":"x","name":"y"}""", "name is given twice" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Refuses_naming_field_and_rule(string method, string body, string says)
    {
        var path = method == "POST" ? "/v1/leaderboards" : "/v1/leaderboards/xp";
        await _host.SendAsync("admin:acme", method, path, body).RefusedAsync(400, "VALIDATION_ERROR", says);
        Assert.Empty(_host.Engine.Asked);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData(",\"version\":7", 7)]
    public async Task Puts_a_config(string rest, int? version)
    {
        var body = $$"""{"config":{{Config}}{{rest}}}""";
        await _host.SendAsync("admin:acme", "PUT", "/v1/leaderboards/xp", body).JsonAsync(200);
        var command = _host.Engine.Single<ChangeLeaderboardConfig>();
        Assert.Equal((Acme, Board, version), (command.TenantId, command.LeaderboardId, command.Version));
        Assert.True(ConfigGen.AreSame(Parsed, command.Config));
    }

    [Theory]
    [InlineData("""{"status":"inactive"}""", LeaderboardStatus.Inactive, null, null, null)]
    [InlineData("""{"status":"archived","version":2}""", LeaderboardStatus.Archived, null, null, 2)]
    [InlineData("""{"name":"N","description":""}""", null, "N", "", null)]
    public async Task Changes_what_is_given(
        string body, LeaderboardStatus? status, string? name, string? description, int? version)
    {
        await _host.SendAsync("admin:acme", "PATCH", "/v1/leaderboards/xp", body).JsonAsync(200);
        Assert.Equal(
            new ChangeLeaderboard(Acme, Board, status, name, description, version),
            _host.Engine.Single<ChangeLeaderboard>());
    }

    [Fact]
    public async Task Archives_on_delete()
    {
        await _host.SendAsync("key", "DELETE", "/v1/leaderboards/xp?tenant_id=acme").JsonAsync(200);
        Assert.Equal(
            new ChangeLeaderboard(Acme, Board, LeaderboardStatus.Archived, null, null, null),
            _host.Engine.Single<ChangeLeaderboard>());
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Keeps_to_the_rights_of_the_credential(string method, string path, string? body)
    {
        if (path.EndsWith("boards", StringComparison.Ordinal) && method == "GET") _reply = new LeaderboardsReply([]);
        var ok = method == "POST" ? 201 : 200;
        await _host.SendAsync("", method, path, body).RefusedAsync(401, "UNAUTHORIZED", "");
        await _host.SendAsync("tenant:acme", method, path, body).RefusedAsync(403, "FORBIDDEN", "");
        await _host.SendAsync("admin:beta", method, path + "?tenant_id=acme", body)
            .RefusedAsync(403, "FORBIDDEN", "own tenant");
        foreach (var platform in (string[])["key", "platform:acme"])
        {
            await _host.SendAsync(platform, method, path, body)
                .RefusedAsync(400, "VALIDATION_ERROR", "tenant_id is required");
            await _host.SendAsync(platform, method, path + "?tenant_id=a.b", body)
                .RefusedAsync(400, "VALIDATION_ERROR", "tenant_id must be 1 to 64");
            await _host.SendAsync(platform, method, path + "?tenant_id=acme&tenant_id=acme", body)
                .RefusedAsync(400, "VALIDATION_ERROR", "tenant_id may be given once");
        }
        Assert.Empty(_host.Engine.Asked);
        await _host.SendAsync("key", method, path + "?tenant_id=acme", body).JsonAsync(ok);
        await _host.SendAsync("platform:beta", method, path + "?tenant_id=acme", body).JsonAsync(ok);
        await _host.SendAsync("admin:acme", method, path, body).JsonAsync(ok);
        await _host.SendAsync("admin:acme", method, path + "?tenant_id=acme", body).JsonAsync(ok);
    }

    [Theory]
    [InlineData("key", "acme", "acme", 200)]
    [InlineData("key", null, "acme", 200)]
    [InlineData("key", "acme", "beta", 400)]
    [InlineData("key", null, "a.b", 400)]
    [InlineData("admin:acme", null, "acme", 200)]
    [InlineData("admin:acme", null, "beta", 403)]
    [InlineData("admin:acme", "acme", "beta", 403)]
    [InlineData("admin:acme", "beta", "acme", 403)]
    public async Task Wants_query_and_body_to_agree_on_the_tenant(string caller, string? query, string body, int status)
    {
        var path = "/v1/leaderboards/xp" + (query is null ? "" : $"?tenant_id={query}");
        using var response = await _host.SendAsync(caller, "PATCH", path, $$"""{"tenant_id":"{{body}}","name":"x"}""");
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Refuses_unknown_tenants_and_admins_of_suspended_ones(string method, string path, string? body)
    {
        _tenant = new Refusal(ErrorCode.NotFound, "No.");
        await _host.SendAsync("key", method, path + "?tenant_id=acme", body)
            .RefusedAsync(403, "FORBIDDEN", "not known");
        await _host.SendAsync("admin:acme", method, path, body).RefusedAsync(403, "FORBIDDEN", "not known");
        _tenant = Refusal.Unavailable("Later.");
        await _host.SendAsync("admin:acme", method, path, body).RefusedAsync(503, "UNAVAILABLE", "Later.");
        _tenant = new TenantReply(Acme, "Acme", TenantStatus.Suspended, 300, 0, null);
        await _host.SendAsync("admin:acme", method, path, body).RefusedAsync(403, "FORBIDDEN", "suspended");
        Assert.All(_host.Engine.Asked, asked => Assert.IsType<GetTenant>(asked));

        if (path.EndsWith("boards", StringComparison.Ordinal) && method == "GET") _reply = new LeaderboardsReply([]);
        await _host.SendAsync("key", method, path + "?tenant_id=acme", body).JsonAsync(method == "POST" ? 201 : 200);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Passes_the_engine_s_refusals_on(string method, string path, string? body)
    {
        _reply = new Refusal(ErrorCode.ValidationError, "Because.") { Details = [new("config.x", "config.x is bad")] };
        var error = await _host.SendAsync("admin:acme", method, path, body)
            .RefusedAsync(400, "VALIDATION_ERROR", "Because.");
        Assert.Equal("config.x", error.GetProperty("details")[0].GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("GET", "/v1/leaderboards/a.b/definition")]
    [InlineData("PUT", "/v1/leaderboards/a%20b")]
    [InlineData("PATCH", "/v1/leaderboards/%C3%A9")]
    [InlineData("DELETE", "/v1/leaderboards/a%2Fb")]
    public async Task Knows_that_an_impossible_id_is_no_board(string method, string path)
    {
        await _host.SendAsync("admin:acme", method, path, "{}").RefusedAsync(404, "NOT_FOUND", "no such leaderboard");
        Assert.Empty(_host.Engine.Asked);
    }
}
