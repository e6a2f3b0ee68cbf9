using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Phoenix.Http.Hosting;

namespace Phoenix.Http.Tests.Hosting;

public sealed class ListenSocketsSpecs
{
    [Fact]
    public async Task Whoever_has_connected_is_served_and_nobody_else()
    {
        var sockets = new ListenSockets(TimeProvider.System);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.Configure<SocketTransportOptions>(o => o.CreateBoundListenSocket = sockets.Create);
        await using var app = builder.Build();
        app.MapGet("/", () => "here");
        await app.StartAsync();
        var address = new IPEndPoint(IPAddress.Loopback, new Uri(app.Urls.First()).Port);
        var clients = Enumerable.Range(0, 200).Select(_ => NewClient()).ToList();
        foreach (var client in clients) await client.ConnectAsync(address);

        await sockets.CloseAsync(CancellationToken.None);

        foreach (var client in clients)
        {
            using (client) Assert.StartsWith("HTTP/1.1 200", await GetAsync(client), StringComparison.Ordinal);
        }
        using var late = NewClient();
        var refused = await Assert.ThrowsAsync<SocketException>(() => late.ConnectAsync(address));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        await app.StopAsync();
    }

    private static Socket NewClient() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private static async Task<string> GetAsync(Socket client)
    {
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray());
        var answer = new byte[1_024];
        return Encoding.ASCII.GetString(answer, 0, await client.ReceiveAsync(answer));
    }
}
