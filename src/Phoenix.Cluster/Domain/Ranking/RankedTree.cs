using System.Numerics;
using System.Runtime.CompilerServices;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>A counted B+-tree of members: the entries stand in its leaves, and nowhere else.</summary>
/// <remarks>
/// There is no member object: a map leads from the user to the entry. From there counts up the parents give the place;
/// a descent by key finds where a changed entry goes.
/// Leaves stand in order, entries in a leaf don't: a changed one leaves its slot and takes a free one, and nothing else
/// in either leaf is moved (as the unsorted leaves of Yang et al., "NV-Tree", 2015, for another reason). How many of a
/// leaf stand before an entry is counted by comparing it with all; who reads a leaf in order sorts it first.
/// Nodes that are full share with a neighbour or split two into three (Knuth, TAOCP 3, 6.2.4: B*-trees), nodes that run
/// low join, so leaves stay about four fifths full.
/// Until an order is asked for, the leaves may be a mere list (<see cref="IsOrdered"/>).
/// A member leaves only with the whole tree: so a separator may name a user, whose id decides between equals.
/// </remarks>
internal sealed partial class RankedTree
{
    internal const int LeafCapacity = 64;
    private const int InnerCapacity = 64;
    private const int FirstCapacity = 4;

    // An entry's address: leaf ≪ 6 | slot.
    private const int LeafShift = 6;
    private const int LeafMask = (1 << LeafShift) - 1;
    private const int InnerLongs = 2;
    private const int InnerInts = 4;
    private const int HeightMax = 16;
    private const int ObjectBytes = 216;

    private readonly UserIds _users;
    private readonly bool _hasExtra;
    private readonly bool _hasEvents;
    private NodePool _leaves;
    private NodePool? _innerNodes;
    private readonly ChangedLeaves _changed = new();
    private readonly int[] _path = new int[HeightMax];
    private EntryAddresses? _where;
    private RankOrder _order;
    private bool _dense;
    private int _root;
    private int _height;
    private int _firstLeaf;
    private int _lastLeaf;

    public RankedTree(UserIds users, bool hasExtra, bool hasEvents, RankingConfig ranking)
    {
        (_users, _hasExtra, _hasEvents) = (users, hasExtra, hasEvents);
        _leaves = NewLeaves(FirstCapacity);
        _leaves.Allocate();
        _order = new RankOrder(ranking);
        _dense = ranking.Ties == TieRule.Dense;
    }

    public int Count { get; private set; }

    /// <summary>Entries within the score limit: the first ones of the order.</summary>
    public int RankedCount { get; private set; }

    public int ChangedCount { get; private set; }

    /// <summary>False: the leaves are a list in no order, to be ordered by <see cref="Build"/>.</summary>
    public bool IsOrdered { get; private set; } = true;

    /// <summary>Another number whenever all entries are ordered anew, or no more.</summary>
    public int Ordering { get; private set; }

    public int FirstLeaf => _firstLeaf;

    public long SizeBytes =>
        ObjectBytes + _leaves.SizeBytes + (_innerNodes?.SizeBytes ?? 0) + (_where?.SizeBytes ?? 0) + _changed.SizeBytes;

    private NodePool Inner => _innerNodes!;

    public bool IsRanked(long score) => _order.KeyOf(score) <= _order.LimitKey;

    /// <summary>Finds a user's entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Locate(int user, out int leaf, out int slot)
    {
        if (_where is null)
        {
            leaf = _firstLeaf;
            slot = _leaves[leaf].Users[.._leaves[leaf].Count].IndexOf(user);
            return slot >= 0;
        }
        var isHere = _where.TryGet(user, out var address);
        (leaf, slot) = (address >> LeafShift, address & LeafMask);
        return isHere;
    }

    /// <summary>Has an entry come from memory, with all that its change will read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int leaf, int slot) => _leaves.PrefetchEntry(leaf, slot);

    /// <summary>As <see cref="Prefetch(int, int)"/>, of a whole leaf; -1: of none.</summary>
    public void Prefetch(int leaf)
    {
        if (leaf >= 0) _leaves.Prefetch(leaf);
    }

    public Entry Get(int leaf, int slot)
    {
        var node = _leaves[leaf];
        return new Entry(node.Users[slot], _order.KeyOf(node.Keys[slot]), _order.TimeOf(node.Times[slot]),
            _hasExtra ? node.Extras[slot] : 0, _hasEvents ? (uint)node.Events[slot] : 0);
    }

    /// <summary>Takes in a user that isn't here yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in Entry entry, bool changed)
    {
        if (IsRanked(entry.Score)) RankedCount++;
        if (changed) ChangedCount++;
        Count++;
        if (!IsOrdered) Append(entry, changed);
        else Insert(entry, changed, LeafFor(_order.KeyOf(entry.Score), _order.TimeOf(entry.ReachedAtUs), entry.User));
    }

    /// <summary>Writes an entry anew and moves it to where it belongs now.</summary>
    public void Update(int leaf, int slot, in Entry entry, bool changed)
    {
        var node = _leaves[leaf];
        long key = _order.KeyOf(entry.Score), time = _order.TimeOf(entry.ReachedAtUs);
        long formerKey = node.Keys[slot], formerTime = node.Times[slot];
        RankedCount += (key <= _order.LimitKey ? 1 : 0) - (formerKey <= _order.LimitKey ? 1 : 0);
        ChangedCount += (changed ? 1 : 0) - (IsChanged(leaf, slot) ? 1 : 0);
        if (!IsOrdered || (key == formerKey && time == formerTime))
        {
            Put(leaf, node, slot, entry, changed);
            return;
        }
        var target = LeafFor(key, time, entry.User);
        if (target == leaf)
        {
            Rewrite(leaf, node, slot, entry, changed);
            return;
        }
        // Comes from memory while the old leaf is mended.
        _leaves.PrefetchHeader(target);
        if (Remove(leaf, slot)) target = LeafFor(key, time, entry.User);
        Insert(entry, changed, target);
    }

    public void MarkClean()
    {
        if (ChangedCount == 0) return;
        for (var leaf = NextChanged(0); leaf >= 0; leaf = NextChanged(leaf + 1)) _leaves[leaf].Changed = 0;
        _changed.Clear();
        ChangedCount = 0;
    }

    public bool IsChanged(int leaf, int slot) => (_leaves[leaf].Changed >> slot & 1) != 0;

    /// <summary>The first leaf by number, from <paramref name="leaf"/> on, that may hold changed entries; or
    /// -1.</summary>
    public int NextChanged(int leaf) => _changed.Next(leaf);

    /// <summary>Which slots of the leaf hold entries, which of them have changed, and the leaf after it (or
    /// -1).</summary>
    public (ulong Taken, ulong Changed, int Next) Leaf(int leaf)
    {
        var node = _leaves[leaf];
        return (node.Taken, node.Changed, node.Next);
    }

    private NodePool NewLeaves(int capacity) => new(_hasExtra ? 3 : 2, _hasEvents ? 2 : 1, capacity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Put(int leaf, Node node, int slot, in Entry entry, bool changed)
    {
        node.Keys[slot] = _order.KeyOf(entry.Score);
        node.Times[slot] = _order.TimeOf(entry.ReachedAtUs);
        node.Users[slot] = entry.User;
        if (_hasExtra) node.Extras[slot] = entry.Extra;
        if (_hasEvents) node.Events[slot] = (int)entry.Events;
        if (!changed)
        {
            node.Changed &= ~(1UL << slot);
            return;
        }
        node.Changed |= 1UL << slot;
        _changed.Add(leaf);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PutNew(int leaf, in Entry entry, bool changed)
    {
        var node = _leaves[leaf];
        var slot = node.TakeSlot();
        Put(leaf, node, slot, entry, changed);
        _where?.Set(entry.User, leaf << LeafShift | slot);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Append(in Entry entry, bool changed)
    {
        if (_leaves.Capacity < LeafCapacity)
        {
            if (_leaves[_lastLeaf].IsFull) _leaves.Widen(_leaves.Capacity * 2);
        }
        else if (_leaves[_lastLeaf].Count >= (_where is null ? LeafCapacity : LeafFilled))
        {
            MapUsers();
            var added = _leaves.Allocate();
            _leaves[added].Previous = _lastLeaf;
            _leaves[_lastLeaf].Next = added;
            _lastLeaf = added;
        }
        PutNew(_lastLeaf, entry, changed);
    }

    /// <param name="leaf">Where <see cref="LeafFor"/> led to, just now.</param>
    private void Insert(in Entry entry, bool changed, int leaf)
    {
        while (_leaves[leaf].IsFull)
        {
            if (_height == 0 && _leaves.Capacity < LeafCapacity) _leaves.Widen(_leaves.Capacity * 2);
            else MakeRoom(0, leaf);
            leaf = LeafFor(_order.KeyOf(entry.Score), _order.TimeOf(entry.ReachedAtUs), entry.User);
        }
        CountOnPath();
        CountStart(leaf, _order.KeyOf(entry.Score), 1);
        PutNew(leaf, entry, changed);
    }

    /// <returns>Whether leaves have shared or joined, so that keys may lead elsewhere.</returns>
    private bool Remove(int leaf, int slot)
    {
        var node = _leaves[leaf];
        var key = node.Keys[slot];
        node.FreeSlot(slot);
        AddUp(leaf, -1, 0);
        CountStart(leaf, key, -1);
        return JoinIfLow(0, leaf);
    }

    private void Rewrite(int leaf, Node node, int slot, in Entry entry, bool changed)
    {
        if (_dense)
        {
            node.Taken &= ~(1UL << slot);
            CountStart(leaf, node.Keys[slot], -1);
            CountStart(leaf, _order.KeyOf(entry.Score), 1);
            node.Taken |= 1UL << slot;
        }
        Put(leaf, node, slot, entry, changed);
    }

    /// <summary>The last child whose bound stands before or at this place; else the first.</summary>
    private int ChildFor(Node node, long key, long time, int user)
    {
        var (lower, same) = node.CountBounds(key);
        return same == 0 ? lower : ChildAmongTies(node, lower, same, key, time, user);
    }

    private int ChildAmongTies(Node node, int before, int same, long key, long time, int user)
    {
        if (_order.TimeCounts) (before, same) = node.CountBounds(key, time);
        // Those of the same time stand in the order of their ids; none of them is a bound behind the last child's.
        var behind = Math.Min(before + same, node.Count - 1);
        while (before < behind)
        {
            var next = ((before + behind) >>> 1) + 1;
            if (_order.StandsAtOrBefore(node.Times[next], node.Users[next], time, user, _users)) before = next;
            else behind = next - 1;
        }
        return before;
    }

    /// <summary>The leaf that a key leads to; the way there stays in the path until the next descent.</summary>
    private int LeafFor(long key, long time, int user)
    {
        var node = _root;
        for (var level = _height; level > 0; level--)
        {
            var view = Inner[node];
            var at = ChildFor(view, key, time, user);
            _path[level] = at;
            node = view.Children[at];
        }
        return node;
    }

    /// <summary>Counts one more entry in the leaf that the path leads to.</summary>
    private void CountOnPath()
    {
        var node = _root;
        for (var level = _height; level > 0; level--)
        {
            var view = Inner[node];
            view.Sizes[_path[level]]++;
            node = view.Children[_path[level]];
        }
    }

    private void AddUp(int leaf, int size, int starts)
    {
        var child = leaf;
        for (var parent = _leaves[leaf].Parent; parent >= 0; parent = Inner[parent].Parent)
        {
            var view = Inner[parent];
            var at = view.IndexOf(child);
            if (size != 0) view.Sizes[at] += size;
            if (starts != 0) view.Starts[at] += starts;
            child = parent;
        }
    }

    /// <summary>Counts that a score comes to a leaf (1) or leaves it (-1), where ties are dense; its entry is not in
    /// the leaf then.</summary>
    private void CountStart(int leaf, long key, int sign)
    {
        if (!_dense || _height == 0) return;
        var node = _leaves[leaf];
        var (lower, same) = node.Compare(node.Keys, key, node.Taken);
        if (same != 0) return;
        // A score that goes on from the leaf before has been counted there.
        if (lower == 0 && node.Previous >= 0 && _leaves[node.Previous].KeyRange().Highest == key) return;
        AddUp(leaf, 0, sign);
        // One that went on into the next leaf begins there, or no more.
        if (lower == node.Taken && node.Next >= 0 && _leaves[node.Next].KeyRange().Lowest == key)
            AddUp(node.Next, 0, -sign);
    }

    private int StartsIn(int leaf)
    {
        var node = _leaves[leaf];
        if (node.Count == 0) return 0;
        Span<byte> slots = stackalloc byte[LeafCapacity];
        var keys = node.Keys;
        long? former = node.Previous < 0 ? null : _leaves[node.Previous].KeyRange().Highest;
        var starts = 0;
        foreach (var slot in slots[..InOrder(leaf, slots)])
        {
            starts += keys[slot] != former ? 1 : 0;
            former = keys[slot];
        }
        return starts;
    }

    private void MapUsers()
    {
        if (_where is not null) return;
        _where = new EntryAddresses(_users);
        var node = _leaves[_firstLeaf];
        for (var slot = 0; slot < node.Count; slot++) _where.Set(node.Users[slot], _firstLeaf << LeafShift | slot);
    }
}
