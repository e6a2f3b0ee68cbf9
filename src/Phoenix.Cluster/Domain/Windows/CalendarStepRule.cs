namespace Phoenix.Cluster.Domain.Windows;

/// <summary>Custom windows of a number of local days or months each: the n-th begins n periods after the
/// first.</summary>
/// <remarks>
/// Each is counted from the first, not from the one before: monthly from 31 January on begins on 28 February, then on
/// 31 March.
/// </remarks>
internal sealed class CalendarStepRule : CalendarRule
{
    private readonly long _firstStartUs;
    private readonly WindowPeriod _every;
    private readonly long _firstDay;
    private readonly CivilDate _firstDate;
    private readonly long _timeOfDayUs;

    public CalendarStepRule(ZoneTimeline zone, long firstStartUs, WindowPeriod every)
        : base(zone)
    {
        var localUs = zone.LocalOf(firstStartUs);
        _firstStartUs = firstStartUs;
        _every = every;
        _firstDay = CivilDate.FloorDivide(localUs, CalendarRange.DayUs);
        _firstDate = CivilDate.Of(_firstDay);
        _timeOfDayUs = localUs - (_firstDay * CalendarRange.DayUs);
    }

    public override long UsualLengthUs =>
        _every.Count * CalendarRange.DayUs * (_every.Unit == PeriodUnit.Months ? 30 : 1);

    public override bool TryFind(long instantUs, out Window window)
    {
        window = default;
        return instantUs >= _firstStartUs && base.TryFind(instantUs, out window);
    }

    protected override long LocalBoundaryUs(long number) => (DayOf(number) * CalendarRange.DayUs) + _timeOfDayUs;

    protected override long LastNotAfter(long localUs)
    {
        var day = CivilDate.FloorDivide(localUs - _timeOfDayUs, CalendarRange.DayUs);
        // Not below 0: a clock set back just after the start shows local times from before it.
        if (_every.Unit == PeriodUnit.Days) return Math.Max(0, CivilDate.FloorDivide(day - _firstDay, _every.Count));
        var date = CivilDate.Of(day);
        var months = ((date.Year - _firstDate.Year) * 12L) + date.Month - _firstDate.Month;
        var number = Math.Max(0, CivilDate.FloorDivide(months, _every.Count));
        return number > 0 && DayOf(number) > day ? number - 1 : number;
    }

    // The start is given as an instant, so it is that one also where its local time comes twice.
    protected override long BoundaryUs(long number) => number == 0 ? _firstStartUs : base.BoundaryUs(number);

    protected override string KeyOf(long number, long startUs) => WindowKeys.OfInstant(startUs);

    protected override bool TryReadKey(string key, out long number)
    {
        var read = WindowKeys.TryReadInstant(key, out var startUs) && startUs >= _firstStartUs;
        number = read ? NumberAt(startUs) : 0;
        return read;
    }

    private long DayOf(long number)
    {
        if (_every.Unit == PeriodUnit.Days) return _firstDay + (number * _every.Count);
        var month = (_firstDate.Year * 12L) + _firstDate.Month - 1 + (number * _every.Count);
        var first = new CivilDate((int)(month / 12), (int)(month % 12) + 1, 1).DayNumber;
        var next = new CivilDate((int)((month + 1) / 12), (int)((month + 1) % 12) + 1, 1).DayNumber;
        return Math.Min(first + _firstDate.Day, next) - 1;
    }
}
