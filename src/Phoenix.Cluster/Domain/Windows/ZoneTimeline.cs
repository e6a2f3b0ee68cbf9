using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace Phoenix.Cluster.Domain.Windows;

/// <summary>The local time of one IANA timezone, in microseconds of local time since local 1970-01-01T00:00.
/// Thread-safe.</summary>
/// <remarks>
/// A local boundary that does not exist is the instant of the jump over it, and one that exists twice is the earlier:
/// both are the first instant whose local time is not before the boundary, which is how <see cref="InstantOf"/> finds
/// it. (NodaTime's own lenient resolver instead moves a skipped time on by the length of the gap.)
/// </remarks>
internal sealed class ZoneTimeline
{
    private const int TicksPerUs = 10;

    // Null where the offset never changes, as for UTC: then all is plain arithmetic.
    private readonly DateTimeZone? _zone;

    private ZoneTimeline(DateTimeZone zone)
    {
        MinOffsetUs = UsOf(zone.MinOffset);
        MaxOffsetUs = UsOf(zone.MaxOffset);
        _zone = MinOffsetUs == MaxOffsetUs ? null : zone;
    }

    /// <summary>The least and the greatest offset from UTC that the zone ever had or is planned to have.</summary>
    public long MinOffsetUs { get; }

    public long MaxOffsetUs { get; }

    public bool IsFixed => _zone is null;

    /// <summary>Of an IANA name, as it is written in the database; false for any other.</summary>
    public static bool TryOf(string name, [NotNullWhen(true)] out ZoneTimeline? timeline)
    {
        // NodaTime also takes names of its own making, such as UTC+03:30.
        var foreign = name.StartsWith("UTC", StringComparison.Ordinal) && name != "UTC";
        var zone = foreign ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(name);
        timeline = zone is null ? null : new ZoneTimeline(zone);
        return timeline is not null;
    }

    /// <summary>The stretch of time around the instant during which the offset stays. Neighbours may have the same
    /// one.</summary>
    public ZoneRun RunAt(long instantUs)
    {
        if (_zone is null) return new ZoneRun(long.MinValue, long.MaxValue, MinOffsetUs);
        // NodaTime's time ends with the year 9999; what rules hold then go on.
        var interval = _zone.GetZoneInterval(
            Instant.FromUnixTimeTicks(Math.Min(instantUs, CalendarRange.LastUs) * TicksPerUs));
        return new ZoneRun(
            interval.HasStart ? interval.Start.ToUnixTimeTicks() / TicksPerUs : long.MinValue,
            interval.HasEnd ? interval.End.ToUnixTimeTicks() / TicksPerUs : long.MaxValue,
            UsOf(interval.WallOffset));
    }

    /// <summary>The local time at the instant.</summary>
    public long LocalOf(long instantUs) => instantUs + (_zone is null ? MinOffsetUs : RunAt(instantUs).OffsetUs);

    /// <summary>The first instant whose local time is not before the given one.</summary>
    public long InstantOf(long localUs)
    {
        if (_zone is null) return localUs - MinOffsetUs;
        // Before this instant no offset reaches the local time.
        var run = RunAt(localUs - MaxOffsetUs);
        while (true)
        {
            var instantUs = Math.Max(run.StartUs, localUs - run.OffsetUs);
            if (instantUs < run.EndUs) return instantUs;
            run = RunAt(run.EndUs);
        }
    }

    private static long UsOf(Offset offset) => offset.Seconds * CalendarRange.SecondUs;
}
