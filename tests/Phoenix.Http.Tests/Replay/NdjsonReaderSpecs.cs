using System.Text;
using Phoenix.Http.Replay;

namespace Phoenix.Http.Tests.Replay;

public sealed class NdjsonReaderSpecs
{
    private static ReplayItem[] Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static ReplayItem[] Read(byte[] bytes) =>
        [.. new NdjsonReader(new MemoryStream(bytes), "0123456789abcdef0000").Read()];

    private static string Text(ReplayItem item) => Encoding.UTF8.GetString(item.Event.Span);

    [Fact]
    public void Leaves_a_line_with_an_id_as_it_is_and_passes_over_blank_lines()
    {
        var items = Read("{\"event_id\":\"e1\", \"x\":{\"event_id\":1}}\r\n \t\n\n{\"a\":[1],\"event_id\":null}");
        Assert.Equal(
            ["{\"event_id\":\"e1\", \"x\":{\"event_id\":1}}", "{\"a\":[1],\"event_id\":null}"], items.Select(Text));
        Assert.Equal([1L, 4], items.Select(item => item.Line));
    }

    [Theory]
    [InlineData("{\"type\":\"x\",\"attrs\":{\"event_id\":\"inner\"}}",
        "{\"event_id\":\"0123456789abcdef-1\",\"type\":\"x\",\"attrs\":{\"event_id\":\"inner\"}}")]
    [InlineData(" {} ", "{\"event_id\":\"0123456789abcdef-1\"} ")]
    [InlineData("\uFEFF{\"a\":1}", "{\"event_id\":\"0123456789abcdef-1\",\"a\":1}")]
    public void Gives_a_line_without_an_id_one(string line, string sent) =>
        Assert.Equal(sent, Text(Assert.Single(Read(line))));

    [Theory]
    [InlineData("[1]")]
    [InlineData("{\"a\":1}, {\"b\":2}")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":1} // why")]
    [InlineData("nonsense")]
    public void Refuses_what_would_spoil_the_request_that_carries_it(string line) =>
        Assert.Contains("JSON", Assert.Single(Read(line)).Fault);

    [Theory]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void Refuses_what_is_nested_deeper_than_a_request_may_be(int depth, bool fits)
    {
        var nested = string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);
        Assert.Equal(fits, Assert.Single(Read(nested)).Fault is null);
    }

    [Fact]
    public void Refuses_a_line_longer_than_a_body_and_reads_on()
    {
        var items = Read($"{{\"a\":\"{new string('x', 1_100_000)}\"}}\n{{\"event_id\":\"e2\"}}\n");
        Assert.Equal("longer than 1047552 bytes", items[0].Fault);
        Assert.Equal("{\"event_id\":\"e2\"}", Text(items[1]));
        Assert.Equal(2, items.Length);
    }
}
