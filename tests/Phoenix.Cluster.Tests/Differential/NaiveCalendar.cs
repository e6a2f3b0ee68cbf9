using System.Globalization;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Tests.Differential;

/// <summary>The contract's windows over the system's timezones, by trying out: slow, and apart from the engine, which
/// uses NodaTime.</summary>
internal sealed class NaiveCalendar(TimeframeConfig config)
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(15);
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(config.Timezone);
    private readonly List<NaiveBounds> _known = [];

    /// <summary>The window that holds the instant, or null where none does.</summary>
    public NaiveBounds? Find(DateTime at)
    {
        // Whoever looks first does the work; windows don't overlap.
        if (_known.Find(w => w.Start <= at && at < w.End) is { } known) return known;
        if (Work(at) is not { } window) return null;
        Assert.True(window.Start <= at && at < window.End, $"The model's own window {window} misses {at:O}.");
        _known.Add(window);
        return window;
    }

    private NaiveBounds? Work(DateTime at) => config.Type switch
    {
        TimeframeType.AllTime => new NaiveBounds("all", DateTime.MinValue, DateTime.MaxValue),
        TimeframeType.Hourly => Hour(at),
        TimeframeType.Custom => Custom(at),
        _ => Calendar(at),
    };

    /// <summary>The instants with equal local date, hour and offset.</summary>
    private NaiveBounds Hour(DateTime at)
    {
        var offset = _zone.GetUtcOffset(at);
        var local = HourOf(at + offset);
        var (start, end) = (at, at);
        while (IsSame(start - TimeSpan.FromMinutes(1))) start -= TimeSpan.FromMinutes(1);
        while (IsSame(end)) end += TimeSpan.FromMinutes(1);
        start = new DateTime(start.Ticks - (start.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Utc);
        end = new DateTime(end.Ticks - (end.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Utc);
        var isRepeated = false;
        for (var other = at.AddHours(-4); other < at.AddHours(4); other += Step)
            isRepeated |= HourOf(other + _zone.GetUtcOffset(other)) == local && _zone.GetUtcOffset(other) != offset;
        var sign = offset < TimeSpan.Zero ? '-' : '+';
        var key = Invariant($"{local:yyyy-MM-dd'T'HH}");
        return new NaiveBounds(isRepeated ? key + sign + offset.ToString(@"hh\:mm", null) : key, start, end);

        bool IsSame(DateTime instant) =>
            _zone.GetUtcOffset(instant) == offset && HourOf(instant + offset) == local;
    }

    private NaiveBounds Calendar(DateTime at)
    {
        var today = DateOnly.FromDateTime(at + _zone.GetUtcOffset(at));
        var first = Enumerable.Range(-2, 40).Select(back => today.AddDays(-back))
            .First(day => IsFirstDay(day) && Boundary(day) <= at);
        var next = Enumerable.Range(1, 40).Select(first.AddDays).First(day => IsFirstDay(day) && Boundary(day) > at);
        // A day that the clock skips whole has no instant: the last of equal boundaries is the one that counts.
        first = Enumerable.Range(0, 40).Select(first.AddDays)
            .TakeWhile(day => day < next).Last(day => IsFirstDay(day) && Boundary(day) <= at);
        return new NaiveBounds(KeyOf(first), Boundary(first), Boundary(next));
    }

    private bool IsFirstDay(DateOnly day) => config.Type switch
    {
        TimeframeType.Daily => true,
        TimeframeType.Weekly => day.DayOfWeek == config.ResetDay,
        _ => day.Day == config.ResetDayOfMonth,
    };

    private string KeyOf(DateOnly day) => config.Type switch
    {
        TimeframeType.Daily => Invariant($"{day:yyyy-MM-dd}"),
        TimeframeType.Weekly => Invariant(
            $"{ISOWeek.GetYear(day.ToDateTime(default)):D4}-W{ISOWeek.GetWeekOfYear(day.ToDateTime(default)):D2}"),
        _ => Invariant($"{day:yyyy-MM}"),
    };

    private NaiveBounds? Custom(DateTime at)
    {
        var start = FromUs(config.StartUs!.Value);
        if (at < start) return null;
        if (config.EndUs is { } end) return at < FromUs(end) ? Named(start, FromUs(end)) : null;
        var (previous, number) = (start, 0);
        while (true)
        {
            var next = Nth(++number);
            if (at < next) return Named(previous, next);
            previous = next;
        }
    }

    /// <summary>start + n × every, in the board's calendar for days and longer.</summary>
    private DateTime Nth(int number)
    {
        var start = FromUs(config.StartUs!.Value);
        var every = config.Every!;
        var count = int.Parse(every.AsSpan(every[1] == 'T' ? 2 : 1)[..^1], CultureInfo.InvariantCulture) * number;
        var local = DateTime.SpecifyKind(start + _zone.GetUtcOffset(start), DateTimeKind.Unspecified);
        return every[^1] switch
        {
            'H' => start.AddHours(count),
            'D' => Boundary(local.AddDays(count)),
            'W' => Boundary(local.AddDays(7 * count)),
            _ => Boundary(local.AddMonths(count)),
        };
    }

    private DateTime Boundary(DateOnly day) =>
        Boundary(day.ToDateTime(TimeOnly.MinValue.AddMinutes(config.ResetMinuteOfDay)));

    /// <summary>The first instant whose local time is not before this: the jump where a clock change skips it, the
    /// earlier where it comes twice.</summary>
    private DateTime Boundary(DateTime local)
    {
        var from = DateTime.SpecifyKind(local.AddHours(-30), DateTimeKind.Utc);
        from = new DateTime(from.Ticks - (from.Ticks % Step.Ticks), DateTimeKind.Utc);
        for (var quarter = from; ; quarter += Step)
        {
            var reached = DateTime.SpecifyKind(local - _zone.GetUtcOffset(quarter), DateTimeKind.Utc);
            var instant = reached > quarter ? reached : quarter;
            if (instant < quarter + Step) return instant;
        }
    }

    private static NaiveBounds Named(DateTime start, DateTime end) =>
        new(Invariant($"{start:yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'}"), start, end);

    private static DateTime HourOf(DateTime local) => new(local.Ticks - (local.Ticks % TimeSpan.TicksPerHour));

    private static DateTime FromUs(long us) => DateTime.UnixEpoch.AddMicroseconds(us);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
