namespace Phoenix.Cluster.Storage;

/// <summary>Time whose time of day is right even while this node's clock is wrong: by <see cref="ClockGuard.Now"/>.
/// </summary>
internal sealed class RightTime(ClockGuard clock, TimeProvider time) : TimeProvider
{
    public override long TimestampFrequency => time.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => time.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => clock.Now;

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);
}
