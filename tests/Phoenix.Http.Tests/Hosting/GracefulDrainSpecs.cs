using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Phoenix.Http.Hosting;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.Http.Tests.Hosting;

/// <summary>A node that ends, seen by clients that keep their connections.</summary>
public sealed class GracefulDrainSpecs
{
    private const int Clients = 5;

    [Fact]
    public async Task No_request_on_a_connection_that_was_kept_is_cut_off()
    {
        var sockets = new ListenSockets(TimeProvider.System);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var time = new FakeTimeProvider();
        builder.Services.AddSingleton<TimeProvider>(time).AddSingleton(sockets).AddGracefulDrain();
        builder.Services.Configure<HttpOptions>(o => o.Drain = TimeSpan.Zero);
        builder.Services.Configure<SocketTransportOptions>(o => o.CreateBoundListenSocket = sockets.Create);
        await using var app = builder.Build();
        app.UseGracefulDrain();
        app.MapGet("/", () => "here");
        await app.StartAsync();
        var url = app.Urls.First();
        // One connection each, so that each must take the one that it has.
        var clients = Enumerable.Range(0, Clients)
            .Select(_ => new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 })).ToList();
        foreach (var client in clients) Assert.Equal("here", await client.GetStringAsync(url));

        // As a signal does.
        app.Lifetime.StopApplication();
        var stopping = app.StopAsync();
        await Condition.BecomesTrueAsync(() => IsRefusedAsync(url), () => "It still takes connections.");

        // All together take longer than its patience with silence; as long as somebody comes, it stays.
        foreach (var client in clients)
        {
            time.Advance(TimeSpan.FromMilliseconds(400));
            using var answer = await client.GetAsync(url);
            Assert.Equal((HttpStatusCode.OK, true), (answer.StatusCode, answer.Headers.ConnectionClose));
            await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(url));
            client.Dispose();
        }
        Assert.False(stopping.IsCompleted);
        await Condition.BecomesTrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                return Task.FromResult(stopping.IsCompleted);
            },
            () => "It does not end.");
        await stopping;
    }

    private static async Task<bool> IsRefusedAsync(string url)
    {
        using var client = new HttpClient();
        try
        {
            using var answer = await client.GetAsync(url);
            return false;
        }
        catch (HttpRequestException)
        {
            return true;
        }
    }
}
