using Microsoft.Extensions.Time.Testing;

namespace Phoenix.TestSupport.Engine;

/// <summary>A clock that can be set wrong: its date steps, while its monotonic side goes on.</summary>
internal sealed class SteppedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private long _stepTicks;

    /// <summary>How far the date is ahead of what it would be.</summary>
    public TimeSpan Step
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _stepTicks));
        set => Volatile.Write(ref _stepTicks, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Step;

    public override long GetTimestamp() => base.GetUtcNow().UtcTicks;
}
