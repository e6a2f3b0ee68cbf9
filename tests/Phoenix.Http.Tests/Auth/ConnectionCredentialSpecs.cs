using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Phoenix.Http.Auth;

namespace Phoenix.Http.Tests.Auth;

/// <summary>Several requests of one connection, with one credential and another.</summary>
public sealed class ConnectionCredentialSpecs : IAsyncLifetime
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private HttpTestHost _host = null!;

    public async Task InitializeAsync() => _host = await HttpTestHost.StartAsync(map: MapProbes, kestrel: true);
    public async Task DisposeAsync() => await _host.DisposeAsync();

    private static void MapProbes(WebApplication app)
    {
        app.MapGet(
            "/tenant",
            (HttpContext context) => $"{context.Connection.Id} {context.GetCaller().Tenant} "
                + $"{ConnectionCredential.Of(context) is not null}").RequireCaller();
        app.MapGet("/middleware", (HttpContext context) => $"{context.Features.Get<IAuthenticationFeature>()}");
    }

    private async Task<string[]> GetAsync(string authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/tenant");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return (await _host.SendAsync(request)).Text.Split(' ');
    }

    [Fact]
    public async Task Each_request_is_of_the_caller_that_its_own_token_names()
    {
        var (acme, beta) = ("Bearer " + _host.Token(), "Bearer " + _host.Token(tenant: "beta"));
        var connections = new HashSet<string>();
        foreach (var (authorization, tenant) in new[]
                 {
                     (acme, "acme"), (acme, "acme"), (beta, "beta"), (acme, "acme"), (beta, "beta"), (beta, "beta"),
                     (beta, "beta"),
                 })
        {
            var shown = await GetAsync(authorization);
            Assert.Equal(tenant, shown[1]);
            connections.Add(shown[0]);
        }
        Assert.Single(connections);
        Assert.Equal("True", (await GetAsync(beta))[2]);
    }

    [Fact]
    public async Task A_connection_that_stays_open_does_not_outlive_its_token()
    {
        var authorization = "Bearer " + _host.Token();
        for (var i = 0; i < 3; i++) Assert.Equal("acme", (await GetAsync(authorization))[1]);
        var left = HttpTestHost.Start + TimeSpan.FromHours(1) + AuthSchemes.ClockSkew - _host.Time.GetUtcNow();
        for (; left > KeptFor; left -= KeptFor)
        {
            _host.Time.Advance(KeptFor);
            Assert.Equal("acme", (await GetAsync(authorization))[1]);
        }
        _host.Time.Advance(left + TimeSpan.FromSeconds(1));
        var request = new HttpRequestMessage(HttpMethod.Get, "/tenant");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        (await _host.SendAsync(request)).ShouldBeError(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task No_other_middleware_looks_at_credentials_first() =>
        Assert.Equal("", (await _host.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/middleware"))).Text);
}
