using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>
/// Short byte blocks in chunks, addressed by 31 bits in steps of four bytes; freed blocks are used again.
/// </summary>
/// <remarks>
/// Freed blocks stand in one list a size (the next one's address is in the block itself) and are split, not joined; a
/// bit a size tells where there are any.
/// A block never spans two chunks, so what was handed out stays where it is.
/// </remarks>
internal sealed class ByteArena
{
    public const int BlockBytesMax = 520;
    private const int Step = 4;
    private const int ChunkBytes = 1 << 16;
    private const int ChunkSteps = ChunkBytes / Step;
    private const int FirstBytes = 256;
    private const int ArrayOverheadBytes = 24;

    private const int Sizes = BlockBytesMax / Step + 1;
    private const int WordBits = 64;

    private readonly int[] _free = new int[Sizes];
    private readonly ulong[] _hasFree = new ulong[(Sizes + WordBits - 1) / WordBits];
    private byte[][] _chunks = [new byte[FirstBytes]];
    private int _chunkCount = 1;
    private int _end;
    private int _freeSteps;
    private long _bytes = FirstBytes + ArrayOverheadBytes;

    public ByteArena() => Array.Fill(_free, -1);

    public long SizeBytes =>
        _bytes + ArrayOverheadBytes * 3 + (long)_chunks.Length * IntPtr.Size + _free.Length * sizeof(int)
        + _hasFree.Length * sizeof(ulong);

    /// <summary>The block's first byte; its length is its owner's to know.</summary>
    public ref byte this[int address]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            // Unchecked inside the chunk: that would read its header, on another page than the block.
            ref var chunk = ref MemoryMarshal.GetArrayDataReference(_chunks[(uint)address / ChunkSteps]);
            return ref Unsafe.Add(ref chunk, (int)((uint)address % ChunkSteps) * Step);
        }
    }

    /// <exception cref="InvalidOperationException">8 GiB are in use.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Allocate(int bytes)
    {
        var steps = Steps(bytes);
        if (_freeSteps >= steps && FindFree(steps) is >= 0 and var size) return Reuse(size, steps);
        var room = _chunkCount * ChunkSteps - _end;
        if (room < steps) AddChunk(room);
        var address = _end;
        _end += steps;
        if (_chunkCount == 1 && _end * Step > _chunks[0].Length) ResizeFirst(FirstLength(_end * Step));
        return address;
    }

    public void Free(int address, int bytes) => FreeSteps(address, Steps(bytes));

    private static int Steps(int bytes) => (bytes + Step - 1) / Step;

    private int Reuse(int size, int steps)
    {
        var address = _free[size];
        _free[size] = Unsafe.ReadUnaligned<int>(ref this[address]);
        if (_free[size] < 0) _hasFree[size / WordBits] &= ~(1UL << (size % WordBits));
        _freeSteps -= size;
        FreeSteps(address + steps, size - steps);
        return address;
    }

    /// <summary>The smallest size of freed blocks that holds so many steps; -1 where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FindFree(int steps)
    {
        var word = steps / WordBits;
        var rest = _hasFree[word] & (ulong.MaxValue << (steps % WordBits));
        while (rest == 0)
        {
            if (++word == _hasFree.Length) return -1;
            rest = _hasFree[word];
        }
        return (word * WordBits) + BitOperations.TrailingZeroCount(rest);
    }

    private void FreeSteps(int address, int steps)
    {
        if (steps == 0) return;
        Unsafe.WriteUnaligned(ref this[address], _free[steps]);
        _free[steps] = address;
        _hasFree[steps / WordBits] |= 1UL << (steps % WordBits);
        _freeSteps += steps;
    }

    private void AddChunk(int room)
    {
        if (_chunkCount == int.MaxValue / ChunkSteps) throw new InvalidOperationException("The user ids take 8 GiB");
        if (_chunkCount == 1) ResizeFirst(ChunkBytes);
        FreeSteps(_end, room);
        if (_chunkCount == _chunks.Length) Array.Resize(ref _chunks, _chunkCount * 2);
        _chunks[_chunkCount] = new byte[ChunkBytes];
        _bytes += ChunkBytes + ArrayOverheadBytes;
        _end = _chunkCount++ * ChunkSteps;
    }

    private int FirstLength(int needed)
    {
        var length = _chunks[0].Length;
        while (length < needed) length *= 2;
        return length;
    }

    private void ResizeFirst(int length)
    {
        _bytes += length - _chunks[0].Length;
        Array.Resize(ref _chunks[0], length);
    }
}
