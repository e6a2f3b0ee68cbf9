using System.Globalization;
using Phoenix.Cluster.Domain.Windows;

namespace Phoenix.Cluster.Tests.Domain.Windows;

/// <summary>Instants of tests as RFC 3339 text, and the windows found for them.</summary>
internal static class Instants
{
    public const long HourUs = 3_600_000_000;
    public const long DayUs = 24 * HourUs;

    public static long Us(string text) =>
        (DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcTicks - DateTime.UnixEpoch.Ticks) / 10;

    public static string Text(long instantUs) =>
        DateTime.UnixEpoch.AddTicks(instantUs * 10)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFK", CultureInfo.InvariantCulture);

    /// <summary>The window that holds the instant.</summary>
    public static Window Find(this WindowCalendar calendar, string instant) => calendar.Find(Us(instant));

    public static Window Find(this WindowCalendar calendar, long instantUs)
    {
        Assert.True(calendar.TryFind(instantUs, out var window), $"No window holds {Text(instantUs)}.");
        return window;
    }

    /// <summary>The window as <c>key start end</c>.</summary>
    public static string Show(this Window window) => $"{window.Key} {Text(window.StartUs)} {Text(window.EndUs)}";
}
