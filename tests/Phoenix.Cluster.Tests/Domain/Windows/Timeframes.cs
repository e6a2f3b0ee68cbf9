using Phoenix.Cluster.Domain.Windows;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Tests.Domain.Windows;

/// <summary>Calendars of tests.</summary>
internal static class Timeframes
{
    public static WindowCalendar Hourly(string timezone = "UTC") => Calendar(TimeframeType.Hourly, timezone);

    public static WindowCalendar Daily(string timezone = "UTC", int resetMinute = 0) =>
        WindowCalendar.Of(TimeframeConfig.Of(TimeframeType.Daily) with
        {
            Timezone = timezone,
            ResetMinuteOfDay = resetMinute,
        });

    public static WindowCalendar Weekly(
        string timezone = "UTC", DayOfWeek resetDay = DayOfWeek.Monday, int resetMinute = 0) =>
        WindowCalendar.Of(TimeframeConfig.Of(TimeframeType.Weekly) with
        {
            Timezone = timezone,
            ResetDay = resetDay,
            ResetMinuteOfDay = resetMinute,
        });

    public static WindowCalendar Monthly(string timezone = "UTC", int resetDayOfMonth = 1, int resetMinute = 0) =>
        WindowCalendar.Of(TimeframeConfig.Of(TimeframeType.Monthly) with
        {
            Timezone = timezone,
            ResetDayOfMonth = resetDayOfMonth,
            ResetMinuteOfDay = resetMinute,
        });

    public static WindowCalendar AllTime() => Calendar(TimeframeType.AllTime, "UTC");

    public static WindowCalendar Every(string period, string start, string timezone = "UTC") =>
        WindowCalendar.Of(TimeframeConfig.Of(TimeframeType.Custom) with
        {
            Timezone = timezone,
            StartUs = Instants.Us(start),
            Every = period,
        });

    public static WindowCalendar Once(string start, string end) =>
        WindowCalendar.Of(TimeframeConfig.Of(TimeframeType.Custom) with
        {
            StartUs = Instants.Us(start),
            EndUs = Instants.Us(end),
        });

    private static WindowCalendar Calendar(TimeframeType type, string timezone) =>
        WindowCalendar.Of(TimeframeConfig.Of(type) with { Timezone = timezone });
}
