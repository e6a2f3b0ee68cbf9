using System.Globalization;
using System.Text;
using CsCheck;
using Phoenix.Http.Json;

namespace Phoenix.Http.Tests.Json;

public class ScoreJsonSpecs
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1_550_000_000, "1550")]
    [InlineData(1, "0.000001")]
    [InlineData(-1, "-0.000001")]
    [InlineData(-12_500_000, "-12.5")]
    [InlineData(100_000, "0.1")]
    [InlineData(10_000_000, "10")]
    [InlineData(long.MaxValue, "9223372036854.775807")]
    [InlineData(-long.MaxValue, "-9223372036854.775807")]
    [InlineData(long.MinValue, "-9223372036854.775808")]
    public void Writes_scores_in_full(long millionths, string expected) => Assert.Equal(expected, Format(millionths));

    [Fact]
    public void Writes_what_decimal_writes() =>
        Gen.OneOf(Gen.Long, Gen.Long[-3_000_000, 3_000_000], Gen.Long[-10_000, 10_000].Select(n => n * 100_000))
            .Sample(
                n => Format(n) == (n / 1_000_000m).ToString("0.######", CultureInfo.InvariantCulture),
                iter: 10_000);

    [Fact]
    public void Reads_back_what_it_writes() =>
        Gen.Long[-long.MaxValue, long.MaxValue].Sample(n => Parse(Format(n)) == n, iter: 10_000);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("0e999999999999999999999", 0)]
    [InlineData("1.5e3", 1_500_000_000)]
    [InlineData("15E-1", 1_500_000)]
    [InlineData("1e-6", 1)]
    [InlineData("10e-7", 1)]
    [InlineData("0.000001000000000000000000000000000000", 1)]
    [InlineData("1000000000000000000000000000000e-30", 1_000_000)]
    [InlineData("0.00000000000000000001e20", 1_000_000)]
    [InlineData("1E+2", 100_000_000)]
    [InlineData("9223372036854.775807", long.MaxValue)]
    [InlineData("-9223372036854.775807", -long.MaxValue)]
    public void Reads_numbers_exactly(string text, long expected) => Assert.Equal(expected, Parse(text));

    [Theory]
    [InlineData("0.0000001")]
    [InlineData("1.0000001")]
    [InlineData("1e-7")]
    [InlineData("9223372036854.775808")]
    [InlineData("-9223372036854.775808")]
    [InlineData("1e13")]
    [InlineData("1e10000000")]
    [InlineData("1e-9223372036854775808")]
    [InlineData("1e99999999999999999999999")]
    [InlineData("123456789012345678901234567890123456789012345678901234567890")]
    public void Refuses_what_it_would_have_to_round_or_clamp(string text) => Assert.Null(Parse(text));

    [Fact]
    public void Formats_without_allocating()
    {
        var text = new byte[ScoreJson.LengthMax];
        ScoreJson.Format(-123_456_789, text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) ScoreJson.Format(-123_456_789 - i, text);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static string Format(long millionths)
    {
        Span<byte> text = stackalloc byte[ScoreJson.LengthMax];
        return Encoding.ASCII.GetString(text[..ScoreJson.Format(millionths, text)]);
    }

    private static long? Parse(string text) =>
        ScoreJson.TryParse(Encoding.ASCII.GetBytes(text), out var millionths) ? millionths : null;
}
