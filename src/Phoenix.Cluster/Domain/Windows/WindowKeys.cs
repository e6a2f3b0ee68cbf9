using System.Globalization;

namespace Phoenix.Cluster.Domain.Windows;

/// <summary>The text of window keys. Reading is lenient where writing the result again shows the difference.</summary>
internal static class WindowKeys
{
    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'";
    private const int TicksPerUs = 10;

    /// <summary><c>2025-11-18T12</c>, or with the offset <c>2025-11-18T12+01:00</c>.</summary>
    public static string OfHour(long localUs, long? offsetUs)
    {
        var day = CivilDate.FloorDivide(localUs, CalendarRange.DayUs);
        var hour = (localUs - (day * CalendarRange.DayUs)) / CalendarRange.HourUs;
        return Text($"{OfDay(day)}T{hour:D2}{(offsetUs is { } given ? OfOffset(given) : "")}");
    }

    /// <summary><c>2025-11-18</c>.</summary>
    public static string OfDay(long day)
    {
        var date = CivilDate.Of(day);
        return Text($"{date.Year:D4}-{date.Month:D2}-{date.Day:D2}");
    }

    /// <summary><c>2025-W47</c>, the ISO week of the day.</summary>
    public static string OfWeek(long day)
    {
        var (year, week) = CivilDate.IsoWeekOf(day);
        return Text($"{year:D4}-W{week:D2}");
    }

    /// <summary><c>2025-11</c>, the month of the day.</summary>
    public static string OfMonth(long day)
    {
        var date = CivilDate.Of(day);
        return Text($"{date.Year:D4}-{date.Month:D2}");
    }

    /// <summary><c>2025-11-18T00:00:00Z</c>, with a fraction where there is one.</summary>
    public static string OfInstant(long instantUs) =>
        DateTime.UnixEpoch.AddTicks(instantUs * TicksPerUs).ToString(InstantFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads <c>2025-11-18T12…</c>, whatever follows.</summary>
    public static bool TryReadHour(string key, out long localUs)
    {
        localUs = 0;
        var at = key.IndexOf('T', StringComparison.Ordinal);
        if (at < 0 || key.Length < at + 3) return false;
        if (!TryReadDay(key.AsSpan(0, at), out var day) || !TryReadNumber(key.AsSpan(at + 1, 2), 0, 23, out var hour))
            return false;
        localUs = (day * CalendarRange.DayUs) + (hour * CalendarRange.HourUs);
        return true;
    }

    public static bool TryReadDay(ReadOnlySpan<char> key, out long day)
    {
        day = 0;
        if (key.Length < 3 || !TryReadMonth(key[..^3], out var year, out var month)) return false;
        if (key[^3] != '-' || !TryReadNumber(key[^2..], 1, 31, out var dayOfMonth)) return false;
        day = new CivilDate(year, month, dayOfMonth).DayNumber;
        return true;
    }

    public static bool TryReadWeek(ReadOnlySpan<char> key, out long monday)
    {
        monday = 0;
        if (key.Length < 4 || key[^4] != '-' || key[^3] != 'W') return false;
        if (!TryReadYear(key[..^4], out var year) || !TryReadNumber(key[^2..], 1, 53, out var week)) return false;
        monday = CivilDate.MondayOfIsoWeek(year, week);
        return true;
    }

    public static bool TryReadMonth(ReadOnlySpan<char> key, out int year, out int month)
    {
        (year, month) = (0, 1);
        return key.Length >= 3 && key[^3] == '-' && TryReadYear(key[..^3], out year)
            && TryReadNumber(key[^2..], 1, 12, out month);
    }

    public static bool TryReadInstant(string key, out long instantUs)
    {
        const DateTimeStyles AsUtc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var read = DateTime.TryParseExact(key, InstantFormat, CultureInfo.InvariantCulture, AsUtc, out var instant);
        instantUs = read ? (instant - DateTime.UnixEpoch).Ticks / TicksPerUs : 0;
        return read;
    }

    // Offsets of old local mean times have seconds.
    private static string OfOffset(long offsetUs)
    {
        var offset = TimeSpan.FromMicroseconds(Math.Abs(offsetUs));
        var seconds = offset.Seconds == 0 ? "" : Text($":{offset.Seconds:D2}");
        return Text($"{(offsetUs < 0 ? '-' : '+')}{offset.Hours:D2}:{offset.Minutes:D2}{seconds}");
    }

    // The first hours of local year 10000 are the last of 9999 elsewhere, and those of year 0 belong to year 1.
    private static bool TryReadYear(ReadOnlySpan<char> text, out int year)
    {
        year = 0;
        return text.Length is 4 or 5 && TryReadNumber(text, 0, 10_000, out year);
    }

    private static bool TryReadNumber(ReadOnlySpan<char> text, int min, int max, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && number >= min && number <= max;

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
