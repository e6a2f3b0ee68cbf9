using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>A view of one node of the tree: a header and columns of 64- and 32-bit numbers in one block.</summary>
/// <remarks>
/// The first three columns are the key in leaves and inner nodes alike: order of score, order of time, user.
/// In an inner node children stand in order, and the key is the lower bound of the child's keys (the very first one's
/// says nothing). In a leaf an entry stands in any slot and stays there: <see cref="Taken"/> says which are in use.
/// Where nothing stands, key and time are the highest numbers, so that who counts lower ones needn't look whose they
/// are.
/// </remarks>
internal readonly ref struct Node
{
    public const int HeaderLongs = 4;

    // Capacities are multiples of these: of the first in leaves, of both in inner nodes.
    private const int VectorLongs = 4;
    private const int VectorInts = 8;

    // Unchecked: the pool's numbers are right, and each check would cost more than what it guards.
    private readonly ref long _block;
    private readonly int _capacity;
    private readonly int _longs;
    private readonly int _ints;

    public Node(ref long block, int capacity, int longs, int ints)
    {
        _block = ref block;
        _capacity = capacity;
        _longs = longs;
        _ints = ints;
    }

    public ref int Count => ref Header(0);
    public ref int Parent => ref Header(1);
    public ref int Previous => ref Header(2);
    public ref int Next => ref Header(3);

    /// <summary>Leaves: one bit a slot, set where its entry has changed since the last checkpoint.</summary>
    public ref ulong Changed => ref Unsafe.As<long, ulong>(ref Unsafe.Add(ref _block, 2));

    /// <summary>Leaves: one bit a slot, set where it holds an entry.</summary>
    public ref ulong Taken => ref Unsafe.As<long, ulong>(ref Unsafe.Add(ref _block, 3));

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

    public Span<long> Long(int column) =>
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref _block, HeaderLongs + column * _capacity), _capacity);

    public Span<int> Int(int column)
    {
        ref var ints = ref Unsafe.As<long, int>(ref Unsafe.Add(ref _block, HeaderLongs + _longs * _capacity));
        return MemoryMarshal.CreateSpan(ref Unsafe.Add(ref ints, column * _capacity), _capacity);
    }

    /// <summary>Leaves: the first free slot, in use now.</summary>
    public int TakeSlot()
    {
        var slot = BitOperations.TrailingZeroCount(~Taken);
        Taken |= 1UL << slot;
        Count++;
        return slot;
    }

    public void FreeSlot(int slot)
    {
        Keys[slot] = Times[slot] = long.MaxValue;
        Taken &= ~(1UL << slot);
        Changed &= ~(1UL << slot);
        Count--;
    }

    /// <summary>Inner nodes: makes room for a child.</summary>
    public void OpenGap(int at)
    {
        var tail = Count - at;
        for (var c = 0; c < _longs; c++) Long(c).Slice(at, tail).CopyTo(Long(c)[(at + 1)..]);
        for (var c = 0; c < _ints; c++) Int(c).Slice(at, tail).CopyTo(Int(c)[(at + 1)..]);
        Count++;
    }

    public void CloseGap(int at)
    {
        var tail = --Count - at;
        for (var c = 0; c < _longs; c++) Long(c).Slice(at + 1, tail).CopyTo(Long(c)[at..]);
        for (var c = 0; c < _ints; c++) Int(c).Slice(at + 1, tail).CopyTo(Int(c)[at..]);
        Vacate(Count);
    }

    /// <summary>Marks that nothing stands from an index on.</summary>
    public void Vacate(int from)
    {
        Keys[from..].Fill(long.MaxValue);
        Times[from..].Fill(long.MaxValue);
    }

    /// <summary>How many keys are lower, and how many are the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (int Lower, int Same) CountKeys(long key)
    {
        ref var keys = ref MemoryMarshal.GetReference(Keys);
        var probe = Vector256.Create(key);
        var (lower, same) = (Vector256<long>.Zero, Vector256<long>.Zero);
        for (var i = 0; i < _capacity; i += VectorLongs)
        {
            var four = Vector256.LoadUnsafe(ref keys, (nuint)i);
            lower -= Vector256.LessThan(four, probe);
            same -= Vector256.Equals(four, probe);
        }
        return ((int)Vector256.Sum(lower), (int)Vector256.Sum(same));
    }

    /// <summary>How many keys are lower, or the same and their time is lower; and how many have both the
    /// same.</summary>
    public (int Lower, int Same) CountPlaces(long key, long time)
    {
        ref var keys = ref MemoryMarshal.GetReference(Keys);
        ref var times = ref MemoryMarshal.GetReference(Times);
        var (keyProbe, timeProbe) = (Vector256.Create(key), Vector256.Create(time));
        var (lower, same) = (Vector256<long>.Zero, Vector256<long>.Zero);
        for (var i = 0; i < _capacity; i += VectorLongs)
        {
            var four = Vector256.LoadUnsafe(ref keys, (nuint)i);
            var fourTimes = Vector256.LoadUnsafe(ref times, (nuint)i);
            var sameKey = Vector256.Equals(four, keyProbe);
            lower -= Vector256.LessThan(four, keyProbe) | (sameKey & Vector256.LessThan(fourTimes, timeProbe));
            same -= sameKey & Vector256.Equals(fourTimes, timeProbe);
        }
        return ((int)Vector256.Sum(lower), (int)Vector256.Sum(same));
    }

    /// <summary>Inner nodes: as <see cref="CountKeys"/>, of the bounds; the first one says nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (int Lower, int Same) CountBounds(long key)
    {
        var (lower, same) = CountKeys(key);
        var first = Keys[0];
        return (lower - (first < key ? 1 : 0), same - (first == key ? 1 : 0));
    }

    /// <summary>As <see cref="CountBounds(long)"/>, of scores and times.</summary>
    public (int Lower, int Same) CountBounds(long key, long time)
    {
        var (lower, same) = CountPlaces(key, time);
        var (first, firstTime) = (Keys[0], Times[0]);
        if (first != key) return (lower - (first < key ? 1 : 0), same);
        return (lower - (firstTime < time ? 1 : 0), same - (firstTime == time ? 1 : 0));
    }

    /// <summary>In which slots or at which indices the column's number is lower, and where it is the same.</summary>
    /// <param name="among">One bit each: which of them are asked about.</param>
    public (ulong Lower, ulong Same) Compare(ReadOnlySpan<long> column, long number, ulong among)
    {
        ref var numbers = ref MemoryMarshal.GetReference(column);
        var probe = Vector256.Create(number);
        ulong lower = 0, same = 0;
        for (var i = 0; i < _capacity; i += VectorLongs)
        {
            var four = Vector256.LoadUnsafe(ref numbers, (nuint)i);
            lower |= (ulong)Vector256.LessThan(four, probe).ExtractMostSignificantBits() << i;
            same |= (ulong)Vector256.Equals(four, probe).ExtractMostSignificantBits() << i;
        }
        return (lower & among, same & among);
    }

    /// <summary>Leaves: the lowest and the highest key; where there is none, the wrong way about.</summary>
    public (long Lowest, long Highest) KeyRange()
    {
        ref var keys = ref MemoryMarshal.GetReference(Keys);
        var (lowest, highest) = (long.MaxValue, long.MinValue);
        for (var slots = Taken; slots != 0; slots &= slots - 1)
        {
            var key = Unsafe.Add(ref keys, BitOperations.TrailingZeroCount(slots));
            lowest = Math.Min(lowest, key);
            highest = Math.Max(highest, key);
        }
        return (lowest, highest);
    }

    /// <summary>Inner nodes: which child it is; it is one of them.</summary>
    public int IndexOf(int child)
    {
        ref var children = ref MemoryMarshal.GetReference(Children);
        var probe = Vector256.Create(child);
        ulong hits = 0;
        // All are looked at, so that no branch depends on which it is; what is left behind the last one comes later.
        for (var i = 0; i < _capacity; i += VectorInts)
        {
            var eight = Vector256.Equals(Vector256.LoadUnsafe(ref children, (nuint)i), probe);
            hits |= (ulong)eight.ExtractMostSignificantBits() << i;
        }
        return BitOperations.TrailingZeroCount(hits);
    }

    /// <summary>Inner nodes: the sum of a column's first numbers.</summary>
    public int Sum(ReadOnlySpan<int> column, int count)
    {
        ref var numbers = ref MemoryMarshal.GetReference(column);
        var limit = Vector256.Create(count);
        var index = Vector256<int>.Indices;
        var sum = Vector256<int>.Zero;
        for (var i = 0; i < _capacity; i += VectorInts)
        {
            sum += Vector256.LoadUnsafe(ref numbers, (nuint)i) & Vector256.LessThan(index, limit);
            index += Vector256.Create(VectorInts);
        }
        return Vector256.Sum(sum);
    }

    private ref int Header(int at) => ref Unsafe.Add(ref Unsafe.As<long, int>(ref _block), at);
}
