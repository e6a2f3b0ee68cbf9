using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Phoenix.TestSupport.Nodes;

/// <summary>A client of <c>GET /v1/leaderboards/{id}/ws</c>, message by message.</summary>
public sealed class LiveClient : IAsyncDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(100);

    private readonly byte[] _buffer = new byte[1024 * 1024];
    private readonly Action? _onSilence;

    private LiveClient(ClientWebSocket socket, Action? onSilence) => (Socket, _onSilence) = (socket, onSilence);

    public ClientWebSocket Socket { get; }

    /// <summary>Every message so far, as text.</summary>
    public ConcurrentQueue<string> Received { get; } = new();

    /// <param name="node">The node's HTTP address.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="token">For <c>Authorization</c>; empty: none is sent.</param>
    /// <param name="onSilence">Called again and again while a message is awaited that doesn't come: a stepped clock may
    /// have to run on for it.</param>
    public static async Task<LiveClient> ConnectAsync(
        Uri node, string path, string token, Action<ClientWebSocketOptions>? configure = null,
        Action? onSilence = null)
    {
        var client = new ClientWebSocket();
        try
        {
            client.Options.CollectHttpResponseDetails = true;
            if (token.Length > 0) client.Options.SetRequestHeader("Authorization", $"Bearer {token}");
            configure?.Invoke(client.Options);
            using var patience = new CancellationTokenSource(Condition.Patience);
            await client.ConnectAsync(new Uri($"ws://{node.Authority}{path}"), patience.Token);
            return new LiveClient(client, onSilence);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public Task SendAsync(string message) => Socket.SendAsync(
        Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    /// <summary>The next message; null: the server has closed.</summary>
    public async Task<JsonElement?> TryNextAsync(CancellationToken cancellation = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Condition.Patience);
        var length = 0;
        while (true)
        {
            var receiving = Socket.ReceiveAsync(_buffer.AsMemory(length), patience.Token).AsTask();
            if (_onSilence is not null) await CallUntilAsync(receiving, _onSilence);
            var read = await receiving;
            if (read.MessageType == WebSocketMessageType.Close) return null;
            length += read.Count;
            if (!read.EndOfMessage) continue;
            Received.Enqueue(Encoding.UTF8.GetString(_buffer, 0, length));
            return JsonDocument.Parse(_buffer.AsMemory(0, length).ToArray()).RootElement;
        }
    }

    private static async Task CallUntilAsync(Task receiving, Action onSilence)
    {
        using var timer = new PeriodicTimer(Silence);
        while (await Task.WhenAny(receiving, timer.WaitForNextTickAsync().AsTask()) != receiving) onSilence();
    }

    public async Task<JsonElement> NextAsync() => await TryNextAsync()
        ?? throw new InvalidOperationException($"Closed with {Socket.CloseStatus} {Socket.CloseStatusDescription}");

    /// <summary>The next message, which must be of this type; heartbeats before it don't count.</summary>
    public async Task<JsonElement> NextAsync(string type)
    {
        while (true)
        {
            var message = await NextAsync();
            var found = message.GetProperty("type").GetString();
            if (found == type) return message;
            if (found != "heartbeat") throw new InvalidOperationException($"Not {type}: {message.GetRawText()}");
        }
    }

    /// <summary>Reads on until the server has closed, and answers; the code.</summary>
    public async Task<int> CloseCodeAsync()
    {
        while (await TryNextAsync() is not null)
        {
        }
        var code = (int)Socket.CloseStatus!;
        await Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        return code;
    }

    public ValueTask DisposeAsync()
    {
        Socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
