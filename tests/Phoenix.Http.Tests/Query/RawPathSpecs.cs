using System.Text;
using CsCheck;
using Phoenix.Http.Query;

namespace Phoenix.Http.Tests.Query;

public class RawPathSpecs
{
    [Theory]
    [InlineData("/v1/x/user/u1", "u1")]
    [InlineData("/v1/x/user/u1?limit=1", "u1")]
    [InlineData("/v1/x/user/u1?a=/b", "u1")]
    [InlineData("/v1/x/user/u1/", "u1")]
    [InlineData("http://host/v1/x/user/u1", "u1")]
    [InlineData("/v1/x/user/a%2Fb", "a/b")]
    [InlineData("/v1/x/user/a%2fb", "a/b")]
    [InlineData("/v1/x/user/a%252Fb", "a%2Fb")]
    [InlineData("/v1/x/user/a+b", "a+b")]
    [InlineData("/v1/x/user/a%20b", "a b")]
    [InlineData("/v1/x/user/%F0%9F%98%80", "😀")]
    [InlineData("/v1/x/user/%e6%97%a5%E6%9C%AC", "日本")]
    [InlineData("/v1/x/user/a%3Fb%23c", "a?b#c")]
    [InlineData("/v1/x/user/%2E%2E", "..")]
    [InlineData("/v1/x/user/%00", "\0")]
    public void Decodes_the_last_segment_once(string target, string expected) =>
        Assert.Equal(expected, RawPath.Decode(RawPath.LastSegmentOf(target)));

    [Theory]
    [InlineData("%")]
    [InlineData("%4")]
    [InlineData("a%zz")]
    [InlineData("%+1")]
    [InlineData("% 1")]
    [InlineData("%C3%28")]
    [InlineData("%C0%AF")]
    [InlineData("%ED%A0%80")]
    [InlineData("%FF")]
    [InlineData("%E6%97")]
    public void Refuses_malformed_escapes_and_malformed_utf8(string segment) => Assert.Null(RawPath.Decode(segment));

    [Fact]
    public void Refuses_half_a_surrogate_pair() => Assert.Null(RawPath.Decode("a\ud800b"));

    [Fact]
    public void Reads_back_whatever_was_escaped() =>
        Gen.String.Where(text => text.Length > 0 && text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar))
            .Sample(text =>
            {
                var target = $"/user/{Uri.EscapeDataString(text)}?x=%";
                return RawPath.Decode(RawPath.LastSegmentOf(target)) == text;
            }, iter: 2_000);
}
