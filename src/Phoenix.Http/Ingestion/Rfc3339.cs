namespace Phoenix.Http.Ingestion;

/// <summary>Reads an RFC 3339 <c>date-time</c> (section 5.6) to the microsecond.</summary>
/// <remarks>
/// Strict: date, <c>T</c>, time to the second, an offset; nothing around them. <c>T</c> and <c>Z</c> may be lower
/// case. Digits of a second beyond the sixth are cut. <c>-00:00</c> is UTC. The first instant is 0001-01-01T00:00:00Z.
/// A leap second, which RFC 3339 permits as <c>:60</c>, is taken where one can be (23:59:60 UTC on a month's last
/// day) and read as the last microsecond before the next day: so it stays in the day that it ends.
/// </remarks>
internal static class Rfc3339
{
    private const long MicrosecondsPerSecond = 1_000_000;
    private const long SecondsPerDay = 86_400;
    private const long FirstSecond = -62_135_596_800;
    private const int ShortestLength = 20;

    /// <summary>Microseconds since the Unix epoch; false where the text is no such time.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        if (text.Length < ShortestLength
            || text[4] != '-' || text[7] != '-' || (text[10] | 0x20) != 't' || text[13] != ':' || text[16] != ':')
        {
            return false;
        }
        int year = Four(text), month = Two(text[5..]), day = Two(text[8..]);
        int hour = Two(text[11..]), minute = Two(text[14..]), second = Two(text[17..]);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 60)
        {
            return false;
        }
        if (!TryParseFraction(text[19..], out var fraction, out var rest)
            || !TryParseOffset(rest, out var offsetMinutes))
            return false;

        var isLeapSecond = second == 60;
        var days = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks / TimeSpan.TicksPerDay;
        var seconds = FirstSecond + (days * SecondsPerDay) + (hour * 3_600) + (minute * 60) - (offsetMinutes * 60)
            + (isLeapSecond ? 59 : second);
        if (seconds < FirstSecond || (isLeapSecond && !EndsMonth(seconds))) return false;
        microseconds = (seconds * MicrosecondsPerSecond) + (isLeapSecond ? MicrosecondsPerSecond - 1 : fraction);
        return true;
    }

    private static bool EndsMonth(long lastSecond)
    {
        var next = lastSecond + 1 - FirstSecond;
        return next % SecondsPerDay == 0
            && next / SecondsPerDay <= DateTime.MaxValue.Ticks / TimeSpan.TicksPerDay
            && new DateTime(next * TimeSpan.TicksPerSecond, DateTimeKind.Utc).Day == 1;
    }

    private static bool TryParseFraction(ReadOnlySpan<byte> text, out int microseconds, out ReadOnlySpan<byte> rest)
    {
        microseconds = 0;
        rest = text;
        if (text[0] != '.') return true;
        var digits = 1;
        for (; digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9'; digits++)
        {
            if (digits <= 6) microseconds = (microseconds * 10) + text[digits] - '0';
        }
        for (var given = digits; given <= 6; given++) microseconds *= 10;
        rest = text[digits..];
        return digits > 1;
    }

    private static bool TryParseOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1) return (text[0] | 0x20) == 'z';
        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':') return false;
        int hour = Two(text[1..]), minute = Two(text[4..]);
        if (hour is < 0 or > 23 || minute is < 0 or > 59) return false;
        minutes = (hour * 60) + minute;
        if (text[0] == '-') minutes = -minutes;
        return true;
    }

    private static int Two(ReadOnlySpan<byte> text)
    {
        uint tens = text[0] - (uint)'0', ones = text[1] - (uint)'0';
        return tens > 9 || ones > 9 ? -1 : (int)((tens * 10) + ones);
    }

    private static int Four(ReadOnlySpan<byte> text)
    {
        int high = Two(text), low = Two(text[2..]);
        return high < 0 || low < 0 ? -1 : (high * 100) + low;
    }
}
