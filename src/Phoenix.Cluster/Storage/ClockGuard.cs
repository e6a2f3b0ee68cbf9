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
    public bool Agrees => IsNear(_time.GetUtcNow(), ExpectedNow);

    /// <summary>This node's time while the clocks agree; else what it would be if they did, so that nothing expires and
    /// nothing is dated by a clock that was set wrong.</summary>
    public DateTimeOffset UtcNow
    {
        get
        {
            var (now, expected) = (_time.GetUtcNow(), ExpectedNow);
            return IsNear(now, expected) ? now : expected;
        }
    }

    /// <summary>The monotonic clock carries the last comparison on: a step of the wall clock shows at once.</summary>
    private DateTimeOffset ExpectedNow => MonotonicNow - TimeSpan.FromTicks(Volatile.Read(ref _databaseOffsetTicks));

    private DateTimeOffset MonotonicNow => _startedAt + _time.GetElapsedTime(_startedStamp);

    private static bool IsNear(DateTimeOffset now, DateTimeOffset expected) =>
        (now - expected).Duration() <= TimeSpan.FromSeconds(ToleranceSeconds);
}
