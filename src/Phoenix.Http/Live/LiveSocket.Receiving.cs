using System.Buffers;
using System.Net.WebSockets;
using Phoenix.Http.Json;
using Phoenix.Messages.Errors;

namespace Phoenix.Http.Live;

/// <summary>What the client says.</summary>
internal sealed partial class LiveSocket
{
    /// <summary>A longer message closes the connection.</summary>
    private const int MessageBytesMax = 64 * 1024;

    private const int BufferBytesMin = 1_024;

    private static readonly Refusal TooMany = new(
        ErrorCode.RateLimited, $"More than {InboundRate.PerSecond} messages a second: this one was not served.", 1);

    private static readonly Refusal NotText = FieldErrors.One("message", "must be text, not binary");

    private readonly InboundRate _rate;

    /// <summary>Reads and serves messages until the client or this side has closed.</summary>
    private async Task ReceiveAsync()
    {
        while (true)
        {
            // Waits without a buffer: most clients are silent most of the time.
            var first = await _socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
            if (first.MessageType == WebSocketMessageType.Close) break;
            var buffer = ArrayPool<byte>.Shared.Rent(BufferBytesMin);
            try
            {
                var (length, isText) = (0, first.MessageType == WebSocketMessageType.Text);
                for (var isWhole = first.EndOfMessage; !isWhole;)
                {
                    if (length == buffer.Length) buffer = Grow(buffer);
                    var read = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    if (read.MessageType == WebSocketMessageType.Close) break;
                    length += read.Count;
                    isWhole = read.EndOfMessage;
                    if (length <= MessageBytesMax) continue;
                    Close(CloseCodes.TooBig, "a message may have 64 KiB at most");
                    length = 0;
                }
                if (CloseCode == 0 && _socket.State == WebSocketState.Open)
                    await ServeAsync(buffer.AsMemory(0, length), isText);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
            if (_socket.State is not (WebSocketState.Open or WebSocketState.CloseSent)) break;
        }
        Close(CloseCodes.Normal, "");
        await _closed.Task;
    }

    private async Task ServeAsync(ReadOnlyMemory<byte> utf8, bool isText)
    {
        if (!_rate.Take())
        {
            await SendAsync(LiveJson.Error(TooMany));
            await _rate.PauseAsync(_ended.Token);
            return;
        }
        Refusal? refusal = NotText;
        var message = isText ? ClientMessageReader.Read(utf8, out refusal) : null;
        refusal = message switch
        {
            ClientMessage.Ping => await PongAsync(),
            ClientMessage.Configure configure => await WatchAsync(configure.Change(_view), null),
            ClientMessage.RequestPage request => await SendPageAsync(request),
            _ => refusal,
        };
        if (refusal is not null) await SendAsync(LiveJson.Error(refusal));
    }

    private async Task<Refusal?> PongAsync()
    {
        await SendAsync(LiveJson.Pong);
        return null;
    }

    /// <summary>Sends a page for once. The view that is watched is first brought as far as that page, so that sequences
    /// never go back; where it is further by then, the page is fetched again.</summary>
    private async Task<Refusal?> SendPageAsync(ClientMessage.RequestPage request)
    {
        while (true)
        {
            var attachment = Attachment(_view.OneOff(request.Page, request.PageSize), isOneOff: true);
            if (await _services.Hubs.AttachAsync(attachment) is { } refusal) return refusal;
            if (attachment.Frame!.State.Refusal is { } notShown) return notShown;
            if (await TrySendPageAsync(attachment.Frame)) return null;
        }
    }

    private async Task<bool> TrySendPageAsync(ViewFrame frame)
    {
        var state = frame.State;
        await _turn.WaitAsync();
        try
        {
            if (_subscription is { Feed.Visible: { } own } watched) await ShowAsync(watched, own);
            if (state.Position < _position) return false;
            await WriteAsync(frame.OneOff());
            if (state.WindowKey == _windowKey) Note(state);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 4);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
