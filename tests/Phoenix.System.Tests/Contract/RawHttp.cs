using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Phoenix.System.Tests.Contract;

/// <summary>A request as it is written here, byte for byte, and its whole answer: no client that resolves dots, adds
/// headers or follows anything.</summary>
internal static class RawHttp
{
    public static async Task<RawAnswer> SendAsync(
        int port, string method, string target, IEnumerable<(string Name, string Value)> headers, byte[]? body)
    {
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n");
        // Upgrade is taken only together with the header of that name.
        head.Append("Connection: close, Upgrade\r\n");
        foreach (var (name, value) in headers) head.Append($"{name}: {value}\r\n");
        if (body is not null) head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        byte[] request = [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. body ?? []];
        return await ExchangeAsync(port, request)
            ?? throw new InvalidOperationException($"No answer to {method} {target}.");
    }

    /// <summary>What is answered to these bytes before the server closes the connection; null: nothing whole.</summary>
    /// <param name="endsSending">Nothing more is sent, and the server hears so.</param>
    /// <exception cref="OperationCanceledException">The server neither answers nor closes in time.</exception>
    public static async Task<RawAnswer?> ExchangeAsync(
        int port, ReadOnlyMemory<byte> request, bool endsSending = false, TimeSpan? within = null)
    {
        using var patience = new CancellationTokenSource(within ?? TestSupport.Nodes.Condition.Patience);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", port, patience.Token);
        var stream = tcp.GetStream();
        using var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(request, patience.Token);
            if (endsSending) tcp.Client.Shutdown(SocketShutdown.Send);
        }
        catch (IOException)
        {
            // The server has closed while this side was still sending: what it said before counts.
        }
        try
        {
            var buffer = new byte[16 * 1024];
            while (!IsUpgraded(answer) && await stream.ReadAsync(buffer, patience.Token) is > 0 and var length)
                answer.Write(buffer, 0, length);
        }
        catch (IOException)
        {
            // A reset: likewise.
        }
        return Parse(answer.ToArray());
    }

    /// <summary>Behind a 101 the connection stays.</summary>
    private static bool IsUpgraded(MemoryStream answer)
    {
        var bytes = answer.GetBuffer().AsSpan(0, (int)answer.Length);
        return bytes.StartsWith("HTTP/1.1 101"u8) && EndOfHead(bytes) > 0;
    }

    private static int EndOfHead(ReadOnlySpan<byte> answer) => answer.IndexOf("\r\n\r\n"u8);

    private static RawAnswer? Parse(byte[] answer)
    {
        if (answer.AsSpan().StartsWith("HTTP/1.1 100"u8)) answer = answer[(EndOfHead(answer) + 4)..];
        var end = EndOfHead(answer);
        if (end <= 0) return null;
        var lines = Encoding.Latin1.GetString(answer, 0, end).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2))
            .ToLookup(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
        // Behind a 101 come frames.
        var body = lines[0].Contains(" 101 ", StringComparison.Ordinal) ? [] : answer[(end + 4)..];
        if (headers["Transfer-Encoding"].Contains("chunked")) body = Unchunk(body);
        return new RawAnswer(
            int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, Encoding.UTF8.GetString(body));
    }

    private static byte[] Unchunk(ReadOnlySpan<byte> rest)
    {
        using var whole = new MemoryStream();
        while (true)
        {
            var end = rest.IndexOf("\r\n"u8);
            var length = int.Parse(
                Encoding.ASCII.GetString(rest[..end]), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (length == 0) return whole.ToArray();
            whole.Write(rest.Slice(end + 2, length));
            rest = rest[(end + 2 + length + 2)..];
        }
    }
}
