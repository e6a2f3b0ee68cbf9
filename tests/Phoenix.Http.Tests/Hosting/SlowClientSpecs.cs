using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Phoenix.Http.Tests.Hosting;

/// <summary>Clients that hold a connection and send next to nothing. The server's own clock is the real one, so
/// each of these takes as long as the server is patient.</summary>
public sealed class SlowClientSpecs : IAsyncLifetime
{
    private HttpTestHost _host = null!;

    public async Task InitializeAsync() => _host = await HttpTestHost.StartAsync(kestrel: true);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Headers_that_do_not_come_end_the_connection()
    {
        var answer = await _host.SendRawAsync("POST /v1/events HTTP/1.1\r\nHost: x\r\nX-Slow: ");

        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 408 ", StringComparison.Ordinal), answer);
    }

    [Fact]
    public async Task A_body_that_does_not_come_is_refused()
    {
        var answer = await _host.SendRawAsync(
            $"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {_host.Token()}\r\n"
            + "Content-Length: 1000\r\n\r\n{");

        Assert.StartsWith("HTTP/1.1 400 ", answer);
        Assert.Contains("too slowly", answer);
    }

    [Fact]
    public void What_one_connection_and_all_may_cost_is_bounded()
    {
        var limits = _host.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        Assert.Equal(10_000, limits.MaxConcurrentConnections);
        Assert.InRange(limits.MaxConcurrentUpgradedConnections!.Value, 20_000, 40_000);
        Assert.InRange(limits.MaxRequestBodySize!.Value, 1_048_576, 2 * 1_048_576);
        Assert.InRange(limits.MaxRequestHeadersTotalSize, 1_024, 32 * 1_024);
        Assert.InRange(limits.MaxRequestHeaderCount, 1, 100);
        Assert.InRange(limits.MaxRequestLineSize, 1_024, 8 * 1_024);
        // Who reads an answer more slowly than that is cut off; how long that takes grows with what was sent.
        Assert.Equal(1_024, limits.MinResponseDataRate!.BytesPerSecond);
    }
}
