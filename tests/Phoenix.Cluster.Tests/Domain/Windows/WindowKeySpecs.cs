using Phoenix.Cluster.Domain.Windows;

namespace Phoenix.Cluster.Tests.Domain.Windows;

using static Timeframes;

/// <summary>Reading keys back.</summary>
public sealed class WindowKeySpecs
{
    public static TheoryData<string, string> ForeignKeys()
    {
        var data = new TheoryData<string, string>();
        foreach (var kind in Calendars.Keys)
            foreach (var key in Malformed) data.Add(kind, key);
        foreach (var (kind, key) in NearMisses) data.Add(kind, key);
        return data;
    }

    [Theory]
    [MemberData(nameof(ForeignKeys))]
    public void A_key_that_no_window_bears_is_refused(string kind, string key)
    {
        Assert.False(Calendars[kind].TryParseKey(key, out var window));
        Assert.Equal(default, window);
    }

    [Theory]
    [InlineData("hourly", "2025-11-18T12", "2025-11-18T11:00:00Z", "2025-11-18T12:00:00Z")]
    [InlineData("hourly", "2025-10-26T02+02:00", "2025-10-26T00:00:00Z", "2025-10-26T01:00:00Z")]
    [InlineData("hourly", "2025-10-26T02+01:00", "2025-10-26T01:00:00Z", "2025-10-26T02:00:00Z")]
    [InlineData("daily", "2025-11-18", "2025-11-18T05:00:00Z", "2025-11-19T05:00:00Z")]
    [InlineData("weekly", "2025-W47", "2025-11-22T23:00:00Z", "2025-11-29T23:00:00Z")]
    [InlineData("monthly", "2025-02", "2025-02-28T00:00:00Z", "2025-03-28T00:00:00Z")]
    [InlineData("months", "2025-02-28T09:00:00Z", "2025-02-28T09:00:00Z", "2025-03-31T08:00:00Z")]
    [InlineData("hours", "2025-01-31T16:00:00Z", "2025-01-31T16:00:00Z", "2025-01-31T23:00:00Z")]
    [InlineData("once", "2025-01-31T09:00:00Z", "2025-01-31T09:00:00Z", "2025-02-01T09:00:00Z")]
    public void A_key_gives_the_window_that_bears_it(string kind, string key, string start, string end)
    {
        Assert.True(Calendars[kind].TryParseKey(key, out var window));

        Assert.Equal(new Window(key, Instants.Us(start), Instants.Us(end)), window);
        Assert.Equal(window, Calendars[kind].Find(start));
    }

    private static Dictionary<string, WindowCalendar> Calendars { get; } = new()
    {
        ["hourly"] = Hourly("Europe/Berlin"),
        ["daily"] = Daily("Europe/Berlin", resetMinute: 360),
        ["weekly"] = Weekly("Europe/Berlin", DayOfWeek.Sunday),
        ["monthly"] = Monthly("UTC", resetDayOfMonth: 28),
        ["all"] = AllTime(),
        ["months"] = Every("P1M", "2025-01-31T09:00:00Z", "Europe/Berlin"),
        ["hours"] = Every("PT7H", "2025-01-31T09:00:00Z"),
        ["once"] = Once("2025-01-31T09:00:00Z", "2025-02-01T09:00:00Z"),
    };

    private static string[] Malformed { get; } =
    [
        "", " ", "T", "-", "Z", "ALL", "all ", "null", "2025", "2025-", "2025-13", "2025-00", "2025-1", "25-11",
        "2025-W00", "2025-W54", "2025-W53", "2025-w47", "2025-W7", "2025W47", "2025-11-31", "2025-11-00", "2025-1-18",
        "2025-11-18 ", " 2025-11-18", "+2025-11-18", "2025-11-18T24", "2025-11-18T1", "2025-11-18T", "2025-11-18T-1",
        "2025-11-18t12", "2025-11-18T12Z", "2025-11-18T12+01:00", "2025-11-18T12:00", "2025-11-18T12:00:00",
        "02025-11-18", "02025-11", "2025-11-18T12:00:00+00:00", "2025-11-18T12:00:00.0Z", "２０２５-11-18", "10001-01-01",
        "99999-01", "2025-02-29", "٢٠٢٥-١١-١٨", "2025-11-18\0", new string('1', 5_000),
    ];

    private static (string Kind, string Key)[] NearMisses { get; } =
    [
        ("hourly", "2025-10-26T02"),
        ("hourly", "2025-10-26T02+03:00"),
        ("hourly", "2025-10-26T01+02:00"),
        ("hourly", "2025-03-30T02"),
        ("hourly", "2025-11-18"),
        ("hourly", "10000-01-01T01"),
        ("daily", "2025-11-18T12"),
        ("daily", "2025-11"),
        ("daily", "0000-12-30"),
        ("weekly", "2025-11"),
        ("monthly", "2025-W47"),
        ("monthly", "2025-11-18"),
        ("monthly", "10000-01"),
        ("months", "2025-02-28T09:00:01Z"),
        ("months", "2024-12-31T09:00:00Z"),
        ("months", "2025-02-28"),
        ("hours", "2025-01-31T15:00:00Z"),
        ("hours", "2025-01-31T02:00:00Z"),
        ("once", "2025-01-31T10:00:00Z"),
        ("once", "2025-02-01T09:00:00Z"),
        ("all", "all-time"),
    ];
}
