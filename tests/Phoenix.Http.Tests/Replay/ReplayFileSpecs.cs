using System.Security.Cryptography;
using System.Text;
using Phoenix.Http.CommandLine;
using Phoenix.Http.Replay;

namespace Phoenix.Http.Tests.Replay;

public sealed class ReplayFileSpecs : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    private ReplayFile Open(byte[] content)
    {
        File.WriteAllBytes(_path, content);
        return ReplayFile.Open(_path, CancellationToken.None);
    }

    [Fact]
    public void Hashes_the_whole_file_and_reads_it_after_that()
    {
        var content = Encoding.UTF8.GetBytes("\uFEFFu,t\nJosé,2025-11-18\n");
        using var file = Open(content);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), file.Hash);
        var item = Assert.Single(file.Items(ReplayFormat.Csv, new ColumnNames("x", "u", "t", null)));
        Assert.Contains("\"user_id\":\"José\"", Encoding.UTF8.GetString(item.Event.Span));
        Assert.Contains($"\"event_id\":\"{file.Hash[..16]}-2\"", Encoding.UTF8.GetString(item.Event.Span));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65_520)]
    [InlineData(65_534)]
    public void Refuses_malformed_UTF_8_naming_the_line(int padding)
    {
        byte[] content = [.. new byte[padding].Select(_ => (byte)'x'), .. "\nok\n"u8, 0xC3, (byte)'(', (byte)'\n'];
        Assert.Equal("line 3: not UTF-8", Assert.Throws<ReplayInputException>(() => Open(content)).Message);
    }

    [Fact]
    public void Refuses_a_character_cut_off_at_the_end() =>
        Assert.Equal("line 1: not UTF-8", Assert.Throws<ReplayInputException>(() => Open([(byte)'a', 0xC3])).Message);

    [Fact]
    public void Refuses_a_CSV_without_a_header()
    {
        using var file = Open([]);
        Assert.Throws<UsageException>(() => file.Items(ReplayFormat.Csv, null).ToList());
    }

    [Fact]
    public void Refuses_a_file_that_is_not_there() =>
        Assert.Throws<UsageException>(() => ReplayFile.Open(_path + ".none", CancellationToken.None));
}
