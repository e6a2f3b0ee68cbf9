using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>Nodes of one shape in chunks of blocks, by number; no object a node.</summary>
/// <remarks>
/// The only node of a small set is smaller than the others and grows; the first chunk grows by doubling; nothing else
/// is ever copied. A view taken before <see cref="Allocate"/> or <see cref="Widen"/> is stale after it.
/// Inside a chunk nothing is checked: that would read each chunk's header, on another page than the node.
/// </remarks>
internal sealed class NodePool
{
    private const int ChunkShift = 4;
    private const int ChunkNodes = 1 << ChunkShift;
    private const int LineLongs = 8;
    private const int ArrayOverheadBytes = 24;
    private const int ObjectBytes = 72;

    private readonly int _longs;
    private readonly int _ints;
    private int _stride;
    private long[][] _chunks;
    private int _chunkCount = 1;
    private int _used;
    private int _firstFree = -1;

    public NodePool(int longs, int ints, int capacity)
    {
        (_longs, _ints, Capacity) = (longs, ints, capacity);
        _stride = Stride(capacity);
        _chunks = [new long[_stride]];
    }

    public int Capacity { get; private set; }

    /// <summary>Nodes in use.</summary>
    public int Live { get; private set; }

    public long SizeBytes => ObjectBytes + (long)_chunks.Length * IntPtr.Size + ArrayOverheadBytes
        + _chunkCount * ((long)_chunks[0].Length * sizeof(long) + ArrayOverheadBytes);

    public int LongColumns => _longs;

    public int IntColumns => _ints;

    public Node this[int node]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ref var chunk = ref MemoryMarshal.GetArrayDataReference(_chunks[node >> ChunkShift]);
            ref var block = ref Unsafe.Add(ref chunk, (node & (ChunkNodes - 1)) * _stride);
            return new Node(MemoryMarshal.CreateSpan(ref block, _stride), Capacity, _longs, _ints);
        }
    }

    /// <summary>Has the whole node come from memory while other work goes on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Prefetch(int node)
    {
        if (!Sse.IsSupported) return;
        ref var chunk = ref MemoryMarshal.GetArrayDataReference(_chunks[node >> ChunkShift]);
        ref var block = ref Unsafe.Add(ref chunk, (node & (ChunkNodes - 1)) * _stride);
        for (var at = 0; at < _stride; at += LineLongs) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref block, at)));
    }

    public int Allocate()
    {
        Live++;
        var node = _firstFree;
        if (node >= 0) _firstFree = this[node].Next;
        else
        {
            node = _used++;
            if (node >= _chunkCount * ChunkNodes) AddChunk();
            else if (_chunkCount == 1 && node * _stride == _chunks[0].Length)
                Array.Resize(ref _chunks[0], Math.Min(node * 2, ChunkNodes) * _stride);
        }
        var view = this[node];
        view.Count = 0;
        view.Changed = 0;
        view.Parent = view.Previous = view.Next = -1;
        return node;
    }

    public void Free(int node)
    {
        Live--;
        this[node].Next = _firstFree;
        _firstFree = node;
    }

    /// <summary>Gives the pool's single node a larger capacity.</summary>
    public void Widen(int capacity)
    {
        var former = this[0];
        var block = new long[Stride(capacity)];
        var wider = new Node(block, capacity, _longs, _ints);
        for (var c = 0; c < _longs; c++) former.Long(c).CopyTo(wider.Long(c));
        for (var c = 0; c < _ints; c++) former.Int(c).CopyTo(wider.Int(c));
        wider.Count = former.Count;
        wider.Changed = former.Changed;
        wider.Parent = wider.Previous = wider.Next = -1;
        _chunks[0] = block;
        _stride = block.Length;
        Capacity = capacity;
    }

    private int Stride(int capacity) => Node.HeaderLongs + capacity * _longs + (capacity * _ints + 1) / 2;

    private void AddChunk()
    {
        if (_chunkCount == _chunks.Length) Array.Resize(ref _chunks, _chunkCount * 2);
        _chunks[_chunkCount++] = new long[ChunkNodes * _stride];
    }
}
