using System.Text.Json;

namespace Phoenix.Http.Json;

/// <summary>Scores between millionths, which the engine counts in, and JSON numbers; never by binary64.</summary>
public static class ScoreJson
{
    /// <summary>The longest text that <see cref="Format"/> writes: sign, 13 digits, point, 6 digits.</summary>
    public const int LengthMax = 21;

    private const int FractionDigits = 6;
    private const ulong One = 1_000_000;

    /// <summary>Writes the number in full, without exponent or trailing zeros. Allocates nothing.</summary>
    public static void Write(Utf8JsonWriter json, long millionths)
    {
        Span<byte> text = stackalloc byte[LengthMax];
        json.WriteRawValue(text[..Format(millionths, text)], skipInputValidation: true);
    }

    /// <summary>Formats into at least <see cref="LengthMax"/> bytes; the result is the length.</summary>
    public static int Format(long millionths, Span<byte> text)
    {
        var length = 0;
        if (millionths < 0) text[length++] = (byte)'-';
        var magnitude = millionths < 0 ? 0 - (ulong)millionths : (ulong)millionths;
        (magnitude / One).TryFormat(text[length..], out var digits);
        length += digits;
        var fraction = magnitude % One;
        if (fraction == 0) return length;
        text[length++] = (byte)'.';
        for (var unit = One / 10; fraction != 0; unit /= 10)
        {
            text[length++] = (byte)('0' + fraction / unit);
            fraction %= unit;
        }
        return length;
    }

    /// <summary>
    /// Reads a JSON number (exponents too) as millionths. False where it has more than six decimal places or is beyond
    /// ±9,223,372,036,854.775807: such a number is refused, never rounded.
    /// </summary>
    /// <param name="number">A token that a JSON reader has taken for a number.</param>
    public static bool TryParse(ReadOnlySpan<byte> number, out long millionths)
    {
        millionths = 0;
        var negative = number[0] == '-';
        var exponentAt = number.IndexOfAny((byte)'e', (byte)'E');
        var mantissa = number[(negative ? 1 : 0)..(exponentAt < 0 ? number.Length : exponentAt)];
        if (!TryParseExponent(exponentAt < 0 ? default : number[(exponentAt + 1)..], out var exponent)) exponent = -1;

        var point = mantissa.IndexOf((byte)'.');
        var scale = exponent + FractionDigits - (point < 0 ? 0 : mantissa.Length - point - 1);
        var value = default(UInt128);
        var zeros = 0;
        foreach (var c in mantissa)
        {
            if (c == '.') continue;
            if (c == '0')
            {
                zeros++;
                continue;
            }
            // Zeros count only once a digit follows them, so trailing ones never make a number too long.
            if (!TryScale(ref value, value == 0 ? 0 : zeros + 1)) return false;
            value += (UInt128)(c - '0');
            zeros = 0;
        }
        if (value == 0) return true;
        // A number that is not zero and whose exponent is out of all bounds is too large or too fine.
        if (exponentAt >= 0 && !TryParseExponent(number[(exponentAt + 1)..], out _)) return false;
        if (!TryScale(ref value, scale + zeros) || value > (UInt128)long.MaxValue) return false;
        millionths = negative ? -(long)value : (long)value;
        return true;
    }

    private static bool TryScale(ref UInt128 value, long powerOfTen)
    {
        if (value == 0) return true;
        if (powerOfTen < 0) return false;
        for (; powerOfTen > 0; powerOfTen--)
        {
            value *= 10;
            if (value > (UInt128)long.MaxValue * 10) return false;
        }
        return true;
    }

    private static bool TryParseExponent(ReadOnlySpan<byte> text, out long exponent)
    {
        exponent = 0;
        if (text.IsEmpty) return true;
        if (text[0] == '+') text = text[1..];
        return long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, null, out exponent)
            && exponent is >= -10_000_000 and <= 10_000_000;
    }
}
