using System.Buffers;
using System.Globalization;
using System.Text;

namespace Phoenix.Messages.Ids;

/// <summary>The two kinds of id text: names that Phoenix's operators choose, and ids that events bring.</summary>
public static class IdText
{
    /// <summary>The longest name, in characters.</summary>
    public const int NameLengthMax = 64;

    /// <summary>The longest id of an event, a type or a user, in code points.</summary>
    public const int EventTextCodePointsMax = 128;

    /// <summary>1–64 of <c>[A-Za-z0-9_-]</c>.</summary>
    public static bool IsName(string? text)
    {
        if (text is null || text.Length is 0 or > NameLengthMax) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_' && c != '-') return false;
        }
        return true;
    }

    /// <summary>1–128 code points of well-formed UTF-8, none of Unicode category Cc.</summary>
    public static bool IsEventText(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty || utf8.Length > EventTextCodePointsMax * 4) return false;
        var codePoints = 0;
        while (!utf8.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(utf8, out var rune, out var consumed) != OperationStatus.Done) return false;
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control) return false;
            if (++codePoints > EventTextCodePointsMax) return false;
            utf8 = utf8[consumed..];
        }
        return true;
    }
}
