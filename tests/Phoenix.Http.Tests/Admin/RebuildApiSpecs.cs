using Phoenix.Http.Tests.Query;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Tests.Admin;

public class RebuildApiSpecs : IClassFixture<GatewayHost>
{
    private const long StartedUs = 1_763_469_297_120_000;
    private static readonly TenantId Acme = new("acme");
    private static readonly LeaderboardId Board = new("xp");

    private readonly GatewayHost _host;
    private object _tenant = new TenantReply(Acme, "Acme", TenantStatus.Active, 300, 0, null);
    private object _reply = new RebuildReply(
        Board, RebuildState.Running, RebuildKind.Rebuild, 2, 41, 99, StartedUs, StartedUs, null, 300_000, null, null);

    public RebuildApiSpecs(GatewayHost host)
    {
        _host = host;
        _host.Engine.Reset();
        _host.Engine.Reply = message => message is GetTenant ? _tenant : _reply;
    }

    public static TheoryData<string, string, int> Endpoints => new()
    {
        { "GET", "/v1/leaderboards/xp/rebuild", 200 },
        { "DELETE", "/v1/leaderboards/xp/rebuild", 200 },
        { "POST", "/v1/leaderboards/xp/verify", 202 },
    };

    [Fact]
    public async Task Tells_how_far_a_rebuild_is()
    {
        const string expected =
            """
            {"leaderboard_id":"xp","state":"running","kind":"rebuild","generation":2,"scored":41,"head":99,
            "events_per_second":300000,"from":"2025-11-18T12:34:57.120Z","started_at":"2025-11-18T12:34:57.120Z",
            "finished_at":null,"error":null,"differences":null}
            """;
        var rebuild = await _host.SendAsync("admin:acme", "GET", "/v1/leaderboards/xp/rebuild").JsonAsync(200);
        Assert.Equal(expected.Replace("\n", "", StringComparison.Ordinal), rebuild.GetRawText());
        Assert.Equal(new GetRebuild(Acme, Board), _host.Engine.Single<GetRebuild>());
    }

    [Fact]
    public async Task Tells_of_a_board_that_was_never_rebuilt()
    {
        _reply = new RebuildReply(
            Board, RebuildState.None, RebuildKind.Rebuild, 1, 0, 99, null, null, null, 0, null, null);
        var rebuild = await _host.SendAsync("admin:acme", "GET", "/v1/leaderboards/xp/rebuild").JsonAsync(200);
        Assert.Equal("none", rebuild.GetProperty("state").GetString());
        Assert.Null(rebuild.GetProperty("kind").GetString());
        Assert.Null(rebuild.GetProperty("started_at").GetString());
    }

    [Fact]
    public async Task Lists_what_a_verification_found()
    {
        _reply = new RebuildReply(
            Board, RebuildState.Done, RebuildKind.Verify, 2, 99, 99, null, StartedUs, StartedUs, 0, null,
            new VerificationReport(
                2, 10, 2,
                [
                    new StandingsDifference("2025-W47", "u\"1", "rank", "1", "2"),
                    new StandingsDifference("2025-W46", null, "window", "absent", "present"),
                ]));
        var verified = await _host.SendAsync("admin:acme", "GET", "/v1/leaderboards/xp/rebuild").JsonAsync(200);
        Assert.Equal((2, 10, 2), (
            verified.GetProperty("windows").GetInt32(), verified.GetProperty("members").GetInt32(),
            verified.GetProperty("difference_count").GetInt32()));
        Assert.Equal(
            """
            [{"window_key":"2025-W47","user_id":"u\"1","what":"rank","served":"1","rebuilt":"2"},
            {"window_key":"2025-W46","user_id":null,"what":"window","served":"absent","rebuilt":"present"}]
            """.Replace("\n", "", StringComparison.Ordinal),
            verified.GetProperty("differences").GetRawText());
    }

    [Fact]
    public async Task Cancels_and_verifies_whose_board_is_meant()
    {
        await _host.SendAsync("key", "DELETE", "/v1/leaderboards/xp/rebuild?tenant_id=acme").JsonAsync(200);
        Assert.Equal(new CancelRebuild(Acme, Board), _host.Engine.Single<CancelRebuild>());

        await _host.SendAsync("key", "POST", "/v1/leaderboards/xp/verify", """{"tenant_id":"acme"}""").JsonAsync(202);
        Assert.Equal(new VerifyLeaderboard(Acme, Board), _host.Engine.Single<VerifyLeaderboard>());
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Passes_refusals_on_and_knows_no_ill_formed_id(string method, string path, int _)
    {
        _reply = new Refusal(ErrorCode.Conflict, "a rebuild is under way");
        await _host.SendAsync("admin:acme", method, path).RefusedAsync(409, "CONFLICT", "a rebuild is under way");
        _reply = new Refusal(ErrorCode.NotFound, "leaderboard 'xp' does not exist");
        await _host.SendAsync("admin:acme", method, path).RefusedAsync(404, "NOT_FOUND", "does not exist");
        await _host.SendAsync("admin:acme", method, path.Replace("xp", "a%20b", StringComparison.Ordinal))
            .RefusedAsync(404, "NOT_FOUND", "There is no such leaderboard.");
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Is_for_admins_of_the_tenant(string method, string path, int status)
    {
        await _host.SendAsync("admin:acme", method, path).JsonAsync(status);
        await _host.SendAsync("key", method, path).RefusedAsync(400, "VALIDATION_ERROR", "tenant_id is required");
        await _host.SendAsync("admin:acme", method, path + "?tenant_id=other")
            .RefusedAsync(403, "FORBIDDEN", "own tenant");
        await _host.SendAsync("tenant:acme", method, path).RefusedAsync(403, "FORBIDDEN", "");
        await _host.SendAsync("", method, path).RefusedAsync(401, "UNAUTHORIZED", "");
        _tenant = new Refusal(ErrorCode.NotFound, "no");
        await _host.SendAsync("admin:acme", method, path).RefusedAsync(403, "FORBIDDEN", "not known");
    }
}
