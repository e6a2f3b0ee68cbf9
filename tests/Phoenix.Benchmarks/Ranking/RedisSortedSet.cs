using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.Benchmarks.Ranking;

/// <summary>A Redis server of its own with one sorted set, and a client that pipelines: what the ranked set is seen
/// against.</summary>
/// <remarks>
/// The server keeps nothing on disk. The client writes a batch of commands and reads their answers, over loopback: its
/// times are the wall clock's, with both processes' work in them, and so no like-for-like of a call within a process.
/// </remarks>
internal sealed class RedisSortedSet : IDisposable
{
    /// <summary>Commands of one batch.</summary>
    public const int PipelineDepth = 500;

    private const string Key = "board";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Process _server;
    private readonly Socket _socket;
    private readonly StringBuilder _batch = new();
    private readonly byte[] _answers = new byte[1 << 20];
    private int _batched;

    private RedisSortedSet(Process server, Socket socket) => (_server, _socket) = (server, socket);

    /// <summary>Null where Redis is not installed.</summary>
    public static RedisSortedSet? TryStart()
    {
        var program = new[] { "/usr/bin/redis-server", "/usr/local/bin/redis-server" }.FirstOrDefault(File.Exists);
        if (program is null) return null;
        var port = FreePort.Next();
        var start = new ProcessStartInfo(program, $"--port {port} --bind 127.0.0.1 --save \"\" --appendonly no")
        {
            RedirectStandardOutput = true,
        };
        using var ready = new ManualResetEventSlim();
        var server = new Process { StartInfo = start };
        server.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("Ready to accept", StringComparison.Ordinal) == true) ready.Set();
        };
        server.Start();
        server.BeginOutputReadLine();
        if (!ready.Wait(Patience)) throw new InvalidOperationException("redis-server did not start.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect("127.0.0.1", port);
        socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        return new RedisSortedSet(server, socket);
    }

    public void Add(long score, string member) => Send("ZADD", Key, Text(score), member);

    public void Rank(string member) => Send("ZREVRANK", Key, member);

    public void Page(long offset, int count) =>
        Send("ZREVRANGE", Key, Text(offset), Text(offset + count - 1), "WITHSCORES");

    /// <summary>Bytes of the whole set, members' names included, as the server says.</summary>
    public long SizeBytes()
    {
        Flush();
        Send("MEMORY", "USAGE", Key, "SAMPLES", "0");
        var answer = Flush();
        return long.Parse(answer.AsSpan()[1..].TrimEnd(), CultureInfo.InvariantCulture);
    }

    /// <summary>Sends what is left of a batch and reads its answers; returns the last read's text.</summary>
    public string Flush()
    {
        if (_batched == 0) return "";
        _socket.Send(Encoding.UTF8.GetBytes(_batch.ToString()));
        _batch.Clear();
        var (answers, text) = (0, "");
        var left = 0;
        while (answers < _batched)
        {
            var length = left + _socket.Receive(_answers.AsSpan(left));
            answers += CountAnswers(_answers.AsSpan(0, length), out var used);
            text = Encoding.UTF8.GetString(_answers, 0, Math.Min(length, 64));
            left = length - used;
            _answers.AsSpan(used, left).CopyTo(_answers);
        }
        _batched = 0;
        return text;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _server.Kill();
        _server.WaitForExit();
        _server.Dispose();
    }

    private void Send(params string[] words)
    {
        _batch.Append('*').Append(words.Length).Append("\r\n");
        foreach (var word in words)
            _batch.Append('$').Append(Encoding.UTF8.GetByteCount(word)).Append("\r\n").Append(word).Append("\r\n");
        if (++_batched == PipelineDepth) Flush();
    }

    /// <summary>Whole answers at the start of the bytes: integers, nils, and arrays of bulk strings.</summary>
    private static int CountAnswers(ReadOnlySpan<byte> bytes, out int used)
    {
        var answers = 0;
        used = 0;
        while (TryLine(bytes[used..], out var kind, out var number, out var length))
        {
            if (kind == '-') throw new InvalidOperationException(Encoding.UTF8.GetString(bytes[used..]));
            var at = used + length;
            for (var item = 0; kind == '*' && item < number; item++)
            {
                if (!TryLine(bytes[at..], out _, out var size, out var head)) return answers;
                at += head + (int)size + 2;
                if (at > bytes.Length) return answers;
            }
            used = at;
            answers++;
        }
        return answers;
    }

    private static bool TryLine(ReadOnlySpan<byte> bytes, out char kind, out long number, out int length)
    {
        (kind, number, length) = ('\0', 0, bytes.IndexOf("\r\n"u8) + 2);
        if (length < 3) return false;
        kind = (char)bytes[0];
        return kind == '-' || long.TryParse(bytes[1..(length - 2)], CultureInfo.InvariantCulture, out number);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
