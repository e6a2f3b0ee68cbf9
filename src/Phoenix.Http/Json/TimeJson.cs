using System.Text.Json;

namespace Phoenix.Http.Json;

/// <summary>Times between microseconds since the Unix epoch and RFC 3339 text, years 1 to 9999.</summary>
public static class TimeJson
{
    /// <summary>The longest text written: <c>2025-11-18T12:34:57.120000Z</c>.</summary>
    public const int LengthMax = 27;

    public const long MinUs = -62_135_596_800_000_000;
    public const long MaxUs = 253_402_300_799_999_999;

    private const int ToTheSecond = 19;

    /// <summary>Writes the time in UTC with 0, 3 or 6 fraction digits, as many as it needs.</summary>
    public static void Write(Utf8JsonWriter json, long microseconds)
    {
        Span<byte> text = stackalloc byte[LengthMax];
        json.WriteStringValue(text[..Format(microseconds, text)]);
    }

    /// <summary>Writes the time in UTC with exactly three fraction digits; finer ones are cut.</summary>
    public static void WriteMilliseconds(Utf8JsonWriter json, long microseconds)
    {
        Span<byte> text = stackalloc byte[LengthMax];
        json.WriteStringValue(text[..FormatMilliseconds(microseconds, text)]);
    }

    /// <summary>Formats with 0, 3 or 6 fraction digits; the result is the length.</summary>
    public static int Format(long microseconds, Span<byte> text)
    {
        var fraction = FormatSeconds(microseconds, text);
        var digits = fraction == 0 ? 0 : fraction % 1_000 == 0 ? 3 : 6;
        return AddFraction(text, fraction, digits);
    }

    /// <summary>Formats with three fraction digits; the result is the length.</summary>
    public static int FormatMilliseconds(long microseconds, Span<byte> text) =>
        AddFraction(text, FormatSeconds(microseconds, text), 3);

    /// <summary>
    /// Reads <c>YYYY-MM-DDThh:mm:ss[.fraction](Z|±hh:mm)</c>; fraction digits behind the sixth are cut. False for
    /// anything else, leap seconds included, and for instants outside the years 1 to 9999 of UTC.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long microseconds)
    {
        microseconds = 0;
        if (text.Length < ToTheSecond + 1 || text[4] != '-' || text[7] != '-') return false;
        if (text[10] is not ('T' or 't') || text[13] != ':' || text[16] != ':') return false;
        if (!TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month)) return false;
        if (!TryDigits(text[8..10], out var day) || !TryDigits(text[11..13], out var hour)) return false;
        if (!TryDigits(text[14..16], out var minute) || !TryDigits(text[17..19], out var second)) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        if (hour > 23 || minute > 59 || second > 59) return false;

        var rest = text[ToTheSecond..];
        if (!TryFraction(ref rest, out var fraction) || !TryOffset(rest, out var offsetMinutes)) return false;
        var local = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc);
        microseconds = (local.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond + fraction
            - offsetMinutes * 60_000_000L;
        return microseconds is >= MinUs and <= MaxUs;
    }

    // A window may begin before the year 1 or end behind 9999 though no event can: it is shown at the bound, which
    // every reader of RFC 3339 understands, in place of a fault.
    private static int FormatSeconds(long microseconds, Span<byte> text)
    {
        var clamped = Math.Clamp(microseconds, MinUs, MaxUs);
        var time = DateTime.UnixEpoch.AddTicks(clamped * TimeSpan.TicksPerMicrosecond);
        PutDigits(text[..4], time.Year);
        text[4] = (byte)'-';
        PutDigits(text[5..7], time.Month);
        text[7] = (byte)'-';
        PutDigits(text[8..10], time.Day);
        text[10] = (byte)'T';
        PutDigits(text[11..13], time.Hour);
        text[13] = (byte)':';
        PutDigits(text[14..16], time.Minute);
        text[16] = (byte)':';
        PutDigits(text[17..19], time.Second);
        return (int)(time.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond);
    }

    private static int AddFraction(Span<byte> text, int fraction, int digits)
    {
        var length = ToTheSecond;
        if (digits > 0)
        {
            text[length++] = (byte)'.';
            PutDigits(text.Slice(length, digits), digits == 3 ? fraction / 1_000 : fraction);
            length += digits;
        }
        text[length++] = (byte)'Z';
        return length;
    }

    private static void PutDigits(Span<byte> text, int value)
    {
        for (var i = text.Length - 1; i >= 0; i--, value /= 10) text[i] = (byte)('0' + value % 10);
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c)) return false;
            value = value * 10 + (c - '0');
        }
        return true;
    }

    private static bool TryFraction(ref ReadOnlySpan<char> rest, out int microseconds)
    {
        microseconds = 0;
        if (rest[0] != '.') return true;
        var unit = 100_000;
        var length = 1;
        for (; length < rest.Length && char.IsAsciiDigit(rest[length]); length++, unit /= 10)
        {
            microseconds += (rest[length] - '0') * unit;
        }
        rest = rest[length..];
        return length > 1;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z" or "z") return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':') return false;
        if (!TryDigits(text[1..3], out var hour) || !TryDigits(text[4..6], out var minute)) return false;
        minutes = (hour * 60 + minute) * (text[0] == '-' ? -1 : 1);
        return hour <= 23 && minute <= 59;
    }
}
