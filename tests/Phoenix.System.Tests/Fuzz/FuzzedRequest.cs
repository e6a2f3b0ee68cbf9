using System.Globalization;
using System.Text;
using Phoenix.TestSupport.OpenApi;

namespace Phoenix.System.Tests.Fuzz;

/// <summary>A request to an operation, as it goes out byte for byte.</summary>
/// <param name="Target">Path and query, percent-encoded or not.</param>
internal sealed record FuzzedRequest(ApiOperation Operation, string Method, string Target)
{
    public List<(string Name, string Value)> Headers { get; } = [];

    public byte[]? Body { get; set; }

    public BodyFraming Framing { get; set; }

    /// <summary>Method and path are the operation's: its description tells which answers there may be.</summary>
    public bool IsOfOperation { get; set; } = true;

    /// <summary>It may be no HTTP at all, and then is answered without a body.</summary>
    public bool MayBeNoHttp { get; set; }

    /// <summary>The server can't know where the request ends, so it may hear of its end only.</summary>
    public bool EndsSending => Framing == BodyFraming.TooShort;

    public byte[] ToBytes(int port)
    {
        var head = new StringBuilder($"{Method} {Target} HTTP/1.1\r\n");
        if (!Has("Host")) head.Append(CultureInfo.InvariantCulture, $"Host: 127.0.0.1:{port}\r\n");
        // Upgrade is taken only together with the header of that name. An answer is whole when the connection ends.
        head.Append("Connection: close, Upgrade\r\n");
        foreach (var (name, value) in Headers) head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (Body is not null)
        {
            head.Append(
                Framing is BodyFraming.Chunked or BodyFraming.BrokenChunks ? "Transfer-Encoding: chunked\r\n"
                : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {DeclaredLength}\r\n"));
        }
        head.Append("\r\n");
        return [.. Encoding.UTF8.GetBytes(head.ToString()), .. FramedBody()];
    }

    /// <summary>As a failure shows it.</summary>
    public override string ToString()
    {
        var text = Encoding.UTF8.GetString(ToBytes(0));
        return $"{Operation.Key} ({Framing}):\n{(text.Length > 3_000 ? text[..3_000] + "…" : text)}";
    }

    private bool Has(string name) =>
        Headers.Any(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private int DeclaredLength => Framing switch
    {
        BodyFraming.TooShort => Body!.Length + 100,
        BodyFraming.TooLong => Body!.Length / 2,
        _ => Body!.Length,
    };

    private byte[] FramedBody()
    {
        if (Body is null) return [];
        if (Framing is not (BodyFraming.Chunked or BodyFraming.BrokenChunks)) return Body;
        var middle = Body.Length / 2;
        var pieces = new List<byte>();
        foreach (var piece in new[] { Body[..middle], Body[middle..] }.Where(piece => piece.Length > 0))
        {
            pieces.AddRange(Encoding.ASCII.GetBytes($"{piece.Length:x}\r\n"));
            pieces.AddRange(piece);
            pieces.AddRange("\r\n"u8);
        }
        pieces.AddRange(Framing == BodyFraming.Chunked ? "0\r\n\r\n"u8 : "zz\r\n\r\n"u8);
        return [.. pieces];
    }
}
