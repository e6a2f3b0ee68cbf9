namespace Phoenix.Cluster.Domain.Windows;

/// <summary>Local days that begin at a time of day; a boundary's number is its day number.</summary>
internal sealed class DailyRule(ZoneTimeline zone, long resetUs) : CalendarRule(zone)
{
    public override long UsualLengthUs => CalendarRange.DayUs;

    protected override long LocalBoundaryUs(long number) => (number * CalendarRange.DayUs) + resetUs;

    protected override long LastNotAfter(long localUs) => CivilDate.FloorDivide(localUs - resetUs, CalendarRange.DayUs);

    protected override string KeyOf(long number, long startUs) => WindowKeys.OfDay(number);

    protected override bool TryReadKey(string key, out long number) => WindowKeys.TryReadDay(key, out number);
}
