using CsCheck;
using Phoenix.Messages.Serialization.Blocks;

namespace Phoenix.Messages.Tests.Serialization.Blocks;

public class WireNumbersSpecs
{
    private static readonly Gen<ulong> GenNumber =
        Gen.Select(Gen.ULong, Gen.Int[0, 63]).Select((bits, shift) => bits >> shift);

    [Fact]
    public void Any_number_comes_back_and_takes_the_bytes_foretold() => GenNumber.Sample(value =>
    {
        var target = new byte[WireWriter.VarintBytesMax];
        var writer = new WireWriter(target);
        writer.WriteVarint(value);
        Assert.Equal(WireWriter.VarintBytes(value), writer.Position);

        var reader = new WireReader(target.AsSpan(0, writer.Position));
        Assert.Equal(value, reader.ReadVarint());
        Assert.True(reader.AtEnd);
    });

    [Fact]
    public void Signed_numbers_come_back() => Gen.Select(Gen.Long, Gen.Int[0, 63]).Sample((bits, shift) =>
    {
        var value = bits >> shift;
        Assert.Equal(value, WireReader.UnZigZag(WireWriter.ZigZag(value)));
    });

    [Theory]
    [InlineData(0, 0ul)]
    [InlineData(-1, 1ul)]
    [InlineData(1, 2ul)]
    [InlineData(long.MaxValue, ulong.MaxValue - 1)]
    [InlineData(long.MinValue, ulong.MaxValue)]
    public void Zigzag_puts_small_magnitudes_first(long value, ulong expected) =>
        Assert.Equal(expected, WireWriter.ZigZag(value));

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("FFFFFFFFFFFFFFFFFF02")]
    [InlineData("80808080808080808080")]
    public void Numbers_cut_off_or_too_long_are_refused(string hex) =>
        Assert.Throws<InvalidDataException>(() => new WireReader(Convert.FromHexString(hex)).ReadVarint());

    [Theory]
    [InlineData("02FF")]
    [InlineData("FFFFFFFF0FFF")]
    public void A_length_beyond_the_end_is_refused(string hex) =>
        Assert.Throws<InvalidDataException>(() => new WireReader(Convert.FromHexString(hex)).ReadLength());
}
