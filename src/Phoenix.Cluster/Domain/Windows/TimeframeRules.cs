using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Windows;

/// <summary>What a config's timeframe must obey to be saved. A field that would have no effect is a fault
/// too.</summary>
internal static class TimeframeRules
{
    public const int GraceSecondsMax = 10 * 366 * 86_400;
    private const string Section = "config.timeframe.";

    /// <summary>Adds one error for each broken rule.</summary>
    public static void Check(TimeframeConfig timeframe, ICollection<FieldError> errors)
    {
        var type = timeframe.Type;
        Require(Enum.IsDefined(type), "type", "must be hourly, daily, weekly, monthly, all_time or custom");
        Require(
            ZoneTimeline.TryOf(timeframe.Timezone, out _), "timezone",
            "must be an IANA timezone name, such as Europe/Berlin");
        Require(
            timeframe.GraceSeconds is >= -1 and <= GraceSecondsMax, "grace_seconds",
            $"must be -1 (never closes) or from 0 to {GraceSecondsMax}");
        CheckResets(timeframe, Require);
        if (type == TimeframeType.Custom) CheckCustom(timeframe, Require);
        else
        {
            Require(timeframe.StartUs is null, "start", "goes with the type custom only");
            Require(timeframe.EndUs is null, "end", "goes with the type custom only");
            Require(timeframe.Every is null, "every", "goes with the type custom only");
        }

        void Require(bool holds, string field, string message)
        {
            if (!holds) errors.Add(new FieldError(Section + field, message));
        }
    }

    private static void CheckResets(TimeframeConfig timeframe, Action<bool, string, string> require)
    {
        var type = timeframe.Type;
        var minute = timeframe.ResetMinuteOfDay;
        var day = timeframe.ResetDay;
        var dayOfMonth = timeframe.ResetDayOfMonth;
        if (minute is < 0 or >= 24 * 60) require(false, "reset_time", "must be a time of day, from 00:00 to 23:59");
        else if (type is not (TimeframeType.Daily or TimeframeType.Weekly or TimeframeType.Monthly))
            require(minute == 0, "reset_time", "goes with the types daily, weekly and monthly only");

        if (!Enum.IsDefined(day)) require(false, "reset_day", "must be a day of the week, monday to sunday");
        else if (type != TimeframeType.Weekly)
            require(day == DayOfWeek.Monday, "reset_day", "goes with the type weekly only");

        if (dayOfMonth is < 1 or > 28) require(false, "reset_day_of_month", "must be from 1 to 28");
        else if (type != TimeframeType.Monthly)
            require(dayOfMonth == 1, "reset_day_of_month", "goes with the type monthly only");
    }

    private static void CheckCustom(TimeframeConfig timeframe, Action<bool, string, string> require)
    {
        var (startUs, endUs, every) = (timeframe.StartUs, timeframe.EndUs, timeframe.Every);
        require(startUs is not null, "start", "is required with the type custom");
        require(startUs is null || IsInRange(startUs.Value), "start", "must be in the years 1 to 9999");
        require(endUs is null || IsInRange(endUs.Value), "end", "must be in the years 1 to 9999");
        require(startUs is null || endUs is null || startUs < endUs, "end", "must be after start");
        require(endUs is null != every is null, "every", "or end is required with the type custom, and not both");
        require(every is null || WindowPeriod.TryParse(every, out _), "every", WindowPeriod.Rule);
    }

    private static bool IsInRange(long instantUs) => instantUs is >= CalendarRange.FirstUs and <= CalendarRange.LastUs;
}
