using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;

namespace Phoenix.Http.Tests.Auth;

/// <summary>
/// What <see cref="TokenSpecs"/> refuses of gamer tokens, refused of the identity provider's too; and connections that
/// carry the tokens of several callers.
/// </summary>
public sealed class TokenAttackSpecs : IAsyncLifetime
{
    private const string Issuer = "https://id.example";

    private static readonly long Now = HttpTestHost.Start.ToUnixTimeSeconds();

    private readonly FakeIssuer _issuer = new(Issuer);
    private HttpTestHost _host = null!;

    public async Task InitializeAsync() => _host = await HttpTestHost.StartAsync(
        services => services.Configure<JwtBearerOptions>("zitadel", bearer => bearer.BackchannelHttpHandler = _issuer),
        TokenSpecs.MapProbes,
        new Dictionary<string, string?>
        {
            ["Phoenix:Auth:Zitadel:Authority"] = Issuer,
            ["Phoenix:Auth:Zitadel:Audience"] = "phoenix-app",
        },
        kestrel: true);

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _issuer.Dispose();
    }

    private static string Claims(string claims = "\"org_id\":\"acme\"") =>
        $$"""{"iss":"{{Issuer}}","aud":"phoenix-app","exp":{{Now + 600}},{{claims}}}""";

    private async Task<HttpAnswer> GetAsync(string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/tenant");
        request.Headers.Authorization = new("Bearer", token);
        return await _host.SendAsync(request);
    }

    [Theory]
    [InlineData("""{"alg":"RS256","kid":"../../../../dev/null"}""")]
    [InlineData("""{"alg":"RS256","kid":"x' UNION SELECT 'AAAA' --"}""")]
    [InlineData("""{"alg":"RS256","kid":"https://evil.example/keys"}""")]
    [InlineData("""{"alg":"RS256","kid":["rsa-1"]}""")]
    [InlineData("""{"alg":"RS256","kid":17}""")]
    [InlineData("""{"alg":"RS256","kid":"ec-1"}""")]
    [InlineData("""{"alg":"RS384","kid":"rsa-1"}""")]
    [InlineData("""{"alg":"PS256","kid":"rsa-1"}""")]
    [InlineData("""{"alg":"ES256","kid":"rsa-1"}""")]
    [InlineData("""{"alg":"none","kid":"rsa-1"}""")]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","jku":"https://evil.example/keys"}""")]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","x5u":"https://evil.example/cert"}""")]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","jwk":{"kty":"oct","k":"AAAA"}}""")]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","crit":["exp"]}""")]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","b64":false}""")]
    [InlineData("""{"alg":"RS256","alg":"none","kid":"rsa-1"}""")]
    public async Task Refuses_the_issuers_signature_under_a_header_that_is_not_right(string header)
    {
        (await GetAsync(_issuer.SignRsaWith(header, Claims()))).ShouldBeError(401, "UNAUTHORIZED");
        Assert.Equal(200, (await GetAsync(_issuer.SignRsa(Claims()))).Status);
    }

    [Theory]
    [InlineData("""{"alg":"HS256","kid":"../../../../dev/null"}""")]
    [InlineData("""{"alg":"HS256","kid":"x' UNION SELECT 'AAAA' --"}""")]
    [InlineData("""{"alg":"HS256","kid":"https://evil.example/keys"}""")]
    [InlineData("""{"alg":"HS256","kid":["a"]}""")]
    public async Task Looks_nowhere_for_the_key_that_a_gamer_token_names(string header)
    {
        foreach (var key in new[] { [], HttpTestHost.SigningKeyBytes })
        {
            (await GetAsync(HttpTestHost.Mint(HttpTestHost.Claims(), header, key)))
                .ShouldBeError(401, "UNAUTHORIZED");
        }
    }

    public static TheoryData<string> BadClaims() =>
    [
        $$"""{"iss":"{{Issuer}}","aud":"phoenix-app","org_id":"acme"}""",
        $$"""{"iss":"{{Issuer}}","aud":"phoenix-app","org_id":"acme","exp":{{Now - 31}}}""",
        $$"""{"iss":"{{Issuer}}","aud":"phoenix-app","org_id":"acme","exp":{{Now + 60}},"nbf":{{Now + 31}}}""",
        $$"""{"iss":"{{Issuer}}","aud":"phoenix","org_id":"acme","exp":{{Now + 60}}}""",
        $$"""{"iss":"{{Issuer}}","org_id":"acme","exp":{{Now + 60}}}""",
        Claims("\"org_id\":17"),
        Claims("\"org_id\":[\"acme\"]"),
        Claims("\"org_id\":[\"acme\",\"victim\"]"),
        Claims("\"org_id\":{\"acme\":1}"),
        Claims("\"org_id\":\"acme\",\"org_id\":\"victim\""),
        Claims("\"org_id\":17,\"urn:zitadel:iam:user:resourceowner:id\":\"acme\""),
        Claims("\"org_id\":\"acme\",\"urn:zitadel:iam:user:resourceowner:id\":17"),
        Claims("\"org_id\":\"acme\",\"urn:zitadel:iam:user:resourceowner:id\":null"),
        Claims($"\"org_id\":\"acme\",\"x\":\"{new string('x', 13_000)}\""),
    ];

    [Theory]
    [MemberData(nameof(BadClaims))]
    public async Task Refuses_the_issuers_token_whose_claims_are_not_right(string payload) =>
        (await GetAsync(_issuer.SignRsa(payload))).ShouldBeError(401, "UNAUTHORIZED");

    [Fact]
    public async Task Asks_the_issuer_once_more_for_a_flood_of_unknown_keys()
    {
        Assert.Equal(200, (await GetAsync(_issuer.SignRsa(Claims()))).Status);
        for (var i = 0; i < 100; i++)
            (await GetAsync(_issuer.SignRsa(Claims(), $"unknown-{i}"))).ShouldBeError(401, "UNAUTHORIZED");

        Assert.InRange(_issuer.KeyRequests, 1, 2);
    }

    [Fact]
    public async Task Tells_the_callers_of_one_connection_apart()
    {
        // One connection, and it is the same throughout: the second request can't be sent before the first is answered.
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1 };
        var connections = 0;
        handler.ConnectCallback = async (context, cancellation) =>
        {
            Interlocked.Increment(ref connections);
            var socket = new System.Net.Sockets.Socket(
                System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
        };
        using var client = new HttpClient(handler) { BaseAddress = _host.Address };
        (string? Token, string Answer)[] callers =
        [
            (_host.Token("u1", "acme"), "acme u1 False False"),
            (_host.Token(null, "beta", "phoenix.admin"), "beta - False True"),
            (null, "UNAUTHORIZED"),
            (_issuer.SignRsa(Claims("\"org_id\":\"gamma\"")), "gamma - False False"),
            (_issuer.SignRsa(Claims("\"org_id\":17")), "UNAUTHORIZED"),
        ];
        for (var round = 0; round < 20; round++)
        {
            foreach (var (token, answer) in callers)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/tenant");
                if (token is not null) request.Headers.Authorization = new("Bearer", token);
                using var response = await client.SendAsync(request);
                Assert.Contains(answer, await response.Content.ReadAsStringAsync());
            }
        }
        Assert.Equal(1, connections);
    }
}
