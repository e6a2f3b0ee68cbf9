using System.Text;
using CsCheck;
using Phoenix.Http.Json;
using Phoenix.Messages.Errors;

namespace Phoenix.Http.Tests.Json;

public class JsonBodySpecs
{
    private static readonly byte[] Sample =
        Encoding.UTF8.GetBytes("""{"config":{"a":[1,2.5e3,"x\u00e9\ud83d\ude00"],"b":null},"name":"日本","t":true}""");

    public static TheoryData<string, string> Faults => new()
    {
        { "", "empty" },
        { "   ", "not valid JSON" },
        { "{", "not valid JSON" },
        { "{}x", "not valid JSON" },
        { "{}{}", "not valid JSON" },
        { "{\"a\":1,}", "not valid JSON" },
        { "{\"a\":1}//", "not valid JSON" },
        { "{\"a\":NaN}", "not valid JSON" },
        { "{\"a\":01}", "not valid JSON" },
        { "{'a':1}", "not valid JSON" },
        { "\uFEFF{}", "not valid JSON" },
        { new string('[', 33) + new string(']', 33), "at most 32 levels" },
        { "{\"a\":1,\"a\":2}", "a is given twice" },
        { "{\"a\":1,\"\\u0061\":2}", "a is given twice" },
        { "{\"b\":[{\"a\":1,\"a\":2}]}", "b[0].a is given twice" },
        { "{\"a\":[0,\"\\ud800\"]}", "a[1] must be well-formed Unicode" },
        { "{\"a\":\"\\udc00\\ud800\"}", "a must be well-formed Unicode" },
        { "{\"a\":{\"\\ud800\":1}}", "a has a field name" },
        { "{\"a\":\"x\\u0000\"}", "a must not contain U+0000" },
        { "{\"a\\u0000\":1}", "body has a field name" },
        { "{\"a\":1e999}", "a must be a number within binary64" },
        { "\"\\ud800\"", "body must be well-formed Unicode" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Refuses_what_no_document_may_hold(string text, string says) =>
        AssertRefused(Encoding.UTF8.GetBytes(text), says);

    [Theory]
    [InlineData(new byte[] { 0x22, 0xC3, 0x28, 0x22 })]
    [InlineData(new byte[] { 0x22, 0xC0, 0xAF, 0x22 })]
    [InlineData(new byte[] { 0x22, 0xED, 0xA0, 0x80, 0x22 })]
    [InlineData(new byte[] { 0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D })]
    public void Refuses_malformed_utf8_that_the_parser_would_take(byte[] bytes) => AssertRefused(bytes, "UTF-8");

    [Fact]
    public void Takes_well_formed_documents()
    {
        using var body = JsonBody.Parse(Sample);
        Assert.Null(body.Refusal);
        Assert.Equal("日本", body.Root.GetProperty("name").GetString());
        using var deep = JsonBody.Parse(Encoding.UTF8.GetBytes(new string('[', 32) + new string(']', 32)));
        Assert.Null(deep.Refusal);
    }

    [Fact]
    public void Answers_whatever_the_bytes_are() =>
        Gen.Select(Gen.Int[0, Sample.Length - 1], Gen.Byte, Gen.Int[0, Sample.Length - 1], Gen.Byte)
            .Sample((at, value, otherAt, otherValue) =>
            {
                var bytes = Sample.ToArray();
                bytes[at] = value;
                bytes[otherAt] = otherValue;
                using var body = JsonBody.Parse(bytes);
                if (body.Refusal is { } refusal) return refusal.Code == ErrorCode.ValidationError;
                var errors = new FieldErrors();
                var config = LeaderboardConfigJson.Read(body.Root, "config", errors);
                return config is null && errors.Count > 0;
            }, iter: 10_000);

    private static void AssertRefused(byte[] bytes, string says)
    {
        using var body = JsonBody.Parse(bytes);
        Assert.NotNull(body.Refusal);
        Assert.Equal(ErrorCode.ValidationError, body.Refusal.Code);
        Assert.Contains(says, body.Refusal.Message, StringComparison.Ordinal);
    }
}
