using System.Net;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Telemetry;

/// <summary>Stands in for an OTLP collector: takes what a node sends by HTTP and keeps the bytes by path.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<byte>> _received = [];
    private readonly Task _serving;

    public Collector()
    {
        Address = $"http://127.0.0.1:{FreePort.Next()}";
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address { get; }

    /// <summary>How often the bytes stand in what came to the path.</summary>
    public int CountOf(ReadOnlySpan<byte> bytes, string path)
    {
        lock (_lock)
        {
            if (!_received.TryGetValue(path, out var all)) return 0;
            ReadOnlySpan<byte> rest = all.ToArray();
            var count = 0;
            for (int i; (i = rest.IndexOf(bytes)) >= 0; count++) rest = rest[(i + bytes.Length)..];
            return count;
        }
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                lock (_lock)
                {
                    var path = context.Request.Url!.AbsolutePath;
                    if (!_received.TryGetValue(path, out var all)) _received.Add(path, all = []);
                    all.AddRange(body.ToArray());
                }
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }
}
