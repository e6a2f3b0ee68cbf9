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
        Time = new RightTime(this, time);
        _startedAt = time.GetUtcNow();
        _startedStamp = time.GetTimestamp();
    }

    /// <summary>Time whose time of day is <see cref="Now"/>: for whatever judges by it.</summary>
    public TimeProvider Time { get; }

    /// <summary>Takes note of the database's clock; null where it has none.</summary>
    public void Observe(DateTimeOffset? databaseNow)
    {
        if (databaseNow is { } now) Volatile.Write(ref _databaseOffsetTicks, (MonotonicNow - now).Ticks);
    }

    /// <summary>True while the clocks agree.</summary>
    public bool Agrees => IsRight(_time.GetUtcNow(), DatabaseNow);

    /// <summary>The time of day: by this node's clock, or while that is wrong, by the other.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var (own, other) = (_time.GetUtcNow(), DatabaseNow);
            return IsRight(own, other) ? own : other;
        }
    }

    // The monotonic clock carries the last comparison on: a step of the wall clock shows at once.
    private DateTimeOffset DatabaseNow =>
        MonotonicNow - TimeSpan.FromTicks(Volatile.Read(ref _databaseOffsetTicks));

    private static bool IsRight(DateTimeOffset own, DateTimeOffset other) =>
        (own - other).Duration() <= TimeSpan.FromSeconds(ToleranceSeconds);

    private DateTimeOffset MonotonicNow => _startedAt + _time.GetElapsedTime(_startedStamp);
}
