using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Phoenix.Http.Auth;

namespace Phoenix.Http.Tests.Auth;

/// <summary><c>Phoenix:Operations:Public</c>: the operations' pages with and without a credential.</summary>
public sealed class OperationsCredentialSpecs : IAsyncLifetime
{
    private HttpTestHost _host = null!;

    public async Task InitializeAsync() => _host = await StartAsync("false");
    public async Task DisposeAsync() => await _host.DisposeAsync();

    private static Task<HttpTestHost> StartAsync(string isPublic) => HttpTestHost.StartAsync(
        map: app =>
        {
            app.MapGet("/page", () => "shown").RequireOperationsCredential();
            app.MapGet("/figures", () => "shown").RequireOperationsCredential(platform: true);
        },
        settings: new Dictionary<string, string?> { ["Phoenix:Operations:Public"] = isPublic });

    private static Task<HttpAnswer> GetAsync(HttpTestHost host, string path, string? authorization, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (key is not null) request.Headers.TryAddWithoutValidation("X-API-Key", key);
        return host.SendAsync(request);
    }

    private static string Basic(string password, string user = "") =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    [Fact]
    public async Task Is_not_needed_by_default()
    {
        await using var host = await StartAsync("");

        Assert.Equal("shown", (await GetAsync(host, "/page", null)).Text);
        Assert.Equal("shown", (await GetAsync(host, "/figures", "Bearer nonsense")).Text);
    }

    [Fact]
    public async Task Is_asked_for_in_a_form_that_a_browser_understands()
    {
        var answer = await GetAsync(_host, "/page", null);

        answer.ShouldBeError(401, "UNAUTHORIZED");
        Assert.Contains("Basic realm=", answer.Headers["WWW-Authenticate"]);
        Assert.Contains("Bearer realm=", answer.Headers["WWW-Authenticate"]);
    }

    [Fact]
    public async Task Is_an_admin_key_in_any_form()
    {
        foreach (var path in new[] { "/page", "/figures" })
        {
            Assert.Equal("shown", (await GetAsync(_host, path, null, HttpTestHost.AdminKey)).Text);
            Assert.Equal("shown", (await GetAsync(_host, path, "Bearer " + HttpTestHost.AdminKey)).Text);
            Assert.Equal("shown", (await GetAsync(_host, path, Basic(HttpTestHost.AdminKey))).Text);
            Assert.Equal("shown", (await GetAsync(_host, path, Basic(HttpTestHost.AdminKey, "anyone"))).Text);
        }
    }

    [Fact]
    public async Task Is_an_admin_token_and_a_platforms_where_it_concerns_all_tenants()
    {
        var admin = _host.Token(roles: "phoenix.admin");
        var platform = _host.Token(roles: "phoenix.platform");

        Assert.Equal("shown", (await GetAsync(_host, "/page", Basic(admin))).Text);
        (await GetAsync(_host, "/figures", Basic(admin))).ShouldBeError(403, "FORBIDDEN");
        Assert.Equal("shown", (await GetAsync(_host, "/figures", "Bearer " + platform)).Text);
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic ?")]
    [InlineData("Basic bm9jb2xvbg==")]
    [InlineData("Basic Og==")]
    [InlineData("Basic dXNlcjp3cm9uZw==")]
    [InlineData("Bearer wrong")]
    public async Task Is_refused_where_it_is_wrong(string authorization) =>
        (await GetAsync(_host, "/page", authorization)).ShouldBeError(401, "UNAUTHORIZED");

    [Fact]
    public async Task Is_no_plain_token() =>
        (await GetAsync(_host, "/page", "Bearer " + _host.Token())).ShouldBeError(403, "FORBIDDEN");

    [Fact]
    public async Task Basic_is_for_these_pages_only()
    {
        await using var host = await HttpTestHost.StartAsync(map: app => app.MapGet("/admin", () => "").RequireAdmin());

        (await GetAsync(host, "/admin", Basic(HttpTestHost.AdminKey))).ShouldBeError(401, "UNAUTHORIZED");
    }
}
