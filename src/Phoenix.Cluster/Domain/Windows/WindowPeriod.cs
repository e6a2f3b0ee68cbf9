using System.Globalization;

namespace Phoenix.Cluster.Domain.Windows;

/// <summary>How long a custom window lasts: whole hours, or days (weeks are seven), or months; ten years at
/// most.</summary>
internal readonly record struct WindowPeriod(PeriodUnit Unit, int Count)
{
    /// <summary>What <see cref="TryParse"/> takes, in words.</summary>
    public const string Rule =
        "must be one ISO 8601 period of whole hours (PT6H), days (P1D), weeks (P2W) or months (P1M), "
        + "more than 0 and at most ten years";

    /// <summary>Of <c>PT#H</c>, <c>P#D</c>, <c>P#W</c> or <c>P#M</c>; false for any other text and beyond the
    /// limits.</summary>
    public static bool TryParse(string? text, out WindowPeriod period)
    {
        period = default;
        if (text is not { Length: >= 3 } || text[0] != 'P') return false;
        var inHours = text[1] == 'T';
        var digits = text.AsSpan(inHours ? 2 : 1)[..^1];
        if (digits.Length > 5 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;

        (var unit, var units, var max) = (inHours, text[^1]) switch
        {
            (true, 'H') => (PeriodUnit.Hours, 1, 10 * 366 * 24),
            (false, 'D') => (PeriodUnit.Days, 1, 10 * 366),
            (false, 'W') => (PeriodUnit.Days, 7, 10 * 366),
            (false, 'M') => (PeriodUnit.Months, 1, 10 * 12),
            _ => (PeriodUnit.Hours, 1, 0),
        };
        period = new WindowPeriod(unit, count * units);
        return period.Count >= 1 && period.Count <= max;
    }
}
