namespace Phoenix.Cluster.Domain.Windows;

/// <summary>Hours of the local clock: the instants with equal local date, hour and offset.</summary>
internal sealed class HourlyRule(ZoneTimeline zone) : WindowRule
{
    private const long HourUs = CalendarRange.HourUs;

    public override long UsualLengthUs => HourUs;

    public override bool TryFind(long instantUs, out Window window)
    {
        window = Holding(instantUs, zone.RunAt(instantUs));
        return true;
    }

    public override bool TryParseKey(string key, out Window window)
    {
        window = default;
        if (!WindowKeys.TryReadHour(key, out var localUs)) return false;
        // The hour as each offset has it; the caller's key says which is meant.
        foreach (var run in RunsWith(localUs))
        {
            window = Holding(Math.Max(run.StartUs, localUs - run.OffsetUs), run);
            if (window.Key == key) return true;
        }
        return false;
    }

    private Window Holding(long instantUs, ZoneRun run)
    {
        var offsetUs = run.OffsetUs;
        var localUs = CivilDate.FloorDivide(instantUs + offsetUs, HourUs) * HourUs;
        var startUs = localUs - offsetUs;
        var endUs = startUs + HourUs;

        // The hour ends early where the offset changes; neighbouring runs with the same offset are one.
        var (first, last) = (run, run);
        while (first.StartUs > startUs && zone.RunAt(first.StartUs - 1) is var before && before.OffsetUs == offsetUs)
            first = before;
        while (last.EndUs < endUs && zone.RunAt(last.EndUs) is var after && after.OffsetUs == offsetUs)
            last = after;

        var twice = !zone.IsFixed && RunsWith(localUs).Any(other => other.OffsetUs != offsetUs);
        var key = WindowKeys.OfHour(localUs, twice ? offsetUs : null);
        return new Window(key, Math.Max(startUs, first.StartUs), Math.Min(endUs, last.EndUs));
    }

    /// <summary>The runs in which some of this local hour occurs, in order.</summary>
    private IEnumerable<ZoneRun> RunsWith(long localUs)
    {
        var run = zone.RunAt(localUs - zone.MaxOffsetUs);
        while (true)
        {
            var startUs = Math.Max(run.StartUs, localUs - run.OffsetUs);
            var endUs = Math.Min(run.EndUs, localUs - run.OffsetUs + HourUs);
            if (startUs < endUs) yield return run;
            if (run.EndUs >= localUs - zone.MinOffsetUs + HourUs) yield break;
            run = zone.RunAt(run.EndUs);
        }
    }
}
