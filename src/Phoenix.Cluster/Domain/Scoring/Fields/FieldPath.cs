using System.Globalization;
using System.Text;

namespace Phoenix.Cluster.Domain.Scoring.Fields;

/// <summary>The form of a path: names joined by dots, an array's elements by index.</summary>
internal static class FieldPath
{
    public const string OccurredAt = "occurred_at";

    /// <summary>What is wrong with <paramref name="path"/>, or null.</summary>
    public static string? FaultOf(string? path)
    {
        if (string.IsNullOrEmpty(path)) return "a path cannot be empty";
        if (path.Length > ScoringLimits.PathLengthMax)
            return $"a path has at most {ScoringLimits.PathLengthMax} characters";
        if (!IsPlainText(path)) return "a path has no control characters and no lone surrogates";
        var segments = path.Split('.');
        if (segments.Length > ScoringLimits.PathSegmentsMax)
            return $"a path has at most {ScoringLimits.PathSegmentsMax} names";
        return segments.Contains("") ? "a name in a path cannot be empty" : null;
    }

    /// <summary>True if every character can be part of UTF-8, and none is of Unicode category Cc.</summary>
    public static bool IsPlainText(string text)
    {
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var consumed) != System.Buffers.OperationStatus.Done)
                return false;
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control) return false;
            rest = rest[consumed..];
        }
        return true;
    }

    /// <summary>The fields that the record holds beside the body; the others are read from the body.</summary>
    public static FieldSource SourceOf(string path) => path switch
    {
        "event_id" => FieldSource.EventId,
        "type" => FieldSource.EventType,
        "actor.user_id" => FieldSource.UserId,
        "tenant_id" => FieldSource.Tenant,
        _ => FieldSource.Body,
    };

    /// <summary>The element that a name means in an array, or -1: digits without a leading zero.</summary>
    public static int IndexOf(string name)
    {
        if (name.Length is 0 or > 9 || (name[0] == '0' && name.Length > 1)) return -1;
        foreach (var c in name)
        {
            if (!char.IsAsciiDigit(c)) return -1;
        }
        return int.Parse(name, NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
