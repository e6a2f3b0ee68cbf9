using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Phoenix.TestSupport.Fuzz;
using Phoenix.TestSupport.OpenApi;

namespace Phoenix.System.Tests.Fuzz;

/// <summary>One socket's life: messages and frames, right and wrong, and what the server says to them.</summary>
internal sealed class FuzzedTalk(Random random, ApiContract contract)
{
    private const int Text = 1;
    private const int Close = 8;

    /// <summary>Protocol and text faults, size, normal end, what can't be kept up with.</summary>
    private static readonly int[] CloseCodes = [1000, 1002, 1007, 1009, 1013];

    private static readonly string[] Right =
    [
        """{"type":"ping"}""",
        """{"type":"configure","page":1,"page_size":10,"filter":{"type":"top_n","n":5},"window_key":"current"}""",
        """{"type":"configure","filter":{"type":"around","user_id":"user-123"}}""",
        """{"type":"configure","filter":{"type":"users","user_ids":["user-123","b"]},"window_key":null}""",
        """{"type":"configure","filter":null,"page":3}""",
        """{"type":"request_page","page":1,"page_size":5}""",
    ];

    private readonly List<string> _sent = [];
    private readonly TaskCompletionSource _opened = new();
    private bool _isBroken;

    /// <summary>How it ended: the server's close code, <c>pong</c> or <c>cut</c>.</summary>
    public string End { get; private set; } = "nothing";

    public override string ToString() => string.Join('\n', _sent);

    /// <summary>What was wrong with the server's part; null: nothing.</summary>
    public async Task<string?> RunAsync(int port, FuzzTenant tenant, TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", port, patience.Token);
        var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"GET /v1/leaderboards/{tenant.Board}/ws HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\n"
            + $"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + $"Authorization: Bearer {tenant.Token}\r\n\r\n")), patience.Token);
        var listening = ListenAsync(stream, patience.Token);
        if (await Task.WhenAny(_opened.Task, listening) == listening) return await listening;
        try
        {
            for (var i = random.Next(1, 12); i > 0; i--) await stream.WriteAsync(Frames(), patience.Token);
            await stream.WriteAsync(Frame(Text, Right[0]), patience.Token);
            // Where the frames' lengths can't be trusted the server may wait for more.
            if (_isBroken) tcp.Client.Shutdown(SocketShutdown.Send);
        }
        catch (IOException)
        {
            // The server has closed already; what it said tells whether it might.
        }
        return await listening;
    }

    /// <summary>Reads until a pong, which answers the last message, or the end.</summary>
    private async Task<string?> ListenAsync(NetworkStream stream, CancellationToken cancellation)
    {
        var schema = contract["watchStandings"].Json["x-messages"]!["server"]!;
        var input = new MemoryStream();
        var buffer = new byte[16 * 1024];
        var (isOpen, pongs) = (false, 0);
        while (true)
        {
            while (Take(input, ref isOpen, out var opcode, out var payload))
            {
                _opened.TrySetResult();
                if (opcode == Close) return Ended(payload);
                if (opcode != Text) continue;
                var text = Encoding.UTF8.GetString(payload);
                var faults = contract.FaultsOf(schema, text, isStrict: true);
                if (faults.Count > 0) return $"{string.Join("; ", faults)} in {text}";
                if (text.Contains("INTERNAL_ERROR", StringComparison.Ordinal)) return text;
                if (JsonNode.Parse(text)!["type"]!.GetValue<string>() != "pong") continue;
                End = "pong";
                if (++pongs == _sent.Count(sent => sent == Right[0])) return null;
            }
            var length = await ReadAsync(stream, buffer, cancellation);
            if (length == 0)
            {
                End = isOpen ? "cut" : "handshake";
                return isOpen ? null : $"no handshake: {Encoding.UTF8.GetString(input.ToArray())}";
            }
            input.Write(buffer, 0, length);
        }
    }

    private static async Task<int> ReadAsync(NetworkStream stream, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellation);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private string? Ended(byte[] payload)
    {
        var code = payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : 1005;
        End = code.ToString(CultureInfo.InvariantCulture);
        return CloseCodes.Contains(code) ? null : $"closed with {code}";
    }

    /// <summary>Takes the head of the handshake, then whole frames, off the input.</summary>
    private static bool Take(MemoryStream input, ref bool isOpen, out int opcode, out byte[] payload)
    {
        (opcode, payload) = (0, []);
        var bytes = input.ToArray();
        if (!isOpen)
        {
            var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
            if (end < 0 || !bytes.AsSpan().StartsWith("HTTP/1.1 101"u8)) return false;
            isOpen = true;
            Keep(input, bytes[(end + 4)..]);
            return true;
        }
        if (bytes.Length < 2) return false;
        var (length, head) = (bytes[1] & 0x7F) switch
        {
            126 when bytes.Length >= 4 => (BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(2)), 4),
            127 when bytes.Length >= 10 => ((int)BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(2)), 10),
            126 or 127 => (int.MaxValue, 0),
            var small => (small, 2),
        };
        if (bytes.Length - head < length) return false;
        opcode = bytes[0] & 0x0F;
        payload = bytes[head..(head + length)];
        Keep(input, bytes[(head + length)..]);
        return true;
    }

    private static void Keep(MemoryStream input, byte[] rest)
    {
        input.SetLength(0);
        input.Write(rest);
    }

    /// <summary>A message, or what is none.</summary>
    private byte[] Frames()
    {
        var right = Right[random.Next(Right.Length)];
        switch (random.Next(14))
        {
            case < 3:
                return Frame(Text, right);
            case < 8:
                return Frame(Text, JsonMutator.Mutate(random, JsonNode.Parse(right)!));
            case 8:
                return Frame(random.Next(16), ByteMutator.Mutate(random, Encoding.UTF8.GetBytes(right)));
            case 9:
                return Frame(Text, Encoding.UTF8.GetBytes(HostileTexts.Next(random)));
            case 10:
                return [.. Frame(Text, right[..5], isLast: false), .. Frame(9, "x"), .. Frame(0, right[5..])];
            case 11:
                return Frame(Text, new string('x', random.Next(60_000, 70_000)));
            case 12:
                _isBroken = true;
                return ByteMutator.Mutate(random, Frame(Text, right));
            default:
                return Frame(Close, [(byte)random.Next(4, 20), (byte)random.Next(256), .. "bye"u8]);
        }
    }

    private byte[] Frame(int opcode, string payload, bool isLast = true) =>
        Frame(opcode, Encoding.UTF8.GetBytes(payload), isLast);

    private byte[] Frame(int opcode, byte[] payload, bool isLast = true)
    {
        _sent.Add(opcode == Text && payload.Length < 3_000
            ? Encoding.UTF8.GetString(payload)
            : string.Create(CultureInfo.InvariantCulture, $"opcode {opcode}, {payload.Length} bytes"));
        var frame = new List<byte> { (byte)((isLast ? 0x80 : 0) | opcode) };
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, payload.Length);
        if (payload.Length < 126)
        {
            frame.Add((byte)(0x80 | payload.Length));
        }
        else
        {
            frame.Add((byte)(0x80 | (payload.Length < 65_536 ? 126 : 127)));
            frame.AddRange(payload.Length < 65_536 ? number[6..] : number);
        }
        var mask = new byte[4];
        random.NextBytes(mask);
        frame.AddRange(mask);
        frame.AddRange(payload.Select((value, i) => (byte)(value ^ mask[i % 4])));
        return [.. frame];
    }
}
