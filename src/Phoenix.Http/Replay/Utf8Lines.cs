namespace Phoenix.Http.Replay;

/// <summary>The lines of a stream as bytes, one at a time, never holding more than one.</summary>
internal sealed class Utf8Lines(Stream stream, int lineBytesMax)
{
    private readonly byte[] _block = new byte[65_536];
    private readonly MemoryStream _line = new();

    /// <summary>
    /// The lines with their numbers from 1, without LF or CRLF. A line of more than the maximum comes cut there,
    /// with <c>Whole</c> false; its rest is passed over.
    /// </summary>
    public IEnumerable<(long Number, ReadOnlyMemory<byte> Bytes, bool Whole)> Read()
    {
        var number = 0L;
        var whole = true;
        for (int read; (read = stream.Read(_block)) > 0;)
        {
            var from = 0;
            for (int end; (end = Array.IndexOf(_block, (byte)'\n', from, read - from)) >= 0; from = end + 1)
            {
                whole &= Keep(from, end);
                yield return (++number, Take(), whole);
                whole = true;
            }

            whole &= Keep(from, read);
        }

        if (_line.Length > 0) yield return (++number, Take(), whole);
    }

    private bool Keep(int from, int to)
    {
        var fits = (int)Math.Min(to - from, lineBytesMax - _line.Length);
        _line.Write(_block, from, fits);
        return fits == to - from;
    }

    private byte[] Take()
    {
        var bytes = _line.GetBuffer().AsSpan(0, (int)_line.Length);
        if (bytes is [.., (byte)'\r']) bytes = bytes[..^1];
        var copy = bytes.ToArray();
        _line.SetLength(0);
        return copy;
    }
}
