using Phoenix.Messages.Serialization.Blocks;

namespace Phoenix.Messages.Tests.Serialization.Blocks;

public class Crc32CSpecs
{
    // RFC 3720, appendix B.4, and the usual check value.
    [Theory]
    [InlineData(0x8A91_36AAu, "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData(0x62A8_AB43u, "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    [InlineData(0x46DD_794Eu, "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F")]
    [InlineData(0xE306_9283u, "313233343536373839")]
    public void Gives_the_published_values(uint expected, string hex) =>
        Assert.Equal(expected, Crc32C.Finish(Crc32C.Append(Crc32C.Start, Convert.FromHexString(hex))));

    [Fact]
    public void Goes_on_over_pieces_of_any_length()
    {
        var bytes = Enumerable.Range(0, 100).Select(i => (byte)(i * 7)).ToArray();
        var whole = Crc32C.Append(Crc32C.Start, bytes);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var state = Crc32C.Append(Crc32C.Start, bytes.AsSpan(0, cut));
            Assert.Equal(whole, Crc32C.Append(state, bytes.AsSpan(cut)));
        }
    }
}
