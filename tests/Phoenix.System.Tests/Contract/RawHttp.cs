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
        using var patience = new CancellationTokenSource(TestSupport.Nodes.Condition.Patience);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", port, patience.Token);
        var stream = tcp.GetStream();
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n");
        // Upgrade is taken only together with the header of that name.
        head.Append("Connection: close, Upgrade\r\n");
        foreach (var (name, value) in headers) head.Append($"{name}: {value}\r\n");
        if (body is not null) head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), patience.Token);
        if (body is not null) await stream.WriteAsync(body, patience.Token);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, patience.Token);
        return Parse(answer.ToArray());
    }

    private static RawAnswer Parse(byte[] answer)
    {
        var end = answer.AsSpan().IndexOf("\r\n\r\n"u8);
        Assert.True(end > 0, $"No answer but {answer.Length} bytes.");
        var lines = Encoding.Latin1.GetString(answer, 0, end).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2))
            .ToLookup(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
        var body = answer[(end + 4)..];
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
