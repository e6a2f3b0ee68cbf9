using System.Globalization;

namespace Phoenix.Http.Replay;

/// <summary>Shows how far a replay is: a bar that moves on a terminal, a line every few seconds elsewhere.</summary>
internal sealed class ReplayProgress(
    TextWriter writer, bool isTerminal, ReplayTally tally, Func<double> fraction, TimeProvider time) : IAsyncDisposable
{
    private const int BarWidth = 30;

    private readonly long _started = time.GetTimestamp();
    private readonly CancellationTokenSource _done = new();
    private Task _showing = Task.CompletedTask;

    /// <summary>Begins to show.</summary>
    public void Start() => _showing = ShowAsync();

    private async Task ShowAsync()
    {
        var period = isTerminal ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(5);
        using var timer = new PeriodicTimer(period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_done.Token))
            {
                if (isTerminal) await writer.WriteAsync("\r" + Line() + "\x1b[K");
                else await writer.WriteLineAsync(Line());
                await writer.FlushAsync(_done.Token);
            }
        }
        catch (OperationCanceledException)
        {
            if (isTerminal) await writer.WriteAsync("\r\x1b[K");
        }
    }

    /// <summary>The line as of now.</summary>
    public string Line()
    {
        var share = Math.Clamp(fraction(), 0, 1);
        var filled = (int)(share * BarWidth);
        var reason = tally.LastRetryReason is { } last ? $" (last: {last})" : "";
        var rate = tally.Accepted / Math.Max(time.GetElapsedTime(_started).TotalSeconds, 0.001);
        return string.Create(CultureInfo.InvariantCulture,
            $"[{new string('#', filled)}{new string('.', BarWidth - filled)}] {share * 100,3:0}%  "
            + $"{tally.Accepted} accepted, {tally.Failed} failed, {tally.Retries} retries{reason}, {rate:0} events/s");
    }

    /// <summary>Ends and, on a terminal, takes the bar away.</summary>
    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _showing;
        _done.Dispose();
    }
}
