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
        get => new(ref Block(node), Capacity, _longs, _ints);
    }

    /// <summary>Has a leaf's header come from memory while other work goes on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchHeader(int leaf) => Fetch(ref Block(leaf));

    /// <summary>As <see cref="PrefetchHeader"/>, of the header and one entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchEntry(int leaf, int slot)
    {
        ref var block = ref Block(leaf);
        Fetch(ref block);
        ref var columns = ref Unsafe.Add(ref block, Node.HeaderLongs);
        for (var c = 0; c < _longs; c++) Fetch(ref Unsafe.Add(ref columns, c * Capacity + slot));
        columns = ref Unsafe.Add(ref columns, _longs * Capacity);
        for (var c = 0; c < _ints; c++) Fetch(ref Unsafe.Add(ref columns, (c * Capacity + slot) / 2));
    }

    /// <summary>As <see cref="PrefetchHeader"/>, of the header and all keys.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchKeys(int leaf) => Fetch(ref Block(leaf), Node.HeaderLongs + Capacity);

    /// <summary>As <see cref="PrefetchHeader"/>, of the whole leaf.</summary>
    public void Prefetch(int leaf) => Fetch(ref Block(leaf), _stride);

    /// <summary>As <see cref="PrefetchHeader"/>, of all times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchTimes(int leaf) =>
        Fetch(ref Unsafe.Add(ref Block(leaf), Node.HeaderLongs + Capacity), Capacity);

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
        view.Changed = view.Taken = 0;
        view.Parent = view.Previous = view.Next = -1;
        view.Vacate(0);
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
        var wider = new Node(ref block[0], capacity, _longs, _ints);
        wider.Vacate(0);
        for (var c = 0; c < _longs; c++) former.Long(c).CopyTo(wider.Long(c));
        for (var c = 0; c < _ints; c++) former.Int(c).CopyTo(wider.Int(c));
        wider.Count = former.Count;
        (wider.Changed, wider.Taken) = (former.Changed, former.Taken);
        wider.Parent = wider.Previous = wider.Next = -1;
        _chunks[0] = block;
        _stride = block.Length;
        Capacity = capacity;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref long Block(int node)
    {
        ref var chunk = ref MemoryMarshal.GetArrayDataReference(_chunks[node >> ChunkShift]);
        return ref Unsafe.Add(ref chunk, (node & (ChunkNodes - 1)) * _stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(ref long from, int length)
    {
        for (var at = 0; at < length; at += LineLongs) Fetch(ref Unsafe.Add(ref from, at));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Fetch(ref long at)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref at));
    }

    private int Stride(int capacity) => Node.HeaderLongs + capacity * _longs + (capacity * _ints + 1) / 2;

    private void AddChunk()
    {
        if (_chunkCount == _chunks.Length) Array.Resize(ref _chunks, _chunkCount * 2);
        _chunks[_chunkCount++] = new long[ChunkNodes * _stride];
    }
}
