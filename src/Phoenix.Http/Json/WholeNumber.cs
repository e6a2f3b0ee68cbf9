using System.Globalization;

namespace Phoenix.Http.Json;

/// <summary>Whole numbers in query strings: digits alone, no sign, no blanks, no leading zeros.</summary>
public static class WholeNumber
{
    public static bool TryParse(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        if (text.Length > 1 && text[0] == '0') return false;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
