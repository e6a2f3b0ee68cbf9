using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Phoenix.Http.Auth;

namespace Phoenix.Http.Tests.Auth;

public sealed class TokenSpecs : IAsyncLifetime
{
    private static readonly long Now = HttpTestHost.Start.ToUnixTimeSeconds();

    private HttpTestHost _host = null!;

    public async Task InitializeAsync() => _host = await HttpTestHost.StartAsync(map: MapProbes);
    public async Task DisposeAsync() => await _host.DisposeAsync();

    internal static void MapProbes(WebApplication app)
    {
        static Task Show(HttpContext context) => context.Response.WriteAsync(Text(context.GetCaller()));
        app.MapGet("/tenant", Show).RequireCaller();
        app.MapGet("/admin", Show).RequireAdmin();
        app.MapGet("/platform", Show).RequirePlatform();
        app.MapGet("/open", () => "open");
    }

    internal static string Text(Caller caller) =>
        $"{caller.Tenant?.Value ?? "-"} {caller.BoundUserId ?? "-"} {caller.IsPlatform} {caller.IsTenantAdmin}";

    private Task<HttpAnswer> GetAsync(string path, string? token, string? apiKey = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", token);
        if (apiKey is not null) request.Headers.TryAddWithoutValidation("X-API-Key", apiKey);
        return _host.SendAsync(request);
    }

    private async Task ShouldBeCallerAsync(string caller, string token)
    {
        // Twice: once validated, once from the cache.
        for (var i = 0; i < 2; i++) Assert.Equal(caller, (await GetAsync("/tenant", "Bearer " + token)).Text);
    }

    private async Task ShouldBeRefusedAsync(string token)
    {
        for (var i = 0; i < 2; i++)
        {
            var answer = await GetAsync("/tenant", "Bearer " + token);
            answer.ShouldBeError(401, "UNAUTHORIZED");
            Assert.Contains("invalid_token", answer.Headers["WWW-Authenticate"]);
        }
    }

    [Fact]
    public async Task Takes_a_gamer_token_it_issued()
    {
        await ShouldBeCallerAsync("acme - False False", _host.Token());
        await ShouldBeCallerAsync("acme u1 False False", _host.Token("u1"));
        await ShouldBeCallerAsync("beta - False True", _host.Token(tenant: "beta", roles: "phoenix.admin"));
        await ShouldBeCallerAsync("acme - True False", _host.Token(roles: ["other", "phoenix.platform"]));
    }

    [Fact]
    public async Task Takes_a_gamer_token_without_kid_under_the_present_and_the_previous_key()
    {
        await ShouldBeCallerAsync("acme - False False", HttpTestHost.Mint(HttpTestHost.Claims()));
        await ShouldBeCallerAsync(
            "acme - False False", HttpTestHost.Mint(HttpTestHost.Claims(), key: HttpTestHost.PreviousKeyBytes));
        await ShouldBeCallerAsync("acme - False False", HttpTestHost.Mint(
            HttpTestHost.Claims(), $$"""{"alg":"HS256","kid":"{{KeyId(HttpTestHost.PreviousKeyBytes)}}"}""",
            HttpTestHost.PreviousKeyBytes));
    }

    private static string KeyId(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, 8));

    public static TheoryData<string> BadClaims()
    {
        var end = Now + 3600;
        return
        [
            """{"iss":"phoenix","aud":"phoenix","org_id":"acme"}""",
            $$"""{"iss":"phoenix","aud":"phoenix","org_id":"acme","exp":"{{end}}"}""",
            $$"""{"iss":"phoenix","aud":"phoenix","org_id":"acme","exp":{{Now - 31}}}""",
            $$"""{"iss":"phoenix","aud":"phoenix","org_id":"acme","exp":{{end}},"nbf":{{Now + 31}}}""",
            $$"""{"iss":"other","aud":"phoenix","org_id":"acme","exp":{{end}}}""",
            $$"""{"iss":["phoenix"],"aud":"phoenix","org_id":"acme","exp":{{end}}}""",
            $$"""{"aud":"phoenix","org_id":"acme","exp":{{end}}}""",
            $$"""{"iss":"phoenix","aud":"other","org_id":"acme","exp":{{end}}}""",
            $$"""{"iss":"phoenix","org_id":"acme","exp":{{end}}}""",
            HttpTestHost.Claims("\"sub\":\"u1\""),
            HttpTestHost.Claims("\"org_id\":\"acme\",\"org_id\":\"victim\""),
            HttpTestHost.Claims("\"org_id\":\"acme\",\"org\\u005fid\":\"victim\""),
            HttpTestHost.Claims("\"org_id\":[\"acme\",\"victim\"]"),
            HttpTestHost.Claims("\"org_id\":[\"acme\"]"),
            HttpTestHost.Claims("\"org_id\":17"),
            HttpTestHost.Claims("\"org_id\":{\"a\":1}"),
            HttpTestHost.Claims("\"org_id\":null"),
            HttpTestHost.Claims("\"org_id\":\"\""),
            HttpTestHost.Claims("\"org_id\":\" acme\""),
            HttpTestHost.Claims("\"org_id\":\"a/b\""),
            HttpTestHost.Claims("\"org_id\":\"ä\""),
            HttpTestHost.Claims("\"org_id\":\"\\ud800\""),
            HttpTestHost.Claims($"\"org_id\":\"{new string('a', 65)}\""),
            HttpTestHost.Claims("\"urn:zitadel:iam:user:resourceowner:id\":\"acme\""),
            HttpTestHost.Claims("\"org_id\":\"acme\",\"sub\":17"),
            HttpTestHost.Claims("\"org_id\":\"acme\",\"sub\":\"\""),
            HttpTestHost.Claims("\"org_id\":\"acme\",\"sub\":\"u1\",\"sub\":\"u2\""),
            "[]", "\"x\"", "not json", "{} {}",
        ];
    }

    [Theory]
    [MemberData(nameof(BadClaims))]
    public Task Refuses_a_well_signed_token_whose_claims_are_not_right(string payload) =>
        ShouldBeRefusedAsync(HttpTestHost.Mint(payload));

    [Theory]
    [InlineData("""{"alg":"HS256","crit":["exp"]}""")]
    [InlineData("""{"alg":"HS256","crit":[]}""")]
    [InlineData("""{"alg":"HS256","jku":"https://evil.example/keys"}""")]
    [InlineData("""{"alg":"HS256","x5u":"https://evil.example/cert"}""")]
    [InlineData("""{"alg":"HS256","jwk":{"kty":"oct","k":"AAAA"}}""")]
    [InlineData("""{"alg":"HS256","b64":false}""")]
    [InlineData("""{"alg":"HS256","kid":"unknown"}""")]
    [InlineData("""{"alg":"HS512"}""")]
    [InlineData("""{"alg":"none"}""")]
    [InlineData("""{"alg":"None"}""")]
    [InlineData("""{"alg":"RS256"}""")]
    [InlineData("""{"alg":"none","alg":"HS256"}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    public Task Refuses_a_token_whose_header_is_not_right(string header) =>
        ShouldBeRefusedAsync(HttpTestHost.Mint(HttpTestHost.Claims(), header));

    [Fact]
    public async Task Refuses_a_token_whose_signature_is_not_right()
    {
        var good = HttpTestHost.Mint(HttpTestHost.Claims());
        var parts = good.Split('.');
        await ShouldBeCallerAsync("acme - False False", good);
        await ShouldBeRefusedAsync(
            HttpTestHost.Mint(HttpTestHost.Claims(), key: Encoding.ASCII.GetBytes(new string('x', 32))));
        await ShouldBeRefusedAsync(HttpTestHost.Mint(HttpTestHost.Claims(), key: [1, 2, 3, 4, 5]));
        await ShouldBeRefusedAsync(parts[0] + "." + parts[1] + ".");
        await ShouldBeRefusedAsync(parts[0] + "." + parts[1]);
        await ShouldBeRefusedAsync(good + "." + parts[2]);
        await ShouldBeRefusedAsync(good[..^2] + (good[^2] == 'A' ? "BA" : "AA"));
        await ShouldBeRefusedAsync(
            parts[0] + "." + HttpTestHost.Base64(HttpTestHost.Claims("\"org_id\":\"victim\"")) + "." + parts[2]);
        await ShouldBeRefusedAsync(HttpTestHost.Base64("""{"alg":"none"}""") + "." + parts[1] + ".");
    }

    [Fact]
    public async Task Refuses_a_token_over_16_KiB()
    {
        static string Sized(int length) =>
            HttpTestHost.Mint(HttpTestHost.Claims($"\"org_id\":\"acme\",\"x\":\"{new string('x', length)}\""));

        await ShouldBeCallerAsync("acme - False False", Sized(11_000));
        await ShouldBeRefusedAsync(Sized(12_500));
    }

    [Fact]
    public async Task Goes_by_the_clock_with_30_seconds_of_slack_cached_or_not()
    {
        var token = HttpTestHost.Mint(HttpTestHost.Claims(lifetimeSeconds: 60));
        await ShouldBeCallerAsync("acme - False False", token);
        await ShouldBeCallerAsync("acme - False False", HttpTestHost.Mint(
            $$"""{"iss":"phoenix","aud":["phoenix","x"],"org_id":"acme","exp":{{Now - 29}},"nbf":{{Now - 60}}}"""));

        _host.Time.Advance(TimeSpan.FromSeconds(89));
        await ShouldBeCallerAsync("acme - False False", token);
        _host.Time.Advance(TimeSpan.FromSeconds(2));
        await ShouldBeRefusedAsync(token);
        Assert.Equal("The token has expired.", (await GetAsync("/tenant", "Bearer " + token)).Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer")]
    [InlineData("Token abc")]
    public async Task Asks_for_a_credential_where_there_is_none(string? authorization)
    {
        var answer = await GetAsync("/tenant", authorization);

        answer.ShouldBeError(401, "UNAUTHORIZED");
        Assert.Equal("Bearer realm=\"phoenix\"", answer.Headers["WWW-Authenticate"]);
    }

    [Fact]
    public async Task Takes_the_scheme_in_any_case()
    {
        Assert.Equal("acme - False False", (await GetAsync("/tenant", "bearer " + _host.Token())).Text);
        Assert.Equal("acme - False False", (await GetAsync("/tenant", "BEARER  " + _host.Token())).Text);
    }

    [Fact]
    public async Task Lets_an_API_key_administer_and_send_nothing()
    {
        Assert.Equal("- - True True", (await GetAsync("/platform", null, HttpTestHost.AdminKey)).Text);
        Assert.Equal("- - True True", (await GetAsync("/admin", "Bearer " + HttpTestHost.AdminKey)).Text);
        (await GetAsync("/tenant", null, HttpTestHost.AdminKey)).ShouldBeError(403, "FORBIDDEN");
        (await GetAsync("/platform", null, HttpTestHost.AdminKey + "x")).ShouldBeError(401, "UNAUTHORIZED");
        (await GetAsync("/platform", null, "")).ShouldBeError(401, "UNAUTHORIZED");
        (await GetAsync("/platform", "Bearer " + _host.Token(roles: "phoenix.platform"), "wrong"))
            .ShouldBeError(401, "UNAUTHORIZED");
    }

    [Theory]
    [InlineData(null, 200, 403, 403)]
    [InlineData("phoenix.admin", 200, 200, 403)]
    [InlineData("phoenix.platform", 200, 200, 200)]
    [InlineData("Phoenix.Admin", 200, 403, 403)]
    public async Task Reaches_what_its_role_permits(string? role, int tenant, int admin, int platform)
    {
        var token = "Bearer " + _host.Token(roles: role is null ? [] : [role]);

        Assert.Equal(tenant, (await GetAsync("/tenant", token)).Status);
        Assert.Equal(admin, (await GetAsync("/admin", token)).Status);
        Assert.Equal(platform, (await GetAsync("/platform", token)).Status);
        Assert.Equal(200, (await GetAsync("/open", null)).Status);
    }

    [Fact]
    public async Task Ignores_roles_that_are_no_array_or_in_the_other_kinds_claim()
    {
        await ShouldBeCallerAsync("acme - False False", HttpTestHost.Mint(HttpTestHost.Claims(
            "\"org_id\":\"acme\",\"roles\":\"phoenix.platform\"")));
        await ShouldBeCallerAsync("acme - False False", HttpTestHost.Mint(HttpTestHost.Claims(
            "\"org_id\":\"acme\",\"urn:zitadel:iam:org:project:roles\":{\"phoenix.platform\":{}}")));
    }

    [Fact]
    public async Task Takes_no_gamer_token_without_a_signing_key()
    {
        await using var host = await HttpTestHost.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Phoenix:Auth:GamerTokens:SigningKey"] = "",
            ["Phoenix:Auth:GamerTokens:PreviousSigningKeys:0"] = "",
        });

        foreach (var key in new[] { HttpTestHost.SigningKeyBytes, new byte[32] })
        {
            (await host.PostAsync(
                "/v1/events", SampleEvents.Event(), HttpTestHost.Mint(HttpTestHost.Claims(), key: key)))
                .ShouldBeError(401, "UNAUTHORIZED");
        }
    }
}
