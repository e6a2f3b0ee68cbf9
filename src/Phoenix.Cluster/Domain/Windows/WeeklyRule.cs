namespace Phoenix.Cluster.Domain.Windows;

/// <summary>Local weeks that begin on a day of the week; named by the ISO week of that day.</summary>
internal sealed class WeeklyRule(ZoneTimeline zone, DayOfWeek resetDay, long resetUs) : CalendarRule(zone)
{
    private const int MondayInWeekZero = 4;
    private readonly int _daysAfterMonday = ((int)resetDay + 6) % 7;

    public override long UsualLengthUs => 7 * CalendarRange.DayUs;

    protected override long LocalBoundaryUs(long number) => (FirstDayOf(number) * CalendarRange.DayUs) + resetUs;

    protected override long LastNotAfter(long localUs) =>
        CivilDate.FloorDivide(CivilDate.FloorDivide(localUs - resetUs, CalendarRange.DayUs) - FirstDayOf(0), 7);

    protected override string KeyOf(long number, long startUs) => WindowKeys.OfWeek(FirstDayOf(number));

    protected override bool TryReadKey(string key, out long number)
    {
        var read = WindowKeys.TryReadWeek(key, out var monday);
        number = (monday - MondayInWeekZero) / 7;
        return read;
    }

    // Week 0 is that of Monday, 1970-01-05.
    private long FirstDayOf(long number) => (number * 7) + MondayInWeekZero + _daysAfterMonday;
}
