using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Phoenix.Benchmarks.Live;

/// <summary>A socket's client that costs as little as it can: it looks at lengths, types and positions alone.</summary>
internal sealed class RawLiveClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private byte[] _buffer = new byte[4_096];
    private int _start;
    private int _end;

    /// <summary>When each position was shown, in <see cref="Stopwatch"/> ticks.</summary>
    public List<(long Stamp, long Position)> Shown { get; } = [];

    public int Updates { get; private set; }
    public int Snapshots { get; private set; }
    public long UpdateBytes { get; private set; }

    /// <summary>Shakes hands and reads the first snapshot.</summary>
    public async Task ConnectAsync(Uri node, string path, string token, bool reads = true)
    {
        // A client that will not read has a small window, as one on a bad line has.
        if (!reads) _socket.ReceiveBufferSize = 4_096;
        await _socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(node.Host), node.Port));
        await _socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: {node.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + $"Authorization: Bearer {token}\r\n\r\n"));
        int head;
        while ((head = _buffer.AsSpan(0, _end).IndexOf("\r\n\r\n"u8)) < 0) await FillAsync();
        var text = Encoding.ASCII.GetString(_buffer, 0, head);
        if (!text.StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
            throw new InvalidOperationException($"No socket: {text}");
        _start = head + 4;
        await ReadAsync();
        Forget();
    }

    /// <summary>Reads until the connection ends.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (true) await ReadAsync();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or EndOfStreamException)
        {
        }
    }

    /// <summary>What was counted so far does not count.</summary>
    public void Forget()
    {
        (Updates, Snapshots, UpdateBytes) = (0, 0, 0);
        Shown.Clear();
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask ReadAsync()
    {
        while (_end - _start < 4) await FillAsync();
        var (header, length) = (2, _buffer[_start + 1] & 127);
        if (length == 126) (header, length) = (4, (_buffer[_start + 2] << 8) | _buffer[_start + 3]);
        while (_end - _start < header + length) await FillAsync();
        if ((_buffer[_start] & 15) == 1) Take(_buffer.AsSpan(_start + header, length));
        _start += header + length;
    }

    private void Take(ReadOnlySpan<byte> message)
    {
        if (message.StartsWith("{\"type\":\"update\""u8))
        {
            Updates++;
            UpdateBytes += message.Length;
        }
        else if (message.StartsWith("{\"type\":\"snapshot\""u8)) Snapshots++;
        else return;
        var position = message[(message.LastIndexOf("\"position\":\""u8) + 12)..];
        position = position[..position.IndexOf((byte)'"')];
        Shown.Add((Stopwatch.GetTimestamp(), long.Parse(position, CultureInfo.InvariantCulture)));
    }

    private async ValueTask FillAsync()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = await _socket.ReceiveAsync(_buffer.AsMemory(_end));
        if (read == 0) throw new EndOfStreamException();
        _end += read;
    }
}
