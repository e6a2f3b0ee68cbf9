using Phoenix.Cluster.Domain.Windows;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Tests.Domain.Windows;

public sealed class TimeframeRulesSpecs
{
    private static readonly TimeframeConfig Custom = TimeframeConfig.Of(TimeframeType.Custom) with
    {
        StartUs = Instants.Us("2025-11-18T00:00:00Z"),
        Every = "P1D",
    };

    public static TheoryData<string, TimeframeConfig> Faults() => new()
    {
        { "type", Of((TimeframeType)17) },
        { "timezone", Of() with { Timezone = "Mars/Olympus" } },
        { "timezone", Of() with { Timezone = "" } },
        { "timezone", Of() with { Timezone = "europe/berlin" } },
        { "timezone", Of() with { Timezone = "UTC+03:30" } },
        { "timezone", Of() with { Timezone = "+03:30" } },
        { "timezone", Of() with { Timezone = "W. Europe Standard Time" } },
        { "grace_seconds", Of() with { GraceSeconds = -2 } },
        { "grace_seconds", Of() with { GraceSeconds = int.MaxValue } },
        { "reset_time", Of() with { ResetMinuteOfDay = -1 } },
        { "reset_time", Of() with { ResetMinuteOfDay = 1_440 } },
        { "reset_time", Of(TimeframeType.Hourly) with { ResetMinuteOfDay = 60 } },
        { "reset_time", Of(TimeframeType.AllTime) with { ResetMinuteOfDay = 60 } },
        { "reset_time", Custom with { ResetMinuteOfDay = 60 } },
        { "reset_day", Of(TimeframeType.Weekly) with { ResetDay = (DayOfWeek)7 } },
        { "reset_day", Of() with { ResetDay = DayOfWeek.Sunday } },
        { "reset_day_of_month", Of(TimeframeType.Monthly) with { ResetDayOfMonth = 0 } },
        { "reset_day_of_month", Of(TimeframeType.Monthly) with { ResetDayOfMonth = 29 } },
        { "reset_day_of_month", Of(TimeframeType.Weekly) with { ResetDayOfMonth = 2 } },
        { "start", Of() with { StartUs = 0 } },
        { "end", Of() with { EndUs = 0 } },
        { "every", Of() with { Every = "P1D" } },
        { "start", Custom with { StartUs = null } },
        { "start", Custom with { StartUs = long.MinValue } },
        { "end", Custom with { Every = null, EndUs = long.MaxValue } },
        { "end", Custom with { Every = null, EndUs = Custom.StartUs } },
        { "end", Custom with { Every = null, EndUs = Custom.StartUs - 1 } },
        { "every", Custom with { Every = null } },
        { "every", Custom with { EndUs = Custom.StartUs + 1 } },
    };

    public static TheoryData<TimeframeConfig> GoodOnes() => new()
    {
        Of(),
        Of(TimeframeType.Hourly),
        Of(TimeframeType.AllTime),
        Of() with { Timezone = "Etc/GMT+5", GraceSeconds = -1 },
        Of() with { Timezone = "Asia/Kathmandu", GraceSeconds = 0, ResetMinuteOfDay = 1_439 },
        Of() with { GraceSeconds = 10 * 365 * 86_400 },
        Of(TimeframeType.Weekly) with { ResetDay = DayOfWeek.Sunday, ResetMinuteOfDay = 1 },
        Of(TimeframeType.Monthly) with { ResetDayOfMonth = 28, ResetMinuteOfDay = 1 },
        Custom,
        Custom with { Every = null, EndUs = Custom.StartUs + 1 },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Names_the_field_of_the_broken_rule_and_no_calendar_is_made(string field, TimeframeConfig timeframe)
    {
        var error = Assert.Single(Check(timeframe));

        Assert.Equal("config.timeframe." + field, error.Field);
        Assert.NotEmpty(error.Message);
        Assert.Throws<ArgumentException>(() => WindowCalendar.Of(timeframe));
    }

    [Theory]
    [MemberData(nameof(GoodOnes))]
    public void Finds_nothing_wrong_with_a_good_one(TimeframeConfig timeframe)
    {
        Assert.Empty(Check(timeframe));
        Assert.NotNull(WindowCalendar.Of(timeframe));
    }

    [Fact]
    public void Tells_every_fault_at_once()
    {
        var errors = Check(Of() with { Timezone = "?", GraceSeconds = -5, ResetDay = DayOfWeek.Friday });

        Assert.Equal(
            ["config.timeframe.timezone", "config.timeframe.grace_seconds", "config.timeframe.reset_day"],
            errors.Select(error => error.Field));
    }

    [Theory]
    [InlineData("PT1H")]
    [InlineData("PT6H")]
    [InlineData("PT87840H")]
    [InlineData("P1D")]
    [InlineData("P3660D")]
    [InlineData("P2W")]
    [InlineData("P120M")]
    public void Takes_whole_periods(string every) => Assert.Empty(Check(Custom with { Every = every }));

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1")]
    [InlineData("PD")]
    [InlineData("PTH")]
    [InlineData("P0D")]
    [InlineData("PT0H")]
    [InlineData("P-1D")]
    [InlineData("P1.5D")]
    [InlineData("P1H")]
    [InlineData("PT1D")]
    [InlineData("PT1M")]
    [InlineData("PT90S")]
    [InlineData("PT1W")]
    [InlineData("P1Y")]
    [InlineData("P1DT12H")]
    [InlineData("P1D ")]
    [InlineData("p1d")]
    [InlineData("1D")]
    [InlineData("PT87841H")]
    [InlineData("P3661D")]
    [InlineData("P523W")]
    [InlineData("P121M")]
    [InlineData("P99999999999999999999D")]
    [InlineData("P١D")]
    public void Refuses_what_is_no_whole_period_of_at_most_ten_years(string every)
    {
        var error = Assert.Single(Check(Custom with { Every = every }));

        Assert.Equal("config.timeframe.every", error.Field);
    }

    private static TimeframeConfig Of(TimeframeType type = TimeframeType.Daily) => TimeframeConfig.Of(type);

    private static List<FieldError> Check(TimeframeConfig timeframe)
    {
        var errors = new List<FieldError>();
        WindowCalendar.Check(timeframe, errors);
        return errors;
    }
}
