namespace Phoenix.Cluster.Storage;

/// <summary>Compares this node's clock with the database's, or where it has none of its own, with this process's
/// monotonic clock.</summary>
/// <remarks>A node that is off by more than <see cref="ToleranceSeconds"/> is not ready and its tenants refuse to
/// write.</remarks>
public sealed class ClockGuard
{
    public const int ToleranceSeconds = 30;

    private readonly TimeProvider _time;
    private readonly DateTimeOffset _startedAt;
    private readonly long _startedStamp;
    private long _databaseOffsetTicks;

    public ClockGuard(TimeProvider time)
    {
        _time = time;
        _startedAt = time.GetUtcNow();
        _startedStamp = time.GetTimestamp();
    }

    /// <summary>Takes note of the database's clock; null where it has none.</summary>
    public void Observe(DateTimeOffset? databaseNow)
    {
        if (databaseNow is { } now) Volatile.Write(ref _databaseOffsetTicks, (MonotonicNow - now).Ticks);
    }

    /// <summary>True while the clocks agree.</summary>
    public bool Agrees
    {
        get
        {
            // The monotonic clock carries the last comparison on: a step of the wall clock shows at once.
            var offset = _time.GetUtcNow() - MonotonicNow + TimeSpan.FromTicks(Volatile.Read(ref _databaseOffsetTicks));
            return offset.Duration() <= TimeSpan.FromSeconds(ToleranceSeconds);
        }
    }

    private DateTimeOffset MonotonicNow => _startedAt + _time.GetElapsedTime(_startedStamp);
}
