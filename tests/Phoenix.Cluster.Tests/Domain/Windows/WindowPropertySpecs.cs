using CsCheck;
using NodaTime;
using Phoenix.Cluster.Domain.Windows;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Tests.Domain.Windows;

/// <summary>What holds for every calendar at every instant.</summary>
public sealed class WindowPropertySpecs
{
    private static readonly string[] AllZones =
        [.. DateTimeZoneProviders.Tzdb.Ids.Order(StringComparer.Ordinal)];

    private static readonly Gen<string> Zones = Gen.Frequency(
        (1, Gen.Const("UTC")),
        (3, OneOf(
            "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo",
            "Asia/Beirut", "America/St_Johns", "Africa/Casablanca", "Asia/Manila", "America/Juneau",
            "Pacific/Kwajalein", "Asia/Tehran")),
        (3, OneOf(AllZones)));

    private static readonly Gen<TimeframeConfig> Configs = Gen.Select(
        Gen.Int[0, 6], Zones, Gen.Int[0, 6], Gen.Int[0, 1439], Gen.Int[1, 28], Gen.Int[1, 40],
        Gen.Long[-4_000, 700_000],
        (kind, zone, weekday, minute, dayOfMonth, count, startHour) =>
        {
            var config = TimeframeConfig.Of((TimeframeType)Math.Min(kind, 3)) with { Timezone = zone };
            var startUs = startHour * Instants.HourUs;
            return kind switch
            {
                0 => config,
                1 => config with { ResetMinuteOfDay = minute },
                2 => config with { ResetMinuteOfDay = minute, ResetDay = (DayOfWeek)weekday },
                3 => config with { ResetMinuteOfDay = minute, ResetDayOfMonth = dayOfMonth },
                4 => config with { Type = TimeframeType.Custom, StartUs = startUs, Every = $"PT{count}H" },
                5 => config with { Type = TimeframeType.Custom, StartUs = startUs, Every = $"P{count}D" },
                _ => config with { Type = TimeframeType.Custom, StartUs = startUs, Every = $"P{count}M" },
            };
        });

    private static readonly Gen<long> AnyInstant = Gen.Frequency(
        (1, Gen.Long[Instants.Us("0001-01-01T00:00:00Z"), Instants.Us("9999-12-31T23:59:59.999999Z")]),
        (4, Gen.Long[Instants.Us("1850-01-01T00:00:00Z"), Instants.Us("2060-01-01T00:00:00Z")]));

    [Fact]
    public void The_window_found_holds_the_instant_and_its_neighbours_adjoin_it() =>
        Gen.Select(Configs, AnyInstant).Sample(
            (config, instantUs) =>
            {
                var calendar = WindowCalendar.Of(config);
                if (!calendar.TryFind(instantUs, out var window))
                {
                    Assert.True(instantUs < config.StartUs);
                    return;
                }
                AssertSound(calendar, instantUs);
                foreach (var neighbourUs in new[] { window.StartUs - 1, window.EndUs })
                {
                    if (!calendar.TryFind(neighbourUs, out var neighbour)) continue;
                    AssertSound(calendar, neighbourUs);
                    Assert.True(neighbour.EndUs == window.StartUs || neighbour.StartUs == window.EndUs);
                    Assert.NotEqual(window.Key, neighbour.Key);
                }
            },
            iter: 20_000);

    [Fact]
    public void Around_every_clock_change_of_every_zone_windows_are_gapless_and_named_uniquely()
    {
        foreach (var zone in AllZones)
        {
            var calendars = new[] { Timeframes.Hourly(zone), Timeframes.Daily(zone), Timeframes.Daily(zone, 150) };
            var changes = DateTimeZoneProviders.Tzdb[zone]
                .GetZoneIntervals(Instant.FromUtc(1840, 1, 1, 0, 0), Instant.FromUtc(2032, 1, 1, 0, 0))
                .Where(interval => interval.HasEnd).Select(interval => interval.End.ToUnixTimeTicks() / 10).ToArray();
            foreach (var calendar in calendars)
                foreach (var changeUs in changes.Where((_, i) => i % 4 == 0 || i > changes.Length - 12 || i < 8))
                {
                    AssertGapless(calendar, changeUs - (3 * Instants.HourUs), changeUs + (3 * Instants.HourUs));
                    for (var minute = -90; minute <= 90; minute += 15)
                        AssertSound(calendar, changeUs + (minute * 60_000_000L));
                }
        }
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Pacific/Apia")]
    public void Forty_years_of_hours_are_gapless_and_named_uniquely(string zone) =>
        AssertGapless(
            Timeframes.Hourly(zone), Instants.Us("1990-01-01T00:00:00Z"), Instants.Us("2030-01-01T00:00:00Z"));

    /// <summary>The rule as the contract states it, against NodaTime's own local times.</summary>
    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/St_Johns")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Asia/Kolkata")]
    public void An_hour_is_the_instants_of_equal_local_date_hour_and_offset(string zone)
    {
        var timezone = DateTimeZoneProviders.Tzdb[zone];
        var calendar = Timeframes.Hourly(zone);
        var end = Instants.Us("2030-01-01T00:00:00Z");
        for (var window = calendar.Find(Instants.Us("1990-01-01T00:00:00Z")); window.StartUs < end;
             window = calendar.Find(window.EndUs))
        {
            var hour = HourOf(window.StartUs);
            Assert.Equal(hour, HourOf(window.EndUs - 1));
            Assert.NotEqual(hour, HourOf(window.EndUs));
            Assert.NotEqual(hour, HourOf(window.StartUs - 1));
            Assert.StartsWith($"{hour.Date:yyyy-MM-dd}T{hour.Hour:D2}", window.Key, StringComparison.Ordinal);
        }

        (LocalDate Date, int Hour, Offset Offset) HourOf(long instantUs)
        {
            var time = Instant.FromUnixTimeTicks(instantUs * 10).InZone(timezone);
            return (time.Date, time.Hour, time.Offset);
        }
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("Pacific/Apia")]
    [InlineData("America/Sao_Paulo")]
    public void Two_centuries_of_days_weeks_and_months_are_gapless_and_named_uniquely(string zone)
    {
        foreach (var calendar in new[]
        {
            Timeframes.Daily(zone), Timeframes.Daily(zone, 150), Timeframes.Weekly(zone, DayOfWeek.Saturday),
            Timeframes.Monthly(zone, 17), Timeframes.Every("P1M", "1850-01-31T10:00:00Z", zone),
        })
            AssertGapless(calendar, Instants.Us("1850-02-01T00:00:00Z"), Instants.Us("2050-01-01T00:00:00Z"));
    }

    /// <summary>The rule as the contract states it, against NodaTime's own mapping of local times.</summary>
    [Fact]
    public void A_boundary_is_the_earlier_of_two_and_the_jump_where_there_is_none() =>
        Gen.Select(Zones, Gen.Long[-60_000_000, 60_000_000]).Sample(
            (zone, minute) =>
            {
                Assert.True(ZoneTimeline.TryOf(zone, out var timeline));
                var mapping = DateTimeZoneProviders.Tzdb[zone]
                    .MapLocal(new LocalDateTime(1970, 1, 1, 0, 0).PlusMinutes(minute));
                var expected = mapping.Count > 0 ? mapping.First().ToInstant() : mapping.LateInterval.Start;

                Assert.Equal(expected.ToUnixTimeTicks() / 10, timeline.InstantOf(minute * 60_000_000));
            },
            iter: 20_000);

    private static Gen<string> OneOf(params string[] names) => Gen.Int[0, names.Length - 1].Select(i => names[i]);

    private static void AssertSound(WindowCalendar calendar, long instantUs)
    {
        var window = calendar.Find(instantUs);
        Assert.True(window.Contains(instantUs), window.Key);
        Assert.True(calendar.TryParseKey(window.Key, out var parsed), window.Key);
        Assert.Equal(window, parsed);
    }

    private static void AssertGapless(WindowCalendar calendar, long fromUs, long toUs)
    {
        var keys = new HashSet<string>();
        var window = calendar.Find(fromUs);
        while (window.StartUs < toUs)
        {
            Assert.True(keys.Add(window.Key), window.Key);
            Assert.True(window.StartUs < window.EndUs, window.Key);
            Assert.True(calendar.TryParseKey(window.Key, out var parsed) && parsed == window, window.Key);
            Assert.Equal(window, calendar.Find(window.EndUs - 1));
            var next = calendar.Find(window.EndUs);
            Assert.Equal(window.EndUs, next.StartUs);
            window = next;
        }
        Assert.NotEmpty(keys);
    }
}
