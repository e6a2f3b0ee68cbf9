namespace Phoenix.Cluster.Domain.Windows;

/// <summary>A date of the proleptic Gregorian calendar, and its day number: days since 1970-01-01.</summary>
/// <remarks>
/// The base library's dates end with the year 9999, but the window of its last hours ends in local 10000, and that of
/// year 1's first hours may begin in local 0. Algorithms: Howard Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms".
/// </remarks>
internal readonly record struct CivilDate(int Year, int Month, int Day)
{
    private const int DaysOf400Years = 146_097;

    // From 0000-03-01, where the algorithm counts from so that the leap day comes last in its year, to 1970-01-01.
    private const int EpochShift = 719_468;

    public static CivilDate Of(long dayNumber)
    {
        var shifted = dayNumber + EpochShift;
        var era = FloorDivide(shifted, DaysOf400Years);
        var dayOfEra = (int)(shifted - (era * DaysOf400Years));
        var yearOfEra = (dayOfEra - (dayOfEra / 1_460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var marchMonth = ((5 * dayOfYear) + 2) / 153;
        var day = dayOfYear - (((153 * marchMonth) + 2) / 5) + 1;
        var month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        return new CivilDate((int)(era * 400) + yearOfEra + (month <= 2 ? 1 : 0), month, day);
    }

    /// <summary>Days since 1970-01-01. A day beyond its month's last runs on into the next month.</summary>
    public long DayNumber
    {
        get
        {
            var marchYear = Month <= 2 ? Year - 1 : Year;
            var era = FloorDivide(marchYear, 400);
            var yearOfEra = marchYear - (era * 400);
            var dayOfYear = (((153 * (Month > 2 ? Month - 3 : Month + 9)) + 2) / 5) + Day - 1;
            var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
            return (era * DaysOf400Years) + dayOfEra - EpochShift;
        }
    }

    /// <summary>The ISO 8601 week of a day: that of the year which holds the week's Thursday.</summary>
    public static (int Year, int Week) IsoWeekOf(long dayNumber)
    {
        var thursday = MondayOf(dayNumber) + 3;
        var year = Of(thursday).Year;
        return (year, (int)((thursday - new CivilDate(year, 1, 1).DayNumber) / 7) + 1);
    }

    /// <summary>The Monday of an ISO 8601 week; a week beyond the year's last runs on into the next year.</summary>
    public static long MondayOfIsoWeek(int year, int week) =>
        MondayOf(new CivilDate(year, 1, 4).DayNumber) + (7 * (week - 1));

    public static long FloorDivide(long dividend, long divisor)
    {
        var quotient = dividend / divisor;
        return dividend - (quotient * divisor) < 0 ? quotient - 1 : quotient;
    }

    // 1970-01-01 was a Thursday.
    private static long MondayOf(long dayNumber) => (FloorDivide(dayNumber + 3, 7) * 7) - 3;
}
