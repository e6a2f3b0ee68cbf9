using System.Text;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.Configuration;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Phoenix.Http.Tests.Auth;

public sealed class ZitadelTokenSpecs : IAsyncLifetime
{
    private const string Issuer = "https://id.example";

    private static readonly long End = HttpTestHost.Start.ToUnixTimeSeconds() + 600;

    private readonly FakeIssuer _issuer = new(Issuer);
    private HttpTestHost _host = null!;

    public async Task InitializeAsync() => _host = await HttpTestHost.StartAsync(
        services => services.Configure<JwtBearerOptions>("zitadel", bearer => bearer.BackchannelHttpHandler = _issuer),
        TokenSpecs.MapProbes,
        new Dictionary<string, string?>
        {
            ["Phoenix:Auth:Zitadel:Authority"] = Issuer,
            ["Phoenix:Auth:Zitadel:Audience"] = "phoenix-app",
        });

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _issuer.Dispose();
    }

    private static string Claims(string more = "\"org_id\":\"acme\"", string issuer = Issuer) =>
        $$"""{"iss":"{{issuer}}","aud":["x","phoenix-app"],"sub":"user-9","exp":{{End}},{{more}}}""";

    private async Task<HttpAnswer> GetAsync(string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/tenant");
        request.Headers.Authorization = new("Bearer", token);
        return await _host.SendAsync(request);
    }

    [Theory]
    [InlineData("\"org_id\":\"acme\"", "acme - False False")]
    [InlineData("\"urn:zitadel:iam:user:resourceowner:id\":\"beta\"", "beta - False False")]
    [InlineData("\"org_id\":\"a\",\"urn:zitadel:iam:user:resourceowner:id\":\"a\"", "a - False False")]
    [InlineData("\"org_id\":\"a\",\"roles\":[\"phoenix.admin\"]", "a - False True")]
    [InlineData(
        "\"org_id\":\"a\",\"urn:zitadel:iam:org:project:roles\":{\"phoenix.platform\":{\"1\":\"d\"}}",
        "a - True False")]
    public async Task Takes_the_issuers_tokens(string claims, string caller)
    {
        Assert.Equal(caller, (await GetAsync(_issuer.SignRsa(Claims(claims)))).Text);
        Assert.Equal(caller, (await GetAsync(_issuer.SignEcdsa(Claims(claims)))).Text);
    }

    [Fact]
    public async Task Refuses_a_token_whose_tenant_claims_disagree_or_are_missing()
    {
        var disagreeing = "\"org_id\":\"a\",\"urn:zitadel:iam:user:resourceowner:id\":\"b\"";
        (await GetAsync(_issuer.SignRsa(Claims(disagreeing)))).ShouldBeError(401, "UNAUTHORIZED");
        (await GetAsync(_issuer.SignRsa(Claims("\"x\":1")))).ShouldBeError(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task Keeps_the_two_kinds_of_token_apart()
    {
        // The platform's key in the issuer's name, the issuer's key in the platform's, and the public key as a secret.
        var header = """{"alg":"HS256","kid":"rsa-1"}""";
        (await GetAsync(HttpTestHost.Mint(Claims()))).ShouldBeError(401, "UNAUTHORIZED");
        (await GetAsync(HttpTestHost.Mint(Claims(), header))).ShouldBeError(401, "UNAUTHORIZED");
        (await GetAsync(HttpTestHost.Mint(Claims(), header, Encoding.ASCII.GetBytes(_issuer.PublicKeyPem))))
            .ShouldBeError(401, "UNAUTHORIZED");
        (await GetAsync(_issuer.SignRsa(HttpTestHost.Claims()))).ShouldBeError(401, "UNAUTHORIZED");
        (await GetAsync(_issuer.SignRsa(Claims(issuer: "https://other.example")))).ShouldBeError(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task Refuses_a_key_id_it_does_not_know_rather_than_try_every_key()
    {
        (await GetAsync(_issuer.SignRsa(Claims(), keyId: "unknown"))).ShouldBeError(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task Goes_on_with_the_known_keys_while_the_issuer_is_down()
    {
        Assert.Equal(200, (await GetAsync(_issuer.SignRsa(Claims()))).Status);

        _issuer.IsDown = true;

        Assert.Equal(200, (await GetAsync(_issuer.SignRsa(Claims("\"org_id\":\"acme\",\"jti\":\"2\"")))).Status);
    }

    [Fact]
    public async Task Takes_a_key_that_was_rotated_in_without_a_restart()
    {
        Assert.Equal(200, (await GetAsync(_issuer.SignRsa(Claims()))).Status);

        var watch = new KeyWatch("rsa-2");
        var bearer = _host.Services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get("zitadel");
        var manager = Assert.IsType<ConfigurationManager<OpenIdConnectConfiguration>>(bearer.ConfigurationManager);
        manager.ConfigurationEventHandler = watch;
        _issuer.KeyId = "rsa-2";
        var token = _issuer.SignRsa(Claims("\"org_id\":\"acme\",\"jti\":\"2\""), "rsa-2");

        // The token of an unknown key is refused, and starts looking for new keys behind the requests.
        (await GetAsync(token)).ShouldBeError(401, "UNAUTHORIZED");
        await watch.Known;
        Assert.Equal(200, (await GetAsync(token)).Status);
    }

    [Fact]
    public async Task Answers_503_while_the_issuers_keys_were_never_known()
    {
        _issuer.IsDown = true;

        var answer = await GetAsync(_issuer.SignRsa(Claims()));

        answer.ShouldBeError(503, "UNAVAILABLE");
        Assert.NotEmpty(answer.Headers["Retry-After"]);
    }

    [Fact]
    public async Task Is_refused_where_that_kind_is_not_configured()
    {
        await using var host = await HttpTestHost.StartAsync();

        (await host.PostAsync("/v1/events", SampleEvents.Event(), _issuer.SignRsa(Claims())))
            .ShouldBeError(401, "UNAUTHORIZED");
    }

    /// <summary>Tells when the server has come to know a key of the issuer.</summary>
    private sealed class KeyWatch(string keyId) : IConfigurationEventHandler<OpenIdConnectConfiguration>
    {
        private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Known => _known.Task.WaitAsync(TimeSpan.FromSeconds(30));

        public Task<ConfigurationEventHandlerResult<OpenIdConnectConfiguration>> BeforeRetrieveAsync(
            string metadataAddress, CancellationToken cancellationToken) =>
            Task.FromResult(ConfigurationEventHandlerResult<OpenIdConnectConfiguration>.NoResult);

        public Task AfterUpdateAsync(
            string metadataAddress, OpenIdConnectConfiguration configuration, CancellationToken cancellationToken)
        {
            if (configuration.SigningKeys.Any(key => key.KeyId == keyId)) _known.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
