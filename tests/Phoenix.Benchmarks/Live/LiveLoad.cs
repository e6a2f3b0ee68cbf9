using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.Benchmarks.Live;

/// <summary>So many events a second, in requests of 20; each request's start and position are noted.</summary>
internal sealed class LiveLoad(NodeApi api, LiveOptions options)
{
    public const int Bulk = 20;

    private const int RequestsMax = 64;
    private readonly ConcurrentQueue<(long Stamp, long Position)> _sent = new();
    private int _number;

    public IReadOnlyCollection<(long Stamp, long Position)> Sent => _sent;

    public void Forget() => _sent.Clear();

    public async Task RunAsync(TimeSpan duration)
    {
        var requests = new List<Task>();
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var sent = 0;
        while (Stopwatch.GetElapsedTime(started) is var elapsed && elapsed < duration)
        {
            // What a late tick has left over is sent with the next.
            for (; sent < elapsed.TotalSeconds * options.Events && requests.Count < RequestsMax; sent += Bulk)
                requests.Add(SendAsync());
            requests.RemoveAll(r => r.IsCompletedSuccessfully);
            await timer.WaitForNextTickAsync();
        }
        await Task.WhenAll(requests);
    }

    private async Task SendAsync()
    {
        var first = Interlocked.Add(ref _number, Bulk);
        var stamp = Stopwatch.GetTimestamp();
        var answer = await api.SendBulkAsync(Enumerable.Range(first, Bulk).Select(i => (object)new
        {
            event_id = $"e{i}", type = "load.done", actor = new { user_id = $"user-{i % options.PageSize:D6}" },
            occurred_at = "2026-01-01T00:00:00Z", attrs = new { points = i * 7919 % 100 },
        }));
        _sent.Enqueue((stamp, long.Parse(answer.Position!, CultureInfo.InvariantCulture)));
    }
}
