using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Windows;

/// <summary>One way to cut time into windows. Immutable.</summary>
internal abstract class WindowRule
{
    /// <summary>No key is longer.</summary>
    public const int KeyLengthMax = 32;

    /// <summary>About how long a window is, in microseconds; more than 0.</summary>
    public abstract long UsualLengthUs { get; }

    /// <summary>The window that holds an instant of the <see cref="CalendarRange"/>; false where none does.</summary>
    public abstract bool TryFind(long instantUs, out Window window);

    /// <summary>
    /// The window that the key would name, read leniently: the caller compares the window's key with it, and leaves out
    /// a window that is empty or out of range.
    /// </summary>
    public abstract bool TryParseKey(string key, out Window window);

    /// <summary>Of a config without faults.</summary>
    public static WindowRule Of(TimeframeConfig timeframe)
    {
        if (!ZoneTimeline.TryOf(timeframe.Timezone, out var zone))
            throw new ArgumentException($"No such timezone: {timeframe.Timezone}.", nameof(timeframe));
        var resetUs = timeframe.ResetMinuteOfDay * CalendarRange.MinuteUs;
        return timeframe.Type switch
        {
            TimeframeType.Hourly => new HourlyRule(zone),
            TimeframeType.Daily => new DailyRule(zone, resetUs),
            TimeframeType.Weekly => new WeeklyRule(zone, timeframe.ResetDay, resetUs),
            TimeframeType.Monthly => new MonthlyRule(zone, timeframe.ResetDayOfMonth, resetUs),
            TimeframeType.AllTime => new SingleRule(new Window("all", long.MinValue, long.MaxValue)),
            TimeframeType.Custom => CustomOf(timeframe, zone),
            _ => throw new ArgumentOutOfRangeException(nameof(timeframe), timeframe.Type, "No such timeframe."),
        };
    }

    private static WindowRule CustomOf(TimeframeConfig timeframe, ZoneTimeline zone)
    {
        var startUs = timeframe.StartUs ?? throw new ArgumentException("No start.", nameof(timeframe));
        if (timeframe.EndUs is { } endUs)
            return new SingleRule(new Window(WindowKeys.OfInstant(startUs), startUs, endUs));
        if (!WindowPeriod.TryParse(timeframe.Every, out var every))
            throw new ArgumentException($"Not a period: {timeframe.Every}.", nameof(timeframe));
        return every.Unit == PeriodUnit.Hours
            ? new HourStepRule(startUs, every.Count)
            : new CalendarStepRule(zone, startUs, every);
    }
}
