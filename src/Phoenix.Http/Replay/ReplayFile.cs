using System.Security.Cryptography;
using System.Text;
using Phoenix.Http.CommandLine;

namespace Phoenix.Http.Replay;

/// <summary>
/// A file of events, read twice as a stream: once for its SHA-256, which makes the ids, and for its encoding;
/// once for its events. Never held in memory.
/// </summary>
public sealed class ReplayFile : IDisposable
{
    private const int BlockBytes = 65_536;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly FileStream _stream;

    private ReplayFile(FileStream stream, string hash) => (_stream, Hash) = (stream, hash);

    /// <summary>The SHA-256 of the whole file in lower-case hex.</summary>
    public string Hash { get; }

    /// <summary>The file's length.</summary>
    public long LengthBytes => _stream.Length;

    /// <summary>How far the file has been read, for a progress bar: blocks are read ahead.</summary>
    public long ReadBytes => _stream.Position;

    /// <summary>Opens the file and reads it once.</summary>
    /// <exception cref="UsageException">It can't be opened.</exception>
    /// <exception cref="ReplayInputException">It is not UTF-8; the message names the line.</exception>
    public static ReplayFile Open(string path, CancellationToken cancellation)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.Read, BlockBytes, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} can't be read: {e.Message}");
        }

        try
        {
            var hash = HashOf(stream, cancellation);
            stream.Position = 0;
            return new ReplayFile(stream, hash);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>What each row comes to, read as it is asked for. May be enumerated once.</summary>
    /// <exception cref="UsageException">The header doesn't have the columns that are needed.</exception>
    /// <exception cref="ReplayInputException">From some line on the file's form is broken.</exception>
    public IEnumerable<ReplayItem> Items(ReplayFormat format, ColumnNames? columns) => format switch
    {
        ReplayFormat.Ndjson => new NdjsonReader(_stream, Hash).Read(),
        _ => CsvItems(columns),
    };

    private IEnumerable<ReplayItem> CsvItems(ColumnNames? columns)
    {
        using var text = new StreamReader(
            _stream, StrictUtf8, detectEncodingFromByteOrderMarks: false, BlockBytes, leaveOpen: true);
        if (text.Peek() == '\uFEFF') text.Read();
        ICsvMapping? mapping = null;
        foreach (var row in new CsvReader(text).Read())
        {
            if (mapping is not null)
            {
                yield return mapping.Map(row);
                continue;
            }

            var header = new CsvHeader(row.Fields);
            mapping = columns is null
                ? new GoalscorersMapping(header, Hash) : new ColumnMapping(header, columns, Hash);
        }

        if (mapping is null) throw new UsageException("the file has no header row");
    }

    private static string HashOf(Stream stream, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var decoder = StrictUtf8.GetDecoder();
        var block = new byte[BlockBytes];
        var chars = new char[StrictUtf8.GetMaxCharCount(block.Length)];
        var line = 1L;
        int read;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            read = stream.Read(block);
            hash.AppendData(block, 0, read);
            try
            {
                decoder.GetChars(block.AsSpan(0, read), chars, flush: read == 0);
            }
            catch (DecoderFallbackException e)
            {
                // The index may lie in the block before, by the bytes of a character that was cut in two.
                line += block.AsSpan(0, Math.Max(e.Index, 0)).Count((byte)'\n');
                throw new ReplayInputException(line, "not UTF-8");
            }

            line += block.AsSpan(0, read).Count((byte)'\n');
        }
        while (read > 0);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <inheritdoc />
    public void Dispose() => _stream.Dispose();
}
