using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>A view of one node of the tree: a header and columns of 64- and 32-bit numbers in one block.</summary>
/// <remarks>
/// The first three columns are the key in leaves and inner nodes alike: order of score, order of time, user.
/// In an inner node the key is the lower bound of the child's keys (the very first child has none).
/// </remarks>
internal readonly ref struct Node
{
    public const int HeaderLongs = 3;

    private readonly Span<long> _block;
    private readonly int _capacity;
    private readonly int _longs;
    private readonly int _ints;

    public Node(Span<long> block, int capacity, int longs, int ints)
    {
        _block = block;
        _capacity = capacity;
        _longs = longs;
        _ints = ints;
    }

    public ref int Count => ref Header(0);
    public ref int Parent => ref Header(1);
    public ref int Previous => ref Header(2);
    public ref int Next => ref Header(3);

    /// <summary>Leaves: one bit an entry, set where it has changed since the last checkpoint.</summary>
    public ref ulong Changed => ref Unsafe.As<long, ulong>(ref _block[2]);

    public bool IsFull => Count == _capacity;

    public Span<long> Keys => Long(0);
    public Span<long> Times => Long(1);
    public Span<long> Extras => Long(2);
    public Span<int> Users => Int(0);
    public Span<int> Events => Int(1);
    public Span<int> Children => Int(1);
    public Span<int> Sizes => Int(2);

    /// <summary>Scores in the child's leaves that don't occur before it (kept where ties are dense).</summary>
    public Span<int> Starts => Int(3);

    public Span<long> Long(int column) => _block.Slice(HeaderLongs + column * _capacity, _capacity);

    public Span<int> Int(int column) =>
        MemoryMarshal.Cast<long, int>(_block[(HeaderLongs + _longs * _capacity)..])
            .Slice(column * _capacity, _capacity);

    public void OpenGap(int at)
    {
        var tail = Count - at;
        for (var c = 0; c < _longs; c++) Long(c).Slice(at, tail).CopyTo(Long(c)[(at + 1)..]);
        for (var c = 0; c < _ints; c++) Int(c).Slice(at, tail).CopyTo(Int(c)[(at + 1)..]);
        Changed = WithBit(Changed, at);
        Count++;
    }

    public void CloseGap(int at)
    {
        var tail = --Count - at;
        for (var c = 0; c < _longs; c++) Long(c).Slice(at + 1, tail).CopyTo(Long(c)[at..]);
        for (var c = 0; c < _ints; c++) Int(c).Slice(at + 1, tail).CopyTo(Int(c)[at..]);
        Changed = WithoutBit(Changed, at);
    }

    /// <summary>Shifts what stands between, so that the entry at <paramref name="to"/> can be written anew.</summary>
    public void Shift(int from, int to)
    {
        var (source, target, length) = from < to ? (from + 1, from, to - from) : (to, to + 1, from - to);
        for (var c = 0; c < _longs; c++) Long(c).Slice(source, length).CopyTo(Long(c)[target..]);
        for (var c = 0; c < _ints; c++) Int(c).Slice(source, length).CopyTo(Int(c)[target..]);
        Changed = WithBit(WithoutBit(Changed, from), to);
    }

    /// <summary>The index behind the keys that are lower than this one; none below <paramref name="from"/>.</summary>
    public int CountLower(long key, int from)
    {
        ref var keys = ref MemoryMarshal.GetReference(Keys);
        int i = from, lower = from, count = Count;
        if (Vector256.IsHardwareAccelerated)
        {
            var probe = Vector256.Create(key);
            var sum = Vector256<long>.Zero;
            for (; i + 4 <= count; i += 4)
                sum -= Vector256.LessThan(Vector256.LoadUnsafe(ref keys, (nuint)i), probe);
            lower += (int)Vector256.Sum(sum);
        }
        for (; i < count; i++) lower += Unsafe.Add(ref keys, i) < key ? 1 : 0;
        return lower;
    }

    public static int Sum(ReadOnlySpan<int> values)
    {
        var sum = Vector<int>.Zero;
        while (values.Length >= Vector<int>.Count)
        {
            sum += new Vector<int>(values);
            values = values[Vector<int>.Count..];
        }
        var total = Vector.Sum(sum);
        foreach (var value in values) total += value;
        return total;
    }

    private ref int Header(int at) =>
        ref Unsafe.Add(ref Unsafe.As<long, int>(ref MemoryMarshal.GetReference(_block)), at);

    private static ulong WithBit(ulong bits, int at) => (bits & Below(at)) | ((bits & ~Below(at)) << 1);

    private static ulong WithoutBit(ulong bits, int at) => (bits & Below(at)) | ((bits >> 1) & ~Below(at));

    private static ulong Below(int at) => (1UL << at) - 1;
}
