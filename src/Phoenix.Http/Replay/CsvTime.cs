using System.Globalization;

namespace Phoenix.Http.Replay;

/// <summary>Cells that hold a day and no time.</summary>
internal static class CsvTime
{
    /// <summary>Whether the cell is a date as <c>2025-11-18</c>.</summary>
    public static bool IsDate(string cell) =>
        DateOnly.TryParseExact(cell, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>The instant at which the date begins in UTC.</summary>
    public static string StartOf(string date) => date + "T00:00:00Z";
}
