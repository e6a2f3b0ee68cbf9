using System.Runtime.CompilerServices;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>A counted B+-tree of members: the entries stand in its leaves, and nowhere else.</summary>
/// <remarks>
/// There is no member object and no member number: a map leads from the user to the leaf, a scan of its users to the
/// entry. From there counts up the parents give the place; a descent by key finds where a changed entry goes.
/// Nodes that are full share with a neighbour or split two into three (Knuth, TAOCP 3, 6.2.4: B*-trees), nodes that run
/// low join, so leaves stay about four fifths full.
/// Until an order is asked for, the leaves may be a mere list (<see cref="IsOrdered"/>).
/// A member leaves only with the whole tree: so a separator may name a user, whose id decides between equals.
/// </remarks>
internal sealed partial class RankedTree
{
    private const int LeafCapacity = 64;
    private const int InnerCapacity = 64;
    private const int NodeCapacityMax = 64;
    private const int FirstCapacity = 4;
    private const int InnerLongs = 2;
    private const int InnerInts = 4;
    private const int ObjectBytes = 120;

    private readonly UserIds _users;
    private readonly bool _hasExtra;
    private readonly bool _hasEvents;
    private NodePool _leaves;
    private NodePool? _innerNodes;
    private readonly ChangedLeaves _changed = new();
    private UserLeaves? _where;
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Locate(int user, out int leaf, out int index)
    {
        index = -1;
        if (_where is null) leaf = _firstLeaf;
        else if (!_where.TryGet(user, out leaf)) return false;
        _leaves.Prefetch(leaf);
        var node = _leaves[leaf];
        index = node.Users[..node.Count].IndexOf(user);
        return index >= 0;
    }

    public Entry Get(int leaf, int index)
    {
        var node = _leaves[leaf];
        return new Entry(node.Users[index], _order.KeyOf(node.Keys[index]), _order.TimeOf(node.Times[index]),
            _hasExtra ? node.Extras[index] : 0, _hasEvents ? (uint)node.Events[index] : 0);
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
    public void Update(int leaf, int index, in Entry entry, bool changed)
    {
        var node = _leaves[leaf];
        long key = _order.KeyOf(entry.Score), time = _order.TimeOf(entry.ReachedAtUs);
        long formerKey = node.Keys[index], formerTime = node.Times[index];
        RankedCount += (key <= _order.LimitKey ? 1 : 0) - (formerKey <= _order.LimitKey ? 1 : 0);
        ChangedCount += (changed ? 1 : 0) - (IsChanged(node, index) ? 1 : 0);
        if (!IsOrdered || (key == formerKey && time == formerTime))
        {
            Put(leaf, node, index, entry, changed);
            return;
        }
        if (TryMoveInside(leaf, node, index, entry, changed)) return;
        // Where it goes is known before it leaves: that leaf comes from memory while this one is mended.
        var target = LeafFor(key, time, entry.User);
        _leaves.Prefetch(target);
        if (RemoveAt(leaf, index)) target = LeafFor(key, time, entry.User);
        Insert(entry, changed, target);
    }

    public void MarkClean()
    {
        if (ChangedCount == 0) return;
        for (var leaf = NextChanged(0); leaf >= 0; leaf = NextChanged(leaf + 1)) _leaves[leaf].Changed = 0;
        _changed.Clear();
        ChangedCount = 0;
    }

    public bool IsChanged(int leaf, int index) => IsChanged(_leaves[leaf], index);

    /// <summary>The first leaf by number, from <paramref name="leaf"/> on, that may hold changed entries; or
    /// -1.</summary>
    public int NextChanged(int leaf) => _changed.Next(leaf);

    /// <summary>The leaf's entries, and the leaf after it (or -1).</summary>
    public (int Count, int Next) Leaf(int leaf)
    {
        var node = _leaves[leaf];
        return (node.Count, node.Next);
    }

    private static bool IsChanged(Node node, int index) => (node.Changed >> index & 1) != 0;

    private NodePool NewLeaves(int capacity) => new(_hasExtra ? 3 : 2, _hasEvents ? 2 : 1, capacity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Put(int leaf, Node node, int index, in Entry entry, bool changed)
    {
        node.Keys[index] = _order.KeyOf(entry.Score);
        node.Times[index] = _order.TimeOf(entry.ReachedAtUs);
        node.Users[index] = entry.User;
        if (_hasExtra) node.Extras[index] = entry.Extra;
        if (_hasEvents) node.Events[index] = (int)entry.Events;
        if (!changed)
        {
            node.Changed &= ~(1UL << index);
            return;
        }
        node.Changed |= 1UL << index;
        _changed.Add(leaf);
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
        var node = _leaves[_lastLeaf];
        Put(_lastLeaf, node, node.Count++, entry, changed);
        _where?.Set(entry.User, _lastLeaf);
    }

    /// <param name="leaf">Where its key leads to.</param>
    private void Insert(in Entry entry, bool changed, int leaf)
    {
        long key = _order.KeyOf(entry.Score), time = _order.TimeOf(entry.ReachedAtUs);
        while (_leaves[leaf].IsFull)
        {
            if (_height == 0 && _leaves.Capacity < LeafCapacity) _leaves.Widen(_leaves.Capacity * 2);
            else MakeRoom(0, leaf);
            leaf = LeafFor(key, time, entry.User);
        }
        var node = _leaves[leaf];
        var at = UpperBound(node, 0, key, time, entry.User);
        var former = StartsAround(node, at == 0, at == node.Count);
        var atEnd = at == node.Count;
        node.OpenGap(at);
        Put(leaf, node, at, entry, changed);
        _where?.Set(entry.User, leaf);
        var starts = StartsAround(node, at == 0, atEnd);
        AddUp(leaf, 1, starts.Own - former.Own);
        AddUp(node.Next, 0, starts.Next - former.Next);
    }

    /// <returns>Whether leaves have shared or joined, so that keys may lead elsewhere.</returns>
    private bool RemoveAt(int leaf, int index)
    {
        var node = _leaves[leaf];
        var atEnd = index == node.Count - 1;
        var former = StartsAround(node, index == 0, atEnd);
        node.CloseGap(index);
        var starts = StartsAround(node, index == 0, atEnd);
        AddUp(leaf, -1, starts.Own - former.Own);
        AddUp(node.Next, 0, starts.Next - former.Next);
        return JoinIfLow(0, leaf);
    }

    private bool TryMoveInside(int leaf, Node node, int index, in Entry entry, bool changed)
    {
        long key = _order.KeyOf(entry.Score), time = _order.TimeOf(entry.ReachedAtUs);
        var count = node.Count;
        // Far off, as often: seen without searching.
        if ((key < node.Keys[0] && node.Previous >= 0) || (key > node.Keys[count - 1] && node.Next >= 0)) return false;
        var to = UpperBound(node, 0, key, time, entry.User);
        if (to > index) to--;
        // At an edge, the place may as well be in the neighbour.
        if ((to == 0 && node.Previous >= 0) || (to == count - 1 && node.Next >= 0)) return false;
        bool first = index == 0 || to == 0, last = index == count - 1 || to == count - 1;
        var former = StartsAround(node, first, last);
        node.Shift(index, to);
        Put(leaf, node, to, entry, changed);
        var starts = StartsAround(node, first, last);
        AddUp(leaf, 0, starts.Own - former.Own);
        AddUp(node.Next, 0, starts.Next - former.Next);
        return true;
    }

    /// <summary>
    /// The index behind the entries that stand before or at this key, from <paramref name="from"/> on.
    /// </summary>
    private int UpperBound(Node node, int from, long key, long time, int user)
    {
        var low = node.CountLower(key, from);
        var keys = node.Keys;
        var count = node.Count;
        if (low == count || keys[low] != key) return low;
        var high = count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var isBefore = keys[middle] == key
                && _order.StandsAtOrBefore(node.Times[middle], node.Users[middle], time, user, _users);
            if (isBefore) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private int LeafFor(long key, long time, int user)
    {
        var node = _root;
        for (var level = _height; level > 0; level--)
        {
            var view = Inner[node];
            // The first child takes whatever came here and is lower than the second's bound.
            node = view.Children[UpperBound(view, 1, key, time, user) - 1];
        }
        return node;
    }

    private void AddUp(int leaf, int size, int starts)
    {
        if ((size | starts) == 0) return;
        var child = leaf;
        for (var parent = _leaves[leaf].Parent; parent >= 0; parent = Inner[parent].Parent)
        {
            var view = Inner[parent];
            var at = view.Children[..view.Count].IndexOf(child);
            view.Sizes[at] += size;
            view.Starts[at] += starts;
            child = parent;
        }
    }

    /// <summary>
    /// The scores that begin in this leaf, and whether the next leaf's first score begins there; read before and
    /// after a change, of which the difference goes up. An edge that the change doesn't touch isn't looked at.
    /// </summary>
    private (int Own, int Next) StartsAround(Node node, bool firstChanges, bool lastChanges)
    {
        if (!_dense || _height == 0) return (0, 0);
        var own = StartsIn(node, firstChanges);
        if (!lastChanges || node.Next < 0) return (own, 0);
        var last = node.Count > 0 ? node.Keys[node.Count - 1] : LastKey(node.Previous);
        return (own, last is { } key && key == _leaves[node.Next].Keys[0] ? 0 : 1);
    }

    private long? LastKey(int leaf)
    {
        if (leaf < 0) return null;
        var node = _leaves[leaf];
        return node.Keys[node.Count - 1];
    }

    private int StartsIn(Node node, bool lookBefore)
    {
        var count = node.Count;
        if (count == 0) return 0;
        var keys = node.Keys[..count];
        var starts = lookBefore && LastKey(node.Previous) == keys[0] ? 0 : 1;
        for (var i = 1; i < keys.Length; i++) starts += keys[i] != keys[i - 1] ? 1 : 0;
        return starts;
    }

    private void MapUsers()
    {
        if (_where is not null) return;
        _where = new UserLeaves(_users);
        var node = _leaves[_firstLeaf];
        foreach (var user in node.Users[..node.Count]) _where.Set(user, _firstLeaf);
    }
}
