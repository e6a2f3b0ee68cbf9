using System.Runtime.CompilerServices;

namespace Phoenix.Cluster.Domain.Dedupe;

/// <summary>A queue that never moves its items to grow and gives memory back as it empties. Not thread-safe.</summary>
/// <remarks>
/// Items lie in chunks of 256; only the ring of chunk references is ever copied. An item is addressed by its number,
/// counted from the first ever enqueued, which stays its own for as long as it is held.
/// </remarks>
internal sealed class ChunkedQueue<T>
    where T : unmanaged
{
    private const int ChunkBits = 8;
    private const int ChunkLength = 1 << ChunkBits;
    private const int ChunkMask = ChunkLength - 1;

    private T[]?[] _ring = new T[]?[4];
    private T[]? _spare;
    private int _chunks;

    /// <summary>The number of the oldest item held.</summary>
    public long First { get; private set; }

    /// <summary>The number that the next item gets.</summary>
    public long End { get; private set; }

    public long Count => End - First;

    /// <summary>Bytes that the queue occupies, spare room included.</summary>
    public long SizeBytes
    {
        get
        {
            var chunks = _chunks + (_spare is null ? 0L : 1L);
            return ((long)_ring.Length * IntPtr.Size) + (chunks * ChunkLength * Unsafe.SizeOf<T>());
        }
    }

    /// <summary>The item with this number, which must be held.</summary>
    public ref T this[long number] => ref ChunkOf(number)[number & ChunkMask];

    public void Enqueue(T item)
    {
        if ((End & ChunkMask) == 0) AddChunk();
        ChunkOf(End)[End & ChunkMask] = item;
        End++;
    }

    /// <summary>Drops the oldest item; the queue must not be empty.</summary>
    public void Dequeue()
    {
        First++;
        if ((First & ChunkMask) == 0) FreeChunk();
    }

    private T[] ChunkOf(long number) => _ring[(number >> ChunkBits) & (_ring.Length - 1)]!;

    private void AddChunk()
    {
        if (_chunks == _ring.Length) GrowRing();
        _ring[(End >> ChunkBits) & (_ring.Length - 1)] = _spare ?? new T[ChunkLength];
        _spare = null;
        _chunks++;
    }

    // One chunk is kept back, so that a queue that hovers around a chunk's edge doesn't allocate at each crossing.
    private void FreeChunk()
    {
        ref var freed = ref _ring[((First - 1) >> ChunkBits) & (_ring.Length - 1)];
        _spare = freed;
        freed = null;
        _chunks--;
    }

    private void GrowRing()
    {
        var grown = new T[]?[_ring.Length * 2];
        for (var chunk = First >> ChunkBits; chunk < End >> ChunkBits; chunk++)
            grown[chunk & (grown.Length - 1)] = _ring[chunk & (_ring.Length - 1)];
        _ring = grown;
    }
}
