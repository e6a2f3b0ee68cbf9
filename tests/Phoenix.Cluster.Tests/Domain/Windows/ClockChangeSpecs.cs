using Phoenix.Cluster.Domain.Windows;

namespace Phoenix.Cluster.Tests.Domain.Windows;

using static Timeframes;

/// <summary>Windows on the days on which clocks change.</summary>
public sealed class ClockChangeSpecs
{
    [Theory]
    [InlineData("Europe/Berlin", "2025-03-30 2025-03-29T23:00:00Z 2025-03-30T22:00:00Z", "2025-03-30T12:00:00Z")]
    [InlineData("Europe/Berlin", "2025-10-26 2025-10-25T22:00:00Z 2025-10-26T23:00:00Z", "2025-10-26T12:00:00Z")]
    [InlineData("America/New_York", "2025-03-09 2025-03-09T05:00:00Z 2025-03-10T04:00:00Z", "2025-03-09T12:00:00Z")]
    [InlineData("America/New_York", "2025-11-02 2025-11-02T04:00:00Z 2025-11-03T05:00:00Z", "2025-11-02T12:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2025-04-06 2025-04-05T13:00:00Z 2025-04-06T13:30:00Z", "2025-04-06T00:00:00Z")]
    // Midnight doesn't exist: the day begins at the jump.
    [InlineData("America/Sao_Paulo", "2017-10-15 2017-10-15T03:00:00Z 2017-10-16T02:00:00Z", "2017-10-15T12:00:00Z")]
    [InlineData("Asia/Beirut", "2022-03-27 2022-03-26T22:00:00Z 2022-03-27T21:00:00Z", "2022-03-27T12:00:00Z")]
    // Midnight comes twice, the clocks going back from 24:00 to 23:00 or from 00:01 to 23:01: the first counts.
    [InlineData("America/Sao_Paulo", "2018-02-18 2018-02-18T03:00:00Z 2018-02-19T03:00:00Z", "2018-02-18T12:00:00Z")]
    [InlineData("America/Sao_Paulo", "2018-02-17 2018-02-17T02:00:00Z 2018-02-18T03:00:00Z", "2018-02-18T02:30:00Z")]
    [InlineData("America/St_Johns", "2010-11-07 2010-11-07T02:30:00Z 2010-11-08T03:30:00Z", "2010-11-07T02:45:00Z")]
    public void A_day_on_which_clocks_change(string zone, string expected, string instant) =>
        Assert.Equal(expected, Daily(zone).Find(instant).Show());

    [Fact]
    public void A_reset_time_in_the_gap_is_the_instant_of_the_jump()
    {
        var window = Daily("Europe/Berlin", resetMinute: 150).Find("2025-03-30T12:00:00Z");

        Assert.Equal("2025-03-30 2025-03-30T01:00:00Z 2025-03-31T00:30:00Z", window.Show());
    }

    [Fact]
    public void A_reset_time_that_comes_twice_is_the_earlier()
    {
        var calendar = Daily("Europe/Berlin", resetMinute: 150);

        Assert.Equal(
            "2025-10-26 2025-10-26T00:30:00Z 2025-10-27T01:30:00Z",
            calendar.Find("2025-10-26T00:30:00Z").Show());
        Assert.Equal("2025-10-26", calendar.Find("2025-10-26T01:15:00Z").Key);
        Assert.Equal("2025-10-25", calendar.Find("2025-10-26T00:29:59.999999Z").Key);
    }

    [Fact]
    public void A_day_that_a_zone_skipped_has_no_window()
    {
        var calendar = Daily("Pacific/Apia");

        Assert.Equal(
            "2011-12-29 2011-12-29T10:00:00Z 2011-12-30T10:00:00Z",
            calendar.Find("2011-12-30T09:59:59Z").Show());
        Assert.Equal(
            "2011-12-31 2011-12-30T10:00:00Z 2011-12-31T10:00:00Z",
            calendar.Find("2011-12-30T10:00:00Z").Show());
        Assert.False(calendar.TryParseKey("2011-12-30", out _));
    }

    [Fact]
    public void A_week_whose_first_day_was_skipped_begins_at_the_jump_and_keeps_its_name()
    {
        var window = Weekly("Pacific/Apia", DayOfWeek.Friday).Find("2012-01-01T00:00:00Z");

        Assert.Equal("2011-W52 2011-12-30T10:00:00Z 2012-01-05T10:00:00Z", window.Show());
    }

    [Fact]
    public void The_hour_that_comes_twice_is_two_windows_whose_keys_carry_the_offset() =>
        Assert.Equal(
            [
                "2025-10-26T01 2025-10-25T23:00:00Z 2025-10-26T00:00:00Z",
                "2025-10-26T02+02:00 2025-10-26T00:00:00Z 2025-10-26T01:00:00Z",
                "2025-10-26T02+01:00 2025-10-26T01:00:00Z 2025-10-26T02:00:00Z",
                "2025-10-26T03 2025-10-26T02:00:00Z 2025-10-26T03:00:00Z",
            ],
            Hours("Europe/Berlin", "2025-10-25T23:00:00Z", 4));

    [Fact]
    public void The_hour_that_clocks_jump_over_has_no_window() =>
        Assert.Equal(
            [
                "2025-03-30T01 2025-03-30T00:00:00Z 2025-03-30T01:00:00Z",
                "2025-03-30T03 2025-03-30T01:00:00Z 2025-03-30T02:00:00Z",
            ],
            Hours("Europe/Berlin", "2025-03-30T00:00:00Z", 2));

    [Fact]
    public void Clocks_that_go_back_half_an_hour_leave_a_whole_and_a_half_hour_of_one_name() =>
        Assert.Equal(
            [
                "2025-04-06T00 2025-04-05T13:00:00Z 2025-04-05T14:00:00Z",
                "2025-04-06T01+11:00 2025-04-05T14:00:00Z 2025-04-05T15:00:00Z",
                "2025-04-06T01+10:30 2025-04-05T15:00:00Z 2025-04-05T15:30:00Z",
                "2025-04-06T02 2025-04-05T15:30:00Z 2025-04-05T16:30:00Z",
            ],
            Hours("Australia/Lord_Howe", "2025-04-05T13:00:00Z", 4));

    [Fact]
    public void Clocks_that_go_on_half_an_hour_leave_half_an_hour() =>
        Assert.Equal(
            [
                "2025-10-05T01 2025-10-04T14:30:00Z 2025-10-04T15:30:00Z",
                "2025-10-05T02 2025-10-04T15:30:00Z 2025-10-04T16:00:00Z",
                "2025-10-05T03 2025-10-04T16:00:00Z 2025-10-04T17:00:00Z",
            ],
            Hours("Australia/Lord_Howe", "2025-10-04T14:30:00Z", 3));

    [Fact]
    public void Local_mean_time_has_seconds_in_its_offset() =>
        Assert.Equal(
            [
                "1891-03-15T23+00:12:12 1891-03-15T22:47:48Z 1891-03-15T23:47:48Z",
                "1891-03-15T23+00:09:21 1891-03-15T23:47:48Z 1891-03-15T23:50:39Z",
                "1891-03-16T00 1891-03-15T23:50:39Z 1891-03-16T00:50:39Z",
            ],
            Hours("Africa/Algiers", "1891-03-15T23:00:00Z", 3));

    [Fact]
    public void A_change_of_rules_that_leaves_the_offset_does_not_cut_an_hour()
    {
        // Summer time became standard time by law in that night: London stayed an hour ahead.
        var calendar = Hourly("Europe/London");

        Assert.Equal(
            "1968-10-27T00 1968-10-26T23:00:00Z 1968-10-27T00:00:00Z",
            calendar.Find("1968-10-26T23:30:00Z").Show());
    }

    [Fact]
    public void Custom_days_keep_their_local_time_and_custom_hours_their_length()
    {
        Assert.Equal(
            "2025-03-30T08:00:00Z 2025-03-30T08:00:00Z 2025-03-31T08:00:00Z",
            Every("P1D", "2025-03-28T09:00:00Z", "Europe/Berlin").Find("2025-03-30T12:00:00Z").Show());
        Assert.Equal(
            "2025-03-30T09:00:00Z 2025-03-30T09:00:00Z 2025-03-31T09:00:00Z",
            Every("PT24H", "2025-03-28T09:00:00Z", "Europe/Berlin").Find("2025-03-30T12:00:00Z").Show());
    }

    [Fact]
    public void A_custom_start_in_the_second_of_two_equal_hours_stays_there()
    {
        var calendar = Every("P1D", "2025-10-26T01:30:00Z", "Europe/Berlin");

        Assert.False(calendar.TryFind(Instants.Us("2025-10-26T00:30:00Z"), out _));
        Assert.Equal(
            "2025-10-26T01:30:00Z 2025-10-26T01:30:00Z 2025-10-27T01:30:00Z",
            calendar.Find("2025-10-26T01:30:00Z").Show());
    }

    [Fact]
    public void A_custom_start_just_before_clocks_go_back_holds_what_follows()
    {
        var calendar = Every("P1D", "2025-10-26T00:30:00Z", "Europe/Berlin");

        Assert.Equal(
            "2025-10-26T00:30:00Z 2025-10-26T00:30:00Z 2025-10-27T01:30:00Z",
            calendar.Find("2025-10-26T01:10:00Z").Show());
    }

    private static IEnumerable<string> Hours(string zone, string from, int count)
    {
        var calendar = Hourly(zone);
        var windows = new List<Window> { calendar.Find(from) };
        while (windows.Count < count) windows.Add(calendar.Find(windows[^1].EndUs));
        return windows.Select(window => window.Show());
    }
}
