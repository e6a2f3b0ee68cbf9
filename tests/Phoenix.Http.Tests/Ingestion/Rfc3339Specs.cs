using System.Globalization;
using System.Text;
using CsCheck;
using Phoenix.Http.Ingestion;

namespace Phoenix.Http.Tests.Ingestion;

public sealed class Rfc3339Specs
{
    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("1970-01-01t00:00:00z", 0)]
    [InlineData("1970-01-01T00:00:00-00:00", 0)]
    [InlineData("1970-01-01T01:30:00+01:30", 0)]
    [InlineData("1969-12-31T22:00:00-02:00", 0)]
    [InlineData("1970-01-01T00:00:00.5Z", 500_000)]
    [InlineData("1970-01-01T00:00:00.1234569999Z", 123_456)]
    [InlineData("1969-12-31T23:59:59.999999Z", -1)]
    [InlineData("2024-02-29T00:00:00Z", 1_709_164_800_000_000)]
    [InlineData("0001-01-01T00:00:00Z", -62_135_596_800_000_000)]
    [InlineData("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999)]
    [InlineData("9999-12-31T23:59:59-23:59", 253_402_387_139_000_000)]
    [InlineData("2016-12-31T23:59:60Z", 1_483_228_799_999_999)]
    [InlineData("2017-01-01T00:59:60.25+01:00", 1_483_228_799_999_999)]
    public void Reads_a_time_with_its_offset(string text, long microseconds)
    {
        Assert.True(Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var read));
        Assert.Equal(microseconds, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2025-11-18")]
    [InlineData("2025-11-18T12:34:56")]
    [InlineData("2025-11-18T12:34:56.Z")]
    [InlineData("2025-11-18T12:34:56,5Z")]
    [InlineData("2025-11-18T12:34:56.5")]
    [InlineData("2025-11-18T12:34:56Z ")]
    [InlineData("2025-11-18T12:34:56ZZ")]
    [InlineData("2025-11-18T12:34:56+1:00")]
    [InlineData("2025-11-18T12:34:56+24:00")]
    [InlineData("2025-11-18T12:34:56+01:60")]
    [InlineData("2025-11-18T12:34:56+01-00")]
    [InlineData("2025-11-18T24:00:00Z")]
    [InlineData("2025-11-18T12:60:00Z")]
    [InlineData("2025-11-18T12:34:61Z")]
    [InlineData("2025-11-18T12:34:60Z")]
    [InlineData("2025-11-17T23:59:60Z")]
    [InlineData("2025-02-29T00:00:00Z")]
    [InlineData("2025-00-10T00:00:00Z")]
    [InlineData("2025-01-00T00:00:00Z")]
    [InlineData("2025-1-01T00:00:000Z")]
    [InlineData("+025-01-01T00:00:00Z")]
    [InlineData("12025-01-01T00:00:00Z")]
    [InlineData("0000-12-31T23:59:59Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:60Z")]
    [InlineData("2025-11-18T12:34:5６Z")]
    public void Refuses_what_is_no_such_time(string text) =>
        Assert.False(Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Agrees_with_the_runtime_on_every_instant()
    {
        var ticks = Gen.Long[DateTimeOffset.MinValue.AddDays(1).Ticks, DateTimeOffset.MaxValue.AddDays(-1).Ticks];
        Gen.Select(ticks, Gen.Int[-14 * 60, 14 * 60]).Sample((instant, offset) =>
        {
            var time = new DateTimeOffset(instant, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(offset));
            var text = time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture);

            Assert.True(Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var microseconds));
            Assert.Equal((long)Math.Floor((instant - DateTime.UnixEpoch.Ticks) / 10m), microseconds);
        });
    }

    [Fact]
    public void Never_throws()
    {
        var near = Gen.Select(Gen.Int[0, 24], Gen.Char["0123456789-:.TtZz+ x"], (at, c) => (at, c)).Array[0, 4];
        near.Sample(edits =>
        {
            var text = "2025-11-18T12:34:56.789Z".ToCharArray();
            foreach (var (at, c) in edits) text[at % text.Length] = c;
            var read = Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var microseconds);
            Assert.True(read || microseconds == 0);
        });
    }
}
