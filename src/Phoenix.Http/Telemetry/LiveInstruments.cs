using System.Diagnostics.Metrics;

namespace Phoenix.Http.Telemetry;

/// <summary>What the live sockets of a node count.</summary>
internal sealed class LiveInstruments
{
    public const string MeterName = "Phoenix.Live";

    private readonly Counter<long> _messages;
    private readonly Counter<long> _skipped;
    private readonly Counter<long> _closed;
    private int _sockets;

    public LiveInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _messages = meter.CreateCounter<long>("phoenix.live.messages", "{message}", "Messages sent to live sockets.");
        _skipped = meter.CreateCounter<long>(
            "phoenix.live.frames.skipped", "{frame}",
            "Frames that a socket was too slow for: it got a later one, whole, in their place.");
        _closed = meter.CreateCounter<long>(
            "phoenix.live.closed", "{socket}", "Sockets that this node closed, by the code that it gave.");
        meter.CreateObservableGauge(
            "phoenix.live.sockets", () => Volatile.Read(ref _sockets), "{socket}", "Live sockets that are open.");
    }

    public void OnOpened() => Interlocked.Increment(ref _sockets);

    public void OnEnded() => Interlocked.Decrement(ref _sockets);

    public void OnSent() => _messages.Add(1);

    public void OnSkipped(long frames)
    {
        if (frames > 0) _skipped.Add(frames);
    }

    /// <param name="code">One of the codes of the contract.</param>
    public void OnClosing(int code) => _closed.Add(1, new KeyValuePair<string, object?>("phoenix.close_code", code));
}
