using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>The order of the entries in one leaf.</summary>
internal sealed partial class RankedTree
{
    /// <summary>The leaf's slots in the order of their entries; returns how many.</summary>
    public int InOrder(int leaf, Span<byte> slots)
    {
        var node = _leaves[leaf];
        var count = 0;
        for (var rest = node.Taken; rest != 0; rest &= rest - 1)
            slots[count++] = (byte)BitOperations.TrailingZeroCount(rest);
        slots = slots[..count];
        if (!SortBy(node.Keys, slots)) return count;
        for (int from = 0, to; from < count; from = to)
        {
            to = EndOfRun(node.Keys, slots, from);
            if (to - from > 1) SortEquals(node, slots[from..to]);
        }
        return count;
    }

    /// <summary>The slot of a leaf's first entry.</summary>
    private int FirstSlot(Node leaf)
    {
        var same = leaf.Compare(leaf.Keys, leaf.KeyRange().Lowest, leaf.Taken).Same;
        var first = BitOperations.TrailingZeroCount(same);
        for (same &= same - 1; same != 0; same &= same - 1)
            if (StandsUpTo(leaf, same, leaf.Times[first], leaf.Users[first]))
                first = BitOperations.TrailingZeroCount(same);
        return first;
    }

    private void SortEquals(Node leaf, Span<byte> slots)
    {
        if (!_order.TimeCounts)
        {
            SortByIds(leaf, slots);
            return;
        }
        if (!SortBy(leaf.Times, slots)) return;
        for (int from = 0, to; from < slots.Length; from = to)
        {
            to = EndOfRun(leaf.Times, slots, from);
            if (to - from > 1) SortByIds(leaf, slots[from..to]);
        }
    }

    private static int EndOfRun(ReadOnlySpan<long> column, ReadOnlySpan<byte> slots, int from)
    {
        var to = from + 1;
        while (to < slots.Length && column[slots[to]] == column[slots[from]]) to++;
        return to;
    }

    /// <summary>An entry's place is the number of lower ones: no branch depends on what they are (Knuth, TAOCP 3, 5.2,
    /// algorithm C).</summary>
    /// <returns>Whether some are equal, which stand together now.</returns>
    [SkipLocalsInit]
    private static bool SortBy(ReadOnlySpan<long> column, Span<byte> slots)
    {
        Span<long> numbers = stackalloc long[LeafCapacity];
        Span<long> lower = stackalloc long[LeafCapacity];
        Span<byte> sorted = stackalloc byte[LeafCapacity];
        Span<byte> equals = stackalloc byte[LeafCapacity];
        for (var i = 0; i < slots.Length; i++) numbers[i] = column[slots[i]];
        if (!numbers[..slots.Length].ContainsAnyExcept(numbers[0])) return slots.Length > 1;
        equals.Clear();
        CountLower(numbers, slots.Length, lower);
        var isDistinct = true;
        for (var i = 0; i < slots.Length; i++)
        {
            var at = (int)lower[i];
            isDistinct &= equals[at] == 0;
            sorted[at + equals[at]++] = slots[i];
        }
        sorted[..slots.Length].CopyTo(slots);
        return !isDistinct;
    }

    /// <summary>How many of the first numbers are lower than each; sixteen are counted for at once.</summary>
    private static void CountLower(ReadOnlySpan<long> numbers, int count, Span<long> lower)
    {
        const int four = 4;
        ref var first = ref MemoryMarshal.GetReference(numbers);
        ref var counts = ref MemoryMarshal.GetReference(lower);
        for (var i = 0; i < count; i += 4 * four)
        {
            var a = Vector256.LoadUnsafe(ref first, (nuint)i);
            var b = Vector256.LoadUnsafe(ref first, (nuint)(i + four));
            var c = Vector256.LoadUnsafe(ref first, (nuint)(i + 2 * four));
            var d = Vector256.LoadUnsafe(ref first, (nuint)(i + 3 * four));
            Vector256<long> lowerA = default, lowerB = default, lowerC = default, lowerD = default;
            for (var j = 0; j < count; j++)
            {
                var each = Vector256.Create(Unsafe.Add(ref first, j));
                lowerA -= Vector256.LessThan(each, a);
                lowerB -= Vector256.LessThan(each, b);
                lowerC -= Vector256.LessThan(each, c);
                lowerD -= Vector256.LessThan(each, d);
            }
            lowerA.StoreUnsafe(ref counts, (nuint)i);
            lowerB.StoreUnsafe(ref counts, (nuint)(i + four));
            lowerC.StoreUnsafe(ref counts, (nuint)(i + 2 * four));
            lowerD.StoreUnsafe(ref counts, (nuint)(i + 3 * four));
        }
    }

    /// <summary>By insertion at the place that bisection finds.</summary>
    private void SortByIds(Node leaf, Span<byte> slots)
    {
        for (var i = 1; i < slots.Length; i++)
        {
            var slot = slots[i];
            var (low, high) = (0, i);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (StandsUpTo(leaf, 1UL << slots[middle], leaf.Times[slot], leaf.Users[slot])) low = middle + 1;
                else high = middle;
            }
            slots[low..i].CopyTo(slots[(low + 1)..]);
            slots[low] = slot;
        }
    }
}
