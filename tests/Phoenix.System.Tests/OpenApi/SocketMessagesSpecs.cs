using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Phoenix.TestSupport.Nodes;
using Phoenix.TestSupport.OpenApi;

namespace Phoenix.System.Tests.OpenApi;

/// <summary>What a socket of a running node sends is as the document says.</summary>
public sealed class SocketMessagesSpecs : IDisposable
{
    private const string Tenant = "socket-tests";

    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Are_as_the_document_says()
    {
        await using var node = await NodeProcess.StartReadyAsync(
            new NodeSettings { DataDirectory = _data.Path, Environment = "Production" });
        await FirstWrite.AwaitAsync(node);
        var contract = ApiContract.Parse(await node.Http.GetStringAsync("/openapi/v1.json"));
        var api = new NodeApi(node.Http, Tenant);
        await api.CreateTenantAsync();
        await api.CreateBoardAsync("best", new
        {
            timeframe = new { type = "all_time" },
            scoring = new { rules = new[] { new { event_type = "*", points_expression = "attrs.score" } } },
        });
        using var socket = await ConnectAsync(node, contract["watchStandings"]);

        await HoldAsync(socket, contract, "snapshot");
        await SendAsync(socket, contract, """{"type":"ping"}""");
        await HoldAsync(socket, contract, "pong");
        await SendAsync(socket, contract, """{"type":"configure","page_size":10,"filter":{"type":"top_n","n":5}}""");
        await HoldAsync(socket, contract, "snapshot");
        await SendAsync(socket, contract, """{"type":"request_page","page":1,"page_size":5}""");
        await HoldAsync(socket, contract, "snapshot");
        await api.SendAsync(new
        {
            event_id = "e1",
            type = "t",
            actor = new { user_id = "ada" },
            occurred_at = TimeProvider.System.GetUtcNow(),
            attrs = new { score = 5 },
        });
        await HoldAsync(socket, contract, "update");
        await SendAsync(socket, null, """{"type":"configure","page":0}""");
        await HoldAsync(socket, contract, "error");
    }

    private static async Task<ClientWebSocket> ConnectAsync(NodeProcess node, ApiOperation operation)
    {
        var call = new ApiCall(operation) { Path = { ["id"] = "best" } };
        var socket = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        socket.Options.SetRequestHeader("Authorization", $"Bearer {TestCredentials.TokenOf(Tenant)}");
        await socket.ConnectAsync(
            new UriBuilder(new Uri(node.Url, call.Url)) { Scheme = "ws" }.Uri, CancellationToken.None);
        Assert.Contains((int)socket.HttpStatusCode, operation.Statuses);
        return socket;
    }

    private static async Task SendAsync(ClientWebSocket socket, ApiContract? contract, string message)
    {
        if (contract is not null)
        {
            var schema = contract["watchStandings"].Json["x-messages"]!["client"]!;
            Assert.Empty(contract.FaultsOf(schema, message, isStrict: true));
        }
        await socket.SendAsync(
            Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
    }

    /// <summary>Awaits a message of the type; each on the way to it is held to the document.</summary>
    private static async Task HoldAsync(ClientWebSocket socket, ApiContract contract, string type)
    {
        var schema = contract["watchStandings"].Json["x-messages"]!["server"]!;
        using var patience = new CancellationTokenSource(Condition.Patience);
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), patience.Token);
                length += part.Count;
            }
            while (!part.EndOfMessage);
            var text = Encoding.UTF8.GetString(buffer, 0, length);
            var faults = contract.FaultsOf(schema, text, isStrict: true);
            Assert.True(faults.Count == 0, $"{string.Join("; ", faults)} in {text}");
            if (JsonNode.Parse(text)!["type"]!.GetValue<string>() == type) return;
        }
    }
}
