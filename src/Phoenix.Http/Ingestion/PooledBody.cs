using System.Buffers;

namespace Phoenix.Http.Ingestion;

/// <summary>Bytes in one piece of rented memory that grows. Whoever holds it last disposes of it, once.</summary>
/// <remarks>A struct for the sake of the hot path: pass it on by moving it, never use two copies.</remarks>
internal struct PooledBody(int capacity) : IDisposable
{
    private byte[]? _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 1));

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>
    /// Room for at least <paramref name="atLeast"/> bytes; <see cref="Advance"/> says how many were written.
    /// </summary>
    public Memory<byte> Free(int atLeast)
    {
        Reserve(atLeast);
        return _bytes.AsMemory(Length);
    }

    public void Advance(int bytes) => Length += bytes;

    public void Dispose()
    {
        if (_bytes is null) return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = null;
        Length = 0;
    }

    private void Reserve(int bytes)
    {
        if (_bytes!.Length - Length >= bytes) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Length + bytes));
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
