using System.Globalization;

namespace Phoenix.Cluster.Tests.Domain.Windows;

using static Timeframes;

/// <summary>Windows away from clock changes.</summary>
public sealed class WindowCalendarSpecs
{
    [Fact]
    public void The_published_examples_have_the_published_keys()
    {
        Assert.Equal("2025-11-18T12", Hourly().Find("2025-11-18T12:34:56Z").Key);
        Assert.Equal("2025-11-18", Daily().Find("2025-11-18T12:34:56Z").Key);
        Assert.Equal("2025-W47", Weekly().Find("2025-11-18T12:34:56Z").Key);
        Assert.Equal("2025-11", Monthly().Find("2025-11-18T12:34:56Z").Key);
        Assert.Equal("all", AllTime().Find("2025-11-18T12:34:56Z").Key);
        Assert.Equal("2025-11-18T00:00:00Z", Every("P1D", "2025-11-18T00:00:00Z").Find("2025-11-18T12:34:56Z").Key);
    }

    [Theory]
    [InlineData("2025-11-18T00:00:00Z", "2025-11-18 2025-11-18T00:00:00Z 2025-11-19T00:00:00Z")]
    [InlineData("2025-11-18T23:59:59.999999Z", "2025-11-18 2025-11-18T00:00:00Z 2025-11-19T00:00:00Z")]
    [InlineData("2024-02-29T12:00:00Z", "2024-02-29 2024-02-29T00:00:00Z 2024-03-01T00:00:00Z")]
    [InlineData("1969-12-31T23:59:59.999999Z", "1969-12-31 1969-12-31T00:00:00Z 1970-01-01T00:00:00Z")]
    [InlineData("1872-05-10T10:00:00Z", "1872-05-10 1872-05-10T00:00:00Z 1872-05-11T00:00:00Z")]
    [InlineData("1900-02-28T10:00:00Z", "1900-02-28 1900-02-28T00:00:00Z 1900-03-01T00:00:00Z")]
    public void A_day_of_UTC(string instant, string expected) =>
        Assert.Equal(expected, Daily().Find(instant).Show());

    [Theory]
    [InlineData("2025-11-18T05:59:59Z", "2025-11-17 2025-11-17T06:00:00Z 2025-11-18T06:00:00Z")]
    [InlineData("2025-11-18T06:00:00Z", "2025-11-18 2025-11-18T06:00:00Z 2025-11-19T06:00:00Z")]
    public void A_reset_time_shifts_the_day_and_its_first_date_names_it(string instant, string expected) =>
        Assert.Equal(expected, Daily(resetMinute: 360).Find(instant).Show());

    [Theory]
    [InlineData(DayOfWeek.Monday, "2025-W47 2025-11-17T00:00:00Z 2025-11-24T00:00:00Z")]
    [InlineData(DayOfWeek.Tuesday, "2025-W47 2025-11-18T00:00:00Z 2025-11-25T00:00:00Z")]
    [InlineData(DayOfWeek.Wednesday, "2025-W46 2025-11-12T00:00:00Z 2025-11-19T00:00:00Z")]
    [InlineData(DayOfWeek.Saturday, "2025-W46 2025-11-15T00:00:00Z 2025-11-22T00:00:00Z")]
    [InlineData(DayOfWeek.Sunday, "2025-W46 2025-11-16T00:00:00Z 2025-11-23T00:00:00Z")]
    public void A_week_begins_on_its_reset_day_whose_ISO_week_names_it(DayOfWeek resetDay, string expected) =>
        Assert.Equal(expected, Weekly(resetDay: resetDay).Find("2025-11-18T12:00:00Z").Show());

    [Theory]
    [InlineData("2024-12-30T00:00:00Z", "2025-W01")]
    [InlineData("2021-01-03T23:00:00Z", "2020-W53")]
    [InlineData("2021-01-04T00:00:00Z", "2021-W01")]
    [InlineData("2023-01-01T00:00:00Z", "2022-W52")]
    public void Weeks_at_the_turn_of_the_year_have_the_ISO_year(string instant, string key) =>
        Assert.Equal(key, Weekly().Find(instant).Key);

    [Fact]
    public void Weeks_have_the_numbers_that_the_base_library_gives_them()
    {
        for (var day = new DateTime(1990, 1, 1, 0, 0, 0, DateTimeKind.Utc); day.Year < 2060; day = day.AddDays(5))
        {
            var key = $"{ISOWeek.GetYear(day):D4}-W{ISOWeek.GetWeekOfYear(day):D2}";
            Assert.Equal(key, Weekly().Find(day.ToString("O")).Key);
        }
    }

    [Theory]
    [InlineData("2025-11-14T23:59:59Z", "2025-10 2025-10-15T00:00:00Z 2025-11-15T00:00:00Z")]
    [InlineData("2025-11-15T00:00:00Z", "2025-11 2025-11-15T00:00:00Z 2025-12-15T00:00:00Z")]
    [InlineData("2026-01-01T00:00:00Z", "2025-12 2025-12-15T00:00:00Z 2026-01-15T00:00:00Z")]
    public void A_month_begins_on_its_reset_day_and_is_named_by_the_month_of_that(string instant, string expected) =>
        Assert.Equal(expected, Monthly(resetDayOfMonth: 15).Find(instant).Show());

    [Fact]
    public void A_fixed_zone_shifts_the_day() =>
        Assert.Equal(
            "2025-11-19 2025-11-18T18:15:00Z 2025-11-19T18:15:00Z",
            Daily("Asia/Kathmandu").Find("2025-11-18T18:20:00Z").Show());

    [Fact]
    public void An_hour_of_a_zone_with_a_broken_offset_begins_on_its_local_hour() =>
        Assert.Equal(
            "2025-11-18T17 2025-11-18T11:15:00Z 2025-11-18T12:15:00Z",
            Hourly("Asia/Kathmandu").Find("2025-11-18T12:00:00Z").Show());

    [Fact]
    public void A_single_custom_window_holds_nothing_outside()
    {
        var calendar = Once("2025-11-18T10:00:00Z", "2025-11-20T10:00:00Z");

        Assert.False(calendar.TryFind(Instants.Us("2025-11-18T09:59:59.999999Z"), out _));
        Assert.Equal(
            "2025-11-18T10:00:00Z 2025-11-18T10:00:00Z 2025-11-20T10:00:00Z",
            calendar.Find("2025-11-18T10:00:00Z").Show());
        Assert.False(calendar.TryFind(Instants.Us("2025-11-20T10:00:00Z"), out _));
    }

    [Theory]
    [InlineData("PT6H", "2025-11-18T04:00:00Z", "2025-11-18T03:30:00Z 2025-11-18T03:30:00Z 2025-11-18T09:30:00Z")]
    [InlineData("PT6H", "2025-11-20T00:00:00Z", "2025-11-19T21:30:00Z 2025-11-19T21:30:00Z 2025-11-20T03:30:00Z")]
    [InlineData("P2D", "2025-11-23T00:00:00Z", "2025-11-22T03:30:00Z 2025-11-22T03:30:00Z 2025-11-24T03:30:00Z")]
    [InlineData("P2W", "2026-01-01T00:00:00Z", "2025-12-30T03:30:00Z 2025-12-30T03:30:00Z 2026-01-13T03:30:00Z")]
    [InlineData("P3M", "2026-05-18T03:29:59Z", "2026-02-18T03:30:00Z 2026-02-18T03:30:00Z 2026-05-18T03:30:00Z")]
    [InlineData("P3M", "2026-05-18T03:30:00Z", "2026-05-18T03:30:00Z 2026-05-18T03:30:00Z 2026-08-18T03:30:00Z")]
    public void Custom_periods_follow_each_other_from_their_start(string every, string instant, string expected) =>
        Assert.Equal(expected, Every(every, "2025-11-18T03:30:00Z").Find(instant).Show());

    [Fact]
    public void Nothing_falls_before_the_start_of_custom_periods()
    {
        Assert.False(Every("PT6H", "2025-11-18T03:30:00Z").TryFind(Instants.Us("2025-11-18T03:29:59Z"), out _));
        Assert.False(Every("P1M", "2025-11-18T03:30:00Z").TryFind(Instants.Us("2025-11-18T03:29:59Z"), out _));
    }

    [Theory]
    [InlineData("2025-02-10T00:00:00Z", "2025-01-31T12:00:00Z", "2025-02-28T12:00:00Z")]
    [InlineData("2025-03-01T00:00:00Z", "2025-02-28T12:00:00Z", "2025-03-31T12:00:00Z")]
    [InlineData("2025-03-31T13:00:00Z", "2025-03-31T12:00:00Z", "2025-04-30T12:00:00Z")]
    [InlineData("2028-02-29T12:00:00Z", "2028-02-29T12:00:00Z", "2028-03-31T12:00:00Z")]
    public void Months_from_a_31st_on_begin_on_the_last_day_if_there_is_none(string instant, string start, string end)
    {
        var window = Every("P1M", "2025-01-31T12:00:00Z").Find(instant);

        Assert.Equal((Instants.Us(start), Instants.Us(end)), (window.StartUs, window.EndUs));
    }

    [Fact]
    public void A_start_within_a_second_keeps_its_fraction_in_the_key() =>
        Assert.Equal(
            "2025-11-18T00:00:00.25Z", Every("PT1H", "2025-11-18T00:00:00.25Z").Find("2025-11-18T00:30:00Z").Key);

    [Theory]
    [InlineData("UTC")]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("America/New_York")]
    public void The_first_and_last_instants_of_the_years_1_to_9999_have_windows_and_no_others_do(string zone)
    {
        var first = Instants.Us("0001-01-01T00:00:00Z");
        var last = Instants.Us("9999-12-31T23:59:59.999999Z");
        foreach (var calendar in new[]
        {
            Hourly(zone), Daily(zone, 720), Weekly(zone, DayOfWeek.Sunday), Monthly(zone, 28),
        })
        {
            foreach (var instant in new[] { first, last })
            {
                var window = calendar.Find(instant);
                Assert.True(window.Contains(instant));
                Assert.True(calendar.TryParseKey(window.Key, out var parsed));
                Assert.Equal(window, parsed);
            }
            Assert.False(calendar.TryFind(first - 1, out _));
            Assert.False(calendar.TryFind(last + 1, out _));
            Assert.False(calendar.TryFind(long.MinValue, out _));
            Assert.False(calendar.TryFind(long.MaxValue, out _));
        }
    }

    [Fact]
    public void The_windows_of_the_edges_of_time_are_named_by_their_first_day()
    {
        Assert.Equal("0000-12-31", Daily(resetMinute: 1).Find("0001-01-01T00:00:00Z").Key);
        Assert.Equal("10000-01-01", Daily("Pacific/Kiritimati").Find("9999-12-31T23:00:00Z").Key);
    }

    [Fact]
    public void Remembers_windows_and_still_gives_each_instant_its_own()
    {
        var warm = Daily("Europe/Berlin");
        var random = new Random(20251118);
        for (var i = 0; i < 20_000; i++)
        {
            var instantUs = random.NextInt64(Instants.Us("2020-01-01T00:00:00Z"), Instants.Us("2021-01-01T00:00:00Z"));
            var window = warm.Find(instantUs);
            Assert.True(window.Contains(instantUs));
            if (i % 100 == 0) Assert.Equal(Daily("Europe/Berlin").Find(instantUs), window);
        }
    }

    [Fact]
    public void Finding_a_window_again_allocates_nothing()
    {
        var calendar = Hourly();
        var instantUs = Instants.Us("2025-11-18T12:00:00Z");
        calendar.Find(instantUs);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1_000; i++) calendar.TryFind(instantUs + i, out _);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
