using System.Globalization;
using System.Text;
using CsCheck;
using Phoenix.Http.Json;

namespace Phoenix.Http.Tests.Json;

public class TimeJsonSpecs
{
    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("1969-12-31T23:59:59.999999Z")]
    [InlineData("1970-01-01T00:00:00Z")]
    [InlineData("2024-02-29T12:00:00.001Z")]
    [InlineData("2025-11-18T12:34:57.120Z")]
    [InlineData("2025-11-18T12:34:57.120001Z")]
    [InlineData("9999-12-31T23:59:59.999999Z")]
    public void Writes_as_many_fraction_digits_as_needed(string text) => Assert.Equal(text, Format(Parse(text)!.Value));

    [Fact]
    public void Writes_what_the_library_writes() =>
        Gen.Long[TimeJson.MinUs, TimeJson.MaxUs].Sample(us =>
        {
            var time = DateTimeOffset.UnixEpoch.AddTicks(us * 10);
            var digits = us % 1_000_000 == 0 ? "" : us % 1_000 == 0 ? ".fff" : ".ffffff";
            return Format(us) == time.ToString($"yyyy-MM-ddTHH:mm:ss{digits}Z", CultureInfo.InvariantCulture)
                && FormatMilliseconds(us) == time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        }, iter: 10_000);

    [Fact]
    public void Reads_what_the_library_reads() =>
        Gen.Select(Gen.Long[TimeJson.MinUs, TimeJson.MaxUs], Gen.Int[-14 * 60, 14 * 60]).Sample((us, offset) =>
        {
            var utc = DateTimeOffset.UnixEpoch.AddTicks(us * 10);
            if (utc.Ticks + offset * TimeSpan.TicksPerMinute is < 0 or > 3_155_378_975_999_999_999) return true;
            var text = utc.ToOffset(TimeSpan.FromMinutes(offset))
                .ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);
            return Parse(text) == us;
        }, iter: 10_000);

    [Theory]
    [InlineData("2025-11-18T12:34:56Z", "2025-11-18T12:34:56Z")]
    [InlineData("2025-11-18t12:34:56z", "2025-11-18T12:34:56Z")]
    [InlineData("2025-11-18T12:34:56+01:00", "2025-11-18T11:34:56Z")]
    [InlineData("2025-11-18T12:34:56-00:00", "2025-11-18T12:34:56Z")]
    [InlineData("2025-11-18T12:34:56.1Z", "2025-11-18T12:34:56.100Z")]
    [InlineData("2025-11-18T12:34:56.1234569999999999999Z", "2025-11-18T12:34:56.123456Z")]
    public void Reads_every_form(string text, string expected) => Assert.Equal(expected, Format(Parse(text)!.Value));

    [Theory]
    [InlineData("")]
    [InlineData("2025-11-18")]
    [InlineData("2025-11-18T12:34:56")]
    [InlineData("2025-11-18 12:34:56Z")]
    [InlineData("2025-11-18T12:34Z")]
    [InlineData("2025-11-18T12:34:56.Z")]
    [InlineData("2025-11-18T12:34:56,5Z")]
    [InlineData("2025-11-18T12:34:60Z")]
    [InlineData("2025-11-18T24:00:00Z")]
    [InlineData("2025-02-29T12:34:56Z")]
    [InlineData("2025-13-01T12:34:56Z")]
    [InlineData("2025-00-01T12:34:56Z")]
    [InlineData("2025-11-18T12:34:56+24:00")]
    [InlineData("2025-11-18T12:34:56+01:60")]
    [InlineData("2025-11-18T12:34:56+0100")]
    [InlineData("2025-11-18T12:34:56Z ")]
    [InlineData("２025-11-18T12:34:56Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    public void Refuses_every_other_form(string text) => Assert.Null(Parse(text));

    [Theory]
    [InlineData(TimeJson.MinUs - 1, "0001-01-01T00:00:00Z")]
    [InlineData(long.MaxValue, "9999-12-31T23:59:59.999999Z")]
    public void Shows_times_out_of_range_at_the_bound(long us, string expected) => Assert.Equal(expected, Format(us));

    private static string Format(long us)
    {
        Span<byte> text = stackalloc byte[TimeJson.LengthMax];
        return Encoding.ASCII.GetString(text[..TimeJson.Format(us, text)]);
    }

    private static string FormatMilliseconds(long us)
    {
        Span<byte> text = stackalloc byte[TimeJson.LengthMax];
        return Encoding.ASCII.GetString(text[..TimeJson.FormatMilliseconds(us, text)]);
    }

    private static long? Parse(string text) => TimeJson.TryParse(text, out var us) ? us : null;
}
