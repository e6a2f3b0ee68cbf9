using CsCheck;
using Phoenix.Http.Replay;

namespace Phoenix.Http.Tests.Replay;

public sealed class CsvReaderSpecs
{
    private static CsvRow[] Read(string text) => [.. new CsvReader(new StringReader(text)).Read()];

    [Fact]
    public void Unquotes_fields_with_commas_quotes_and_line_breaks()
    {
        var row = Assert.Single(Read("\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",plain"));
        Assert.Equal(["a,b", "say \"x\"", "two\nlines", "plain"], row.Fields);
    }

    [Theory]
    [InlineData("a,b\nc,d\n")]
    [InlineData("a,b\r\nc,d\r\n")]
    [InlineData("a,b\n\n\r\nc,d")]
    public void Ends_records_at_LF_or_CRLF_and_passes_over_blank_lines(string text)
    {
        var rows = Read(text);
        Assert.Equal(2, rows.Length);
        Assert.Equal(["a", "b"], rows[0].Fields);
        Assert.Equal(["c", "d"], rows[1].Fields);
    }

    [Fact]
    public void Numbers_a_record_by_the_line_on_which_it_begins() =>
        Assert.Equal([1L, 2, 4, 6], Read("h\n\"x\ny\"\nz\n\nlast").Select(row => row.Line));

    [Fact]
    public void Keeps_empty_fields_at_both_ends() => Assert.Equal(["", "a", ""], Assert.Single(Read(",a,")).Fields);

    [Theory]
    [InlineData("h\n\"never closed\nx\n", "line 2: a quoted field is never closed")]
    [InlineData("h\n\"a\"b\n", "line 2: text after a closing quote")]
    [InlineData("h\nab\"c\n", "line 2: a quote inside a field that does not begin with one")]
    public void Refuses_quotes_out_of_place_naming_the_line(string text, string message) =>
        Assert.Equal(message, Assert.Throws<ReplayInputException>(() => Read(text)).Message);

    [Fact]
    public void Refuses_a_record_beyond_its_limit() =>
        Assert.Contains("a record of more than 1048576 characters",
            Assert.Throws<ReplayInputException>(() => Read(new string('x', 1_048_577))).Message);

    [Fact]
    public void Refuses_more_fields_than_a_table_has() =>
        Assert.Contains("more than 1000 fields",
            Assert.Throws<ReplayInputException>(() => Read(new string(',', 1_000))).Message);

    [Fact]
    public void Reads_back_whatever_was_quoted() =>
        Gen.Char["a,\"\n\r é"].Array[0, 8].Select(chars => new string(chars)).Array[2, 4].Sample(fields =>
        {
            var text = string.Join(',', fields.Select(field => $"\"{field.Replace("\"", "\"\"")}\""));
            Assert.Equal(fields, Assert.Single(Read(text + "\n")).Fields);
        });
}
