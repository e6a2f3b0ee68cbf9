namespace Phoenix.Cluster.Domain.Windows;

/// <summary>Local months that begin on a day of the month; a boundary's number is year × 12 + month - 1.</summary>
internal sealed class MonthlyRule(ZoneTimeline zone, int resetDayOfMonth, long resetUs) : CalendarRule(zone)
{
    public override long UsualLengthUs => 30 * CalendarRange.DayUs;

    protected override long LocalBoundaryUs(long number) => (FirstDayOf(number) * CalendarRange.DayUs) + resetUs;

    protected override long LastNotAfter(long localUs)
    {
        var date = CivilDate.Of(CivilDate.FloorDivide(localUs - resetUs, CalendarRange.DayUs));
        return (date.Year * 12L) + date.Month - 1 - (date.Day < resetDayOfMonth ? 1 : 0);
    }

    protected override string KeyOf(long number, long startUs) => WindowKeys.OfMonth(FirstDayOf(number));

    protected override bool TryReadKey(string key, out long number)
    {
        var read = WindowKeys.TryReadMonth(key, out var year, out var month);
        number = (year * 12L) + month - 1;
        return read;
    }

    private long FirstDayOf(long number)
    {
        var year = CivilDate.FloorDivide(number, 12);
        return new CivilDate((int)year, (int)(number - (year * 12)) + 1, resetDayOfMonth).DayNumber;
    }
}
