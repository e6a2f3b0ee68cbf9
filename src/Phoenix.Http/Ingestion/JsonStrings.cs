using System.Text.Json;

namespace Phoenix.Http.Ingestion;

/// <summary>What <see cref="Utf8JsonReader"/> lets through and an event must not hold.</summary>
internal static class JsonStrings
{
    // Below 1e308 and without an exponent nothing leaves binary64.
    private const int SurelyFiniteLength = 300;

    /// <summary>
    /// True where every <c>\uD800</c>–<c>\uDBFF</c> is followed by its <c>\uDC00</c>–<c>\uDFFF</c> and none of these
    /// stands alone. <paramref name="raw"/> is a string's bytes between the quotes, found well-formed by the reader.
    /// </summary>
    public static bool HasWholeSurrogates(ReadOnlySpan<byte> raw)
    {
        while (true)
        {
            var backslash = raw.IndexOf((byte)'\\');
            if (backslash < 0) return true;
            raw = raw[backslash..];
            if (raw[1] != 'u')
            {
                raw = raw[2..];
                continue;
            }
            var unit = CodeUnit(raw[2..]);
            raw = raw[6..];
            if (unit is < 0xD800 or > 0xDFFF) continue;
            if (unit >= 0xDC00 || raw.Length < 6 || raw[0] != '\\' || raw[1] != 'u') return false;
            if (CodeUnit(raw[2..]) is < 0xDC00 or > 0xDFFF) return false;
            raw = raw[6..];
        }
    }

    /// <summary>True where the number that the reader stands on has a finite binary64 value.</summary>
    public static bool IsFinite(ref Utf8JsonReader reader)
    {
        var text = reader.ValueSpan;
        if (text.Length < SurelyFiniteLength && !text.ContainsAny((byte)'e', (byte)'E')) return true;
        return reader.TryGetDouble(out var value) && double.IsFinite(value);
    }

    private static int CodeUnit(ReadOnlySpan<byte> hex)
    {
        var value = 0;
        for (var i = 0; i < 4; i++) value = (value << 4) | HexDigit(hex[i]);
        return value;
    }

    private static int HexDigit(byte c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}
