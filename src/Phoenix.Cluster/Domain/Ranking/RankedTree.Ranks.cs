using System.Numerics;
using System.Runtime.CompilerServices;

namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>Places and ranks, both ways.</summary>
internal sealed partial class RankedTree
{
    // Whether the entry whose rank was last asked for had equals: then the next one will, and their times are fetched
    // together with the keys.
    private bool _metTies;

    /// <summary>Has what an entry's rank is counted from come from memory: the entry itself first, for its key leads
    /// on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchRank(int leaf, int slot)
    {
        _leaves.PrefetchEntry(leaf, slot);
        _leaves.PrefetchKeys(leaf);
        if (_metTies) _leaves.PrefetchTimes(leaf);
    }

    /// <summary>How many entries stand before this one.</summary>
    public long CountBefore(int leaf, int slot) =>
        CountBeforeLeaf(leaf) + CountBeforeInLeaf(_leaves[leaf], slot);

    /// <summary>How many entries stand before this one, and how many of them have a better score.</summary>
    public (long Before, long Better) CountBeforeAndBetter(int leaf, int slot)
    {
        if (_metTies) return CountAmongTies(leaf, slot);
        var node = _leaves[leaf];
        var before = CountBeforeLeaf(leaf);
        var (lower, same) = node.CountKeys(node.Keys[slot]);
        if (lower == 0 || same > 1) return CountAmongTies(leaf, slot);
        return (before + lower, before + lower);
    }

    private (long Before, long Better) CountAmongTies(int leaf, int slot)
    {
        var node = _leaves[leaf];
        var key = node.Keys[slot];
        // Where the score begins comes from memory while the way up from the entry is counted.
        var (first, better) = SeekScore(key);
        if (first != leaf) _leaves.PrefetchKeys(first);
        var before = CountBeforeLeaf(leaf) + CountBeforeInLeaf(node, slot);
        better += _leaves[first].CountKeys(key).Lower;
        _metTies = before != better;
        return (before, better);
    }

    /// <summary>The leaf where a score begins, and how many entries the leaves before it hold.</summary>
    private (int Leaf, long Before) SeekScore(long key)
    {
        long before = 0;
        var child = _root;
        for (var level = _height; level > 0; level--)
        {
            var view = Inner[child];
            var at = view.CountBounds(key).Lower;
            before += view.Sum(view.Sizes, at);
            child = view.Children[at];
        }
        return (child, before);
    }

    /// <summary>How many different scores are better than this one's. Ties are dense, or it isn't known.</summary>
    public long CountBetterScores(int leaf, int slot)
    {
        var node = _leaves[leaf];
        var keys = node.Keys;
        Span<byte> slots = stackalloc byte[LeafCapacity];
        InOrder(leaf, slots);
        // A score that goes on here from the leaf before has been counted there.
        long? former = node.Previous < 0 ? null : _leaves[node.Previous].KeyRange().Highest;
        long starts = 0;
        foreach (var each in slots)
        {
            starts += keys[each] != former ? 1 : 0;
            former = keys[each];
            if (keys[each] == keys[slot]) break;
        }
        var child = leaf;
        for (var parent = node.Parent; parent >= 0; parent = Inner[parent].Parent)
        {
            var view = Inner[parent];
            starts += view.Sum(view.Starts, view.IndexOf(child));
            child = parent;
        }
        return starts - 1;
    }

    /// <summary>Where the entries behind this one begin, which may have moved or changed since: a leaf, and how many of
    /// its entries come before; maybe all.</summary>
    public (int Leaf, int Index) SeekBehind(in Entry entry)
    {
        long key = _order.KeyOf(entry.Score), time = _order.TimeOf(entry.ReachedAtUs);
        var leaf = LeafFor(key, time, entry.User);
        return (leaf, CountUpTo(_leaves[leaf], key, time, entry.User));
    }

    /// <summary>Where the entry is that has this many before it (there are more than that): its leaf, and how many of
    /// the leaf's stand before it.</summary>
    public (int Leaf, int Index) Seek(int before)
    {
        var child = _root;
        for (var level = _height; level > 0; level--)
        {
            var view = Inner[child];
            var sizes = view.Sizes;
            var at = 0;
            while (before >= sizes[at]) before -= sizes[at++];
            child = view.Children[at];
        }
        return (child, before);
    }

    private long CountBeforeLeaf(int leaf)
    {
        long before = 0;
        var child = leaf;
        for (var parent = _leaves[leaf].Parent; parent >= 0; parent = Inner[parent].Parent)
        {
            var view = Inner[parent];
            before += view.Sum(view.Sizes, view.IndexOf(child));
            child = parent;
        }
        return before;
    }

    private int CountBeforeInLeaf(Node leaf, int slot)
    {
        long key = leaf.Keys[slot], time = leaf.Times[slot];
        if (_order.TimeCounts)
        {
            var (before, same) = leaf.CountPlaces(key, time);
            if (same == 1) return before;
        }
        return CountUpTo(leaf, key, time, leaf.Users[slot]) - 1;
    }

    /// <summary>How many of a leaf's entries stand before or at this place.</summary>
    private int CountUpTo(Node leaf, long key, long time, int user)
    {
        var (lower, same) = leaf.Compare(leaf.Keys, key, leaf.Taken);
        var count = BitOperations.PopCount(lower);
        if (_order.TimeCounts)
        {
            var (earlier, sameTime) = leaf.Compare(leaf.Times, time, same);
            count += BitOperations.PopCount(earlier);
            same = sameTime;
        }
        for (; same != 0; same &= same - 1) count += StandsUpTo(leaf, same, time, user) ? 1 : 0;
        return count;
    }

    /// <summary>Whether the first of these slots stands before or at this place; of equal score.</summary>
    private bool StandsUpTo(Node leaf, ulong slots, long time, int user)
    {
        var slot = BitOperations.TrailingZeroCount(slots);
        return _order.StandsAtOrBefore(leaf.Times[slot], leaf.Users[slot], time, user, _users);
    }
}
