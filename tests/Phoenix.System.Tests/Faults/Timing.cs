namespace Phoenix.System.Tests.Faults;

/// <summary>The durations of the schedule and the pace of the load; nothing is awaited by them.</summary>
internal static class Timing
{
    public static TimeSpan Now => TimeProvider.System.GetElapsedTime(0);

    public static async Task PassAsync(TimeSpan duration, CancellationToken cancellation = default)
    {
        if (duration <= TimeSpan.FromMilliseconds(1)) return;
        using var timer = new PeriodicTimer(duration);
        await timer.WaitForNextTickAsync(cancellation);
    }
}
