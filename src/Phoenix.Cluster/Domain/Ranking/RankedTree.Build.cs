using System.Numerics;
using System.Runtime.CompilerServices;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>Ordering everybody at once: one sort, then the tree from the leaves up.</summary>
internal sealed partial class RankedTree
{
    // A leaf has room for what comes next; full ones would all be split soon.
    private const int LeafFilled = LeafCapacity * 7 / 8;

    /// <summary>Gives up the order until <see cref="Build"/>: entries are added and changed where they are.</summary>
    public void Unorder()
    {
        IsOrdered = false;
        Ordering++;
        _innerNodes = null;
        _height = 0;
    }

    /// <summary>Takes another rule; the order is to be built again.</summary>
    public void Rekey(RankingConfig ranking)
    {
        Unorder();
        var order = new RankOrder(ranking);
        RankedCount = 0;
        for (var leaf = _firstLeaf; leaf >= 0; leaf = _leaves[leaf].Next)
        {
            var node = _leaves[leaf];
            var keys = node.Keys;
            var times = node.Times;
            for (var slots = node.Taken; slots != 0; slots &= slots - 1)
            {
                var i = BitOperations.TrailingZeroCount(slots);
                keys[i] = order.KeyOf(_order.KeyOf(keys[i]));
                times[i] = order.TimeOf(_order.TimeOf(times[i]));
                if (keys[i] <= order.LimitKey) RankedCount++;
            }
        }
        _order = order;
        _dense = ranking.Ties == TieRule.Dense;
    }

    public void Build()
    {
        var leaves = StandsInOrder() ? Leaves() : SortedLeaves();
        (_firstLeaf, _lastLeaf, _height, IsOrdered) = (leaves[0], leaves[^1], 0, true);
        Ordering++;
        _leaves[_firstLeaf].Parent = -1;
        while (leaves.Length > 1) leaves = BuildLevel(leaves);
        _root = leaves[0];
    }

    /// <summary>Whether the list of leaves is in order as it is (a checkpoint just read, say).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool StandsInOrder()
    {
        var (formerKey, formerTime, formerUser) = (long.MinValue, long.MinValue, -1);
        for (var leaf = _firstLeaf; leaf >= 0; leaf = _leaves[leaf].Next)
        {
            var node = _leaves[leaf];
            var keys = node.Keys;
            for (var slots = node.Taken; slots != 0; slots &= slots - 1)
            {
                var i = BitOperations.TrailingZeroCount(slots);
                var (time, user) = (node.Times[i], node.Users[i]);
                var isBehind = keys[i] != formerKey ? keys[i] > formerKey
                    : formerUser < 0 || _order.StandsAtOrBefore(formerTime, formerUser, time, user, _users);
                if (!isBehind) return false;
                (formerKey, formerTime, formerUser) = (keys[i], time, user);
            }
        }
        return true;
    }

    private int[] Leaves()
    {
        var leaves = new int[_leaves.Live];
        for (int i = 0, leaf = _firstLeaf; leaf >= 0; i++, leaf = _leaves[leaf].Next) leaves[i] = leaf;
        return leaves;
    }

    /// <summary>Puts everybody into new leaves in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int[] SortedLeaves()
    {
        var places = SortedPlaces();
        var former = _leaves;
        var leafCount = Groups(Count, LeafCapacity);
        _leaves = NewLeaves(
            leafCount > 1 ? LeafCapacity : Math.Max(FirstCapacity, (int)BitOperations.RoundUpToPowerOf2((uint)Count)));
        _where = leafCount > 1 ? _where ?? new EntryAddresses(_users) : null;
        _changed.Clear();
        var leaves = new int[leafCount];
        for (var i = 0; i < leafCount; i++)
        {
            var leaf = leaves[i] = _leaves.Allocate();
            var from = (int)((long)Count * i / leafCount);
            Fill(leaf, former, places.AsSpan(from, (int)((long)Count * (i + 1) / leafCount) - from));
            _leaves[leaf].Previous = i > 0 ? leaves[i - 1] : -1;
            if (i > 0) _leaves[leaves[i - 1]].Next = leaf;
        }
        return leaves;
    }

    /// <summary>How many nodes for so many entries, each seven eighths full.</summary>
    private static int Groups(int entries, int capacity) =>
        entries <= capacity ? 1 : (entries + capacity * 7 / 8 - 1) / (capacity * 7 / 8);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(int leaf, NodePool former, ReadOnlySpan<int> places)
    {
        var node = _leaves[leaf];
        node.Count = places.Length;
        node.Taken = places.IsEmpty ? 0 : ulong.MaxValue >> (LeafCapacity - places.Length);
        for (int i = 0, run; i < places.Length; i += run)
        {
            var source = former[places[i] >> LeafShift];
            var at = places[i] & LeafMask;
            // What was in order already (a checkpoint just read, say) is copied by the stretch.
            for (run = 1; i + run < places.Length && places[i + run] == places[i] + run && at + run <= LeafMask;) run++;
            for (var c = 0; c < _leaves.LongColumns; c++) source.Long(c).Slice(at, run).CopyTo(node.Long(c)[i..]);
            for (var c = 0; c < _leaves.IntColumns; c++) source.Int(c).Slice(at, run).CopyTo(node.Int(c)[i..]);
            for (var j = 0; j < run; j++) node.Changed |= (source.Changed >> (at + j) & 1) << (i + j);
        }
        if (node.Changed != 0) _changed.Add(leaf);
        if (_where is null) return;
        for (var i = 0; i < places.Length; i++) _where.Set(node.Users[i], leaf << LeafShift | i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int[] BuildLevel(int[] children)
    {
        _innerNodes ??= NewInner();
        _height++;
        var nodes = new int[Groups(children.Length, InnerCapacity)];
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = Inner.Allocate();
            var from = (int)((long)children.Length * i / nodes.Length);
            var to = (int)((long)children.Length * (i + 1) / nodes.Length);
            var node = Inner[nodes[i]];
            node.Count = to - from;
            node.Previous = i > 0 ? nodes[i - 1] : -1;
            if (i > 0) Inner[nodes[i - 1]].Next = nodes[i];
            for (var j = 0; j < node.Count; j++)
            {
                node.Children[j] = children[from + j];
                PoolOf(_height - 1)[children[from + j]].Parent = nodes[i];
                Describe(_height - 1, node, j);
            }
        }
        return nodes;
    }

    /// <summary>Where the entries are now (leaf ≪ 6 | slot), in the order in which they shall stand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int[] SortedPlaces()
    {
        var keys = new long[Count];
        var places = new int[Count];
        var at = 0;
        var isSorted = true;
        for (var leaf = _firstLeaf; leaf >= 0; leaf = _leaves[leaf].Next)
        {
            var node = _leaves[leaf];
            var source = node.Keys;
            for (var slots = node.Taken; slots != 0; slots &= slots - 1, at++)
            {
                var slot = BitOperations.TrailingZeroCount(slots);
                keys[at] = source[slot];
                places[at] = leaf << LeafShift | slot;
                isSorted &= at == 0 || keys[at - 1] <= keys[at];
            }
        }
        if (!isSorted) Array.Sort(keys, places);
        var times = Array.Empty<long>();
        for (int from = 0, to; from < keys.Length; from = to)
        {
            for (to = from + 1; to < keys.Length && keys[to] == keys[from];) to++;
            if (to - from > 1) SortEquals(places.AsSpan(from, to - from), ref times);
        }
        return places;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SortEquals(Span<int> places, ref long[] times)
    {
        if (times.Length < places.Length) times = new long[Math.Max(places.Length, times.Length * 2)];
        var keys = times.AsSpan(0, places.Length);
        var isSorted = true;
        for (var i = 0; i < places.Length; i++)
        {
            keys[i] = _order.TieTime(_leaves[places[i] >> LeafShift].Times[places[i] & LeafMask]);
            isSorted &= i == 0 || keys[i - 1] <= keys[i];
        }
        if (!isSorted) keys.Sort(places);
        for (int from = 0, to; from < keys.Length; from = to)
        {
            for (to = from + 1; to < keys.Length && keys[to] == keys[from];) to++;
            if (to - from > 1 && !HasSortedIds(places[from..to])) places[from..to].Sort(CompareIds);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool HasSortedIds(ReadOnlySpan<int> places)
    {
        for (var i = 1; i < places.Length; i++)
            if (CompareIds(places[i - 1], places[i]) > 0) return false;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int CompareIds(int place, int other) =>
        _users.IdOf(UserAt(place)).SequenceCompareTo(_users.IdOf(UserAt(other)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int UserAt(int place) => _leaves[place >> LeafShift].Users[place & LeafMask];
}
