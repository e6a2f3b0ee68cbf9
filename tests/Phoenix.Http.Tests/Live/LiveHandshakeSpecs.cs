using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Phoenix.Http.Tokens;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using Phoenix.TestSupport.Nodes;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Http.Tests.Live;

/// <summary>Who may open a socket, and what is answered to who may not.</summary>
public sealed class LiveHandshakeSpecs : IAsyncLifetime
{
    private const string Own = "/v1/leaderboards/goals/ws";
    private LiveRig _rig = null!;

    public async Task InitializeAsync() => _rig = await LiveRig.StartAsync(settings: new Dictionary<string, string?>
    {
        ["Phoenix:Http:AllowedOrigins:0"] = "https://game.example", ["Phoenix:Limits:Sockets"] = "2",
    });

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Theory]
    [InlineData("/v1/leaderboards/none/ws", 404, "NOT_FOUND", "none")]
    [InlineData("/v1/leaderboards/none/ws?window_key=all", 404, "NOT_FOUND", "none")]
    [InlineData("/v1/leaderboards/no.ne/ws", 404, "NOT_FOUND", "no such leaderboard")]
    [InlineData(Own + "?window_key=2025-11-18", 404, "NOT_FOUND", "window")]
    [InlineData(Own + "?window_key=%00", 404, "NOT_FOUND", "window")]
    [InlineData(Own + "?page=0", 400, "VALIDATION_ERROR", "page must be a whole number from 1")]
    [InlineData(Own + "?page_size=101", 400, "VALIDATION_ERROR", "page_size must be a whole number from 1 to 100")]
    [InlineData(Own + "?page_size=1&page_size=2", 400, "VALIDATION_ERROR", "page_size may be given once")]
    [InlineData(Own + "?resume=-1", 400, "VALIDATION_ERROR", "resume must be")]
    [InlineData(Own + "?filter=top", 400, "VALIDATION_ERROR", "filter must be")]
    [InlineData(Own + "?filter=top_n:0", 400, "VALIDATION_ERROR", "top_n must be a whole number from 1")]
    [InlineData(Own + "?filter=around:", 400, "VALIDATION_ERROR", "around must be a user's id")]
    [InlineData(Own + "?filter=users:a,,b", 400, "VALIDATION_ERROR", "users must name")]
    public async Task Refuses_what_can_not_be_watched(string path, int status, string code, string says)
    {
        var answer = await HandshakeAsync(path);

        answer.ShouldBeError(status, code);
        Assert.Contains(says, answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_what_is_no_handshake()
    {
        foreach (var header in new[] { "Upgrade", "Sec-WebSocket-Key", "Sec-WebSocket-Version" })
        {
            var answer = await HandshakeAsync(Own, change: r => r.Headers.Remove(header));
            answer.ShouldBeError(400, "VALIDATION_ERROR");
        }
        (await HandshakeAsync(Own, change: r => r.Method = HttpMethod.Post)).ShouldBeError(405, "METHOD_NOT_ALLOWED");
    }

    [Fact]
    public async Task Asks_for_a_credential_before_anything_else()
    {
        string[] paths = [Own, Own + "?page=0", "/v1/leaderboards/none/ws", Own + $"?token={_rig.Host.Token()}"];
        foreach (var path in paths)
        {
            var answer = await HandshakeAsync(path, token: "");
            answer.ShouldBeError(401, "UNAUTHORIZED");
            Assert.StartsWith("Bearer", answer.Headers["WWW-Authenticate"]);
        }
        (await HandshakeAsync(Own, token: "x.y.z")).ShouldBeError(401, "UNAUTHORIZED");
        (await HandshakeAsync(Own, token: HttpTestHost.AdminKey)).ShouldBeError(403, "FORBIDDEN");
        (await HandshakeAsync(Own, token: _rig.Host.Token(tenant: "other"))).ShouldBeError(403, "FORBIDDEN");
    }

    [Fact]
    public async Task Takes_the_token_from_the_subprotocols_and_selects_its_own()
    {
        await using var client = await _rig.ConnectAsync(token: "", configure: options =>
        {
            options.AddSubProtocol("phoenix.v1");
            options.AddSubProtocol($"bearer.{_rig.Host.Token()}");
        });
        Assert.Equal("phoenix.v1", client.Socket.SubProtocol);
        await client.NextAsync("snapshot");

        var bad = await HandshakeAsync(
            Own, token: "", change: r => r.Headers.Add("Sec-WebSocket-Protocol", "phoenix.v1, bearer.x.y.z"));
        bad.ShouldBeError(401, "UNAUTHORIZED");
    }

    [Theory]
    [InlineData("https://game.example", true)]
    [InlineData("HTTPS://GAME.EXAMPLE", true)]
    [InlineData("http://OWN", true)]
    [InlineData("https://OWN", true)]
    [InlineData("http://game.example", false)]
    [InlineData("https://game.example.evil", false)]
    [InlineData("http://127.0.0.1:1", false)]
    [InlineData("null", false)]
    public async Task Browsers_come_from_pages_that_are_allowed_and_from_its_own(string origin, bool isAllowed)
    {
        origin = origin.Replace("OWN", _rig.Host.Address.Authority, StringComparison.Ordinal);
        if (isAllowed)
        {
            await using var client = await _rig.ConnectAsync(configure: o => o.SetRequestHeader("Origin", origin));
            await client.NextAsync("snapshot");
            return;
        }
        var answer = await HandshakeAsync(Own, change: r => r.Headers.Add("Origin", origin));
        answer.ShouldBeError(403, "FORBIDDEN");
        Assert.Contains("AllowedOrigins", answer.Message);
    }

    [Fact]
    public async Task A_tenant_has_so_many_sockets_and_gets_a_place_back()
    {
        await using var first = await _rig.WatchAsync();
        await using var second = await _rig.WatchAsync();
        var full = await HandshakeAsync(Own);
        full.ShouldBeError(429, "RATE_LIMITED");
        Assert.NotEmpty(full.Headers["Retry-After"]);

        await first.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

        await Condition.BecomesTrueAsync(
            async () =>
            {
                try
                {
                    await using var third = await _rig.WatchAsync();
                    return true;
                }
                catch (WebSocketException)
                {
                    return false;
                }
            }, () => "The place is not free.");
    }

    [Fact]
    public async Task A_suspended_tenants_handshake_is_refused()
    {
        await _rig.Kit.AskAsync<TenantReply>(new ChangeTenant(LiveRig.Acme, TenantStatus.Suspended, null, null));
        await Condition.BecomesTrueAsync(
            async () => (await HandshakeAsync(Own)) is { Status: 403 }, () => "It is not refused.");
    }

    [Fact]
    public async Task Where_no_window_holds_now_the_connection_waits_for_one()
    {
        var start = Us(EngineKit.Start + TimeSpan.FromMinutes(1));
        await using var rig = await LiveRig.StartAsync(Config() with
        {
            Timeframe = TimeframeConfig.Of(TimeframeType.Custom) with
            {
                StartUs = start, EndUs = start + 3_600_000_000,
            },
        });
        await using var client = await rig.ConnectAsync("?window_key=current");
        var error = (await client.NextAsync("error")).GetProperty("error");
        Assert.Equal(404, error.GetProperty("status").GetInt32());

        rig.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("2026-03-01T12:01:00Z", (await client.NextAsync("window_changed")).GetProperty("window_key")
            .GetString());
        Assert.Equal(0, (await client.NextAsync("snapshot")).GetProperty("total").GetInt32());
    }

    /// <summary>A handshake by hand, for its answer is to be read.</summary>
    private async Task<HttpAnswer> HandshakeAsync(
        string path, string? token = null, Action<HttpRequestMessage>? change = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        token ??= _rig.Host.Token();
        if (token.Length > 0) request.Headers.Add("Authorization", $"Bearer {token}");
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        change?.Invoke(request);
        return await _rig.Host.SendAsync(request);
    }
}
