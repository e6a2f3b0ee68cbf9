using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>A growing column of numbers in chunks: only the first, while it is small, is ever copied.</summary>
internal sealed class IntColumn
{
    private const int Shift = 12;
    private const int ChunkLength = 1 << Shift;
    private const int FirstLength = 16;
    private const int ArrayOverheadBytes = 24;

    private int[][] _chunks = [new int[FirstLength]];
    private int _chunkCount = 1;

    public int Count { get; private set; }

    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public ref int this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            // One check for all: the array's own would read the chunk's header, on another page than the element.
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            ref var chunk = ref MemoryMarshal.GetArrayDataReference(_chunks[index >> Shift]);
            return ref Unsafe.Add(ref chunk, index & (ChunkLength - 1));
        }
    }

    public long SizeBytes => (long)_chunks.Length * IntPtr.Size + ArrayOverheadBytes
        + (long)_chunkCount * (ArrayOverheadBytes + (long)_chunks[0].Length * sizeof(int));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int value)
    {
        if (Count == _chunkCount * ChunkLength) AddChunk();
        else if (Count == _chunks[0].Length && _chunkCount == 1) Array.Resize(ref _chunks[0], Count * 2);
        Count++;
        this[Count - 1] = value;
    }

    private void AddChunk()
    {
        if (_chunkCount == _chunks.Length) Array.Resize(ref _chunks, _chunkCount * 2);
        _chunks[_chunkCount++] = new int[ChunkLength];
    }
}
