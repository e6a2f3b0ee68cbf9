using System.Collections.Concurrent;

namespace Phoenix.Cluster.Tenants;

/// <summary>
/// Holds back the start of tenants after a failure: a sharded entity would start again with the next message, and with
/// the store down that is a storm. One a node; thread-safe.
/// </summary>
public sealed class StartGate(TimeProvider time)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastDelay = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, (long Until, TimeSpan Delay)> _closed = new();

    /// <summary>How long the entity must still wait; zero: it may start.</summary>
    public TimeSpan DelayOf(string entityId)
    {
        if (!_closed.TryGetValue(entityId, out var gate)) return TimeSpan.Zero;
        var left = time.GetElapsedTime(time.GetTimestamp(), gate.Until);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>The entity failed: closes its gate for 1 s, twice as long each further time, at most 10 s.</summary>
    public void OnFailed(string entityId)
    {
        _closed.AddOrUpdate(entityId, _ => Close(FirstDelay), (_, former) => Close(Min(former.Delay * 2, LastDelay)));
    }

    /// <summary>The entity has written: its gate is open and the delay starts small again.</summary>
    public void OnHealthy(string entityId) => _closed.TryRemove(entityId, out _);

    private (long, TimeSpan) Close(TimeSpan delay) =>
        (time.GetTimestamp() + (long)(delay.TotalSeconds * time.TimestampFrequency), delay);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
