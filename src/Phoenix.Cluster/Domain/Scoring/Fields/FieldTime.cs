using NodaTime.Text;

namespace Phoenix.Cluster.Domain.Scoring.Fields;

/// <summary>The times that a config compares <c>occurred_at</c> with.</summary>
internal static class FieldTime
{
    private const int TicksPerMicrosecond = 10;

    /// <summary>
    /// Reads RFC 3339 with an offset as microseconds since the Unix epoch; further digits are cut, as those of
    /// the events are.
    /// </summary>
    public static bool TryParse(string? text, out long unixMicroseconds)
    {
        unixMicroseconds = 0;
        if (text is null) return false;
        var parsed = OffsetDateTimePattern.Rfc3339.Parse(text);
        if (!parsed.Success) return false;
        var ticks = parsed.Value.ToInstant().ToUnixTimeTicks();
        unixMicroseconds = Math.DivRem(ticks, TicksPerMicrosecond, out var rest) - (rest < 0 ? 1 : 0);
        return true;
    }
}
