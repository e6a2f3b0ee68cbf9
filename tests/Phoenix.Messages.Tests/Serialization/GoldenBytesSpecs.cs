using Phoenix.Messages.Serialization;
using Phoenix.Messages.Serialization.Mapping;

namespace Phoenix.Messages.Tests.Serialization;

/// <summary>
/// The bytes of every sample are on file and stay: what a former release wrote must be read, and a change of what is
/// written must be seen. The files are written anew only with <c>PHOENIX_WRITE_GOLDEN=1</c>; say so in the changelog.
/// </summary>
public class GoldenBytesSpecs
{
    private const int BytesPerLine = 32;
    private static readonly string Folder = Repository.PathOf("tests", "Phoenix.Messages.Tests", "Golden");
    private static readonly PhoenixSerializer Serializer = new(null!);

    public GoldenBytesSpecs()
    {
        if (Environment.GetEnvironmentVariable("PHOENIX_WRITE_GOLDEN") == "1") WriteFiles();
    }

    [Fact]
    public void Every_sample_is_written_as_the_bytes_on_file()
    {
        foreach (var (file, sample) in FilesAndSamples())
        {
            var golden = File.ReadAllText(Path.Combine(Folder, file));
            Assert.True(golden == HexOf(Serializer.ToBinary(sample)), $"{file} differs from what is written now.");
        }
    }

    [Fact]
    public void The_bytes_on_file_are_read_as_the_samples()
    {
        foreach (var (file, sample) in FilesAndSamples())
        {
            var bytes = Convert.FromHexString(File.ReadAllText(Path.Combine(Folder, file)).ReplaceLineEndings(""));
            var read = Serializer.FromBinary(bytes, Serializer.Manifest(sample));
            Assert.Equal(Described.Of(sample), Described.Of(read));
        }
    }

    [Fact]
    public void Every_manifest_has_its_file_and_every_file_its_sample()
    {
        var files = Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);

        Assert.Equal(FilesAndSamples().Select(pair => pair.File).Order(StringComparer.Ordinal), files);
        Assert.Empty(MessageCodecs.All.Select(codec => codec.Manifest + ".hex").Except(files));
    }

    // The first sample of a type has the manifest's name alone, those behind it a number from 2 on.
    private static IEnumerable<(string File, object Sample)> FilesAndSamples() =>
        Samples.All.GroupBy(Serializer.Manifest).SelectMany(group => group.Select(
            (sample, i) => (i == 0 ? $"{group.Key}.hex" : $"{group.Key}.{i + 1}.hex", sample)));

    private static string HexOf(byte[] bytes) =>
        string.Concat(bytes.Chunk(BytesPerLine).Select(line => Convert.ToHexStringLower(line) + "\n"));

    private static void WriteFiles()
    {
        foreach (var (file, sample) in FilesAndSamples())
            File.WriteAllText(Path.Combine(Folder, file), HexOf(Serializer.ToBinary(sample)));
    }
}
