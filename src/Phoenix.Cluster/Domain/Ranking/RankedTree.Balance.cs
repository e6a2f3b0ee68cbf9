using System.Runtime.CompilerServices;

namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>How nodes, leaves and inner ones alike, share their entries with their neighbours.</summary>
internal sealed partial class RankedTree
{
    // In sixteenths of a node's capacity.
    /// <summary>A neighbour with this much room takes some entries; else two nodes become three.</summary>
    private const int SharedRoomMin = 2;

    /// <summary>How full nodes may be on average when one of their group goes.</summary>
    private const int JoinedFillMax = 14;

    /// <summary>From here on down, at each sixteenth less, joining is tried.</summary>
    private const int LowFill = 9;

    /// <summary>Here at the latest the neighbours give some of theirs.</summary>
    private const int LowFillMin = 4;
    private const int GroupMax = 3;

    private NodePool PoolOf(int level) => level == 0 ? _leaves : Inner;

    private void MakeRoom(int level, int node)
    {
        MapUsers();
        var parent = PoolOf(level)[node].Parent;
        if (parent < 0) parent = AddRoot(level);
        var view = Inner[parent];
        var at = view.IndexOf(node);
        var left = at > 0 ? PoolOf(level)[view.Children[at - 1]].Count : int.MaxValue;
        var right = at + 1 < view.Count ? PoolOf(level)[view.Children[at + 1]].Count : int.MaxValue;
        if (Math.Min(left, right) <= PoolOf(level).Capacity / 16 * (16 - SharedRoomMin))
        {
            Share(level, parent, left <= right ? at - 1 : at, 2, 2);
            return;
        }
        if (view.IsFull)
        {
            MakeRoom(level + 1, parent);
            parent = PoolOf(level)[node].Parent;
            view = Inner[parent];
            at = view.IndexOf(node);
        }
        var group = Math.Min(2, view.Count);
        Share(level, parent, Math.Min(at, view.Count - group), group, group + 1);
    }

    /// <returns>Whether anything was moved.</returns>
    private bool JoinIfLow(int level, int node)
    {
        var count = PoolOf(level)[node].Count;
        var parent = PoolOf(level)[node].Parent;
        var sixteenth = PoolOf(level).Capacity / 16;
        if (parent < 0 || count > LowFill * sixteenth || count % sixteenth != 0) return false;
        var view = Inner[parent];
        var group = Math.Min(GroupMax, view.Count);
        if (group == 1) return false;
        var at = view.IndexOf(node);
        var first = Math.Clamp(at - 1, 0, view.Count - group);
        var total = 0;
        for (var i = first; i < first + group; i++) total += PoolOf(level)[view.Children[i]].Count;
        if (total <= (group - 1) * JoinedFillMax * sixteenth) Share(level, parent, first, group, group - 1);
        else if (count <= LowFillMin * sixteenth) Share(level, parent, first, group, group);
        else return false;
        return true;
    }

    private int AddRoot(int level)
    {
        _innerNodes ??= NewInner();
        var added = Inner.Allocate();
        var root = Inner[added];
        root.Count = 1;
        root.Children[0] = _root;
        PoolOf(level)[_root].Parent = added;
        Describe(level, root, 0);
        _root = added;
        _height++;
        return added;
    }

    private static NodePool NewInner() => new(InnerLongs, InnerInts, InnerCapacity);

    /// <summary>Spreads the entries of neighbours evenly over as many nodes, one more or one less; the second comes
    /// or goes, so that least is moved.</summary>
    private void Share(int level, int parent, int first, int from, int to)
    {
        var pool = PoolOf(level);
        if (to > from) AddChild(level, parent, first + 1);
        var view = Inner[parent];
        Span<int> nodes = stackalloc int[GroupMax + 1];
        Span<int> counts = stackalloc int[GroupMax + 1];
        Span<int> targets = stackalloc int[GroupMax + 1];
        nodes = nodes[..Math.Max(from, to)];
        view.Children.Slice(first, nodes.Length).CopyTo(nodes);
        var total = 0;
        for (var i = 0; i < nodes.Length; i++) total += counts[i] = pool[nodes[i]].Count;
        for (int i = 0, part = 0; i < nodes.Length; i++)
        {
            if (to < from && i == 1) continue;
            targets[i] = (int)((long)total * (part + 1) / to - (long)total * part / to);
            part++;
        }
        if (level == 0) MoveEntries(nodes, targets);
        else MoveChildren(level, nodes, counts, targets);
        if (to < from) RemoveChild(level, parent, first + 1);
        view = Inner[parent];
        for (var i = 0; i < to; i++) Describe(level, view, first + i, keepKey: i == 0);
        if (to == from - 1) LowerRootOrJoin(level + 1, parent);
    }

    private void AddChild(int level, int parent, int at)
    {
        var pool = PoolOf(level);
        // Where inner nodes are added, the parent is of the same pool: no view survives this.
        var added = pool.Allocate();
        var view = Inner[parent];
        var before = view.Children[at - 1];
        view.OpenGap(at);
        view.Children[at] = added;
        var node = pool[added];
        var next = pool[before].Next;
        (node.Parent, node.Previous, node.Next) = (parent, before, next);
        pool[before].Next = added;
        if (next >= 0) pool[next].Previous = added;
        else if (level == 0) _lastLeaf = added;
    }

    private void RemoveChild(int level, int parent, int at)
    {
        var pool = PoolOf(level);
        var view = Inner[parent];
        var removed = view.Children[at];
        var (previous, next) = (pool[removed].Previous, pool[removed].Next);
        pool[previous].Next = next;
        if (next >= 0) pool[next].Previous = previous;
        else if (level == 0) _lastLeaf = previous;
        view.CloseGap(at);
        pool.Free(removed);
    }

    private void LowerRootOrJoin(int level, int node)
    {
        if (node != _root)
        {
            JoinIfLow(level, node);
            return;
        }
        if (Inner[node].Count > 1) return;
        _root = Inner[node].Children[0];
        Inner.Free(node);
        _height--;
        PoolOf(_height)[_root].Parent = -1;
    }

    /// <summary>Who stays in a leaf stays in its slot.</summary>
    [SkipLocalsInit]
    private void MoveEntries(ReadOnlySpan<int> leaves, ReadOnlySpan<int> targets)
    {
        Span<Moved> moved = stackalloc Moved[GroupMax * LeafCapacity];
        Span<byte> slots = stackalloc byte[LeafCapacity];
        foreach (var leaf in leaves) _leaves.Prefetch(leaf);
        var count = 0;
        int target = 0, left = targets[0];
        for (var i = 0; i < leaves.Length; i++)
        {
            var node = _leaves[leaves[i]];
            foreach (var slot in slots[..InOrder(leaves[i], slots)])
            {
                while (left == 0) left = targets[++target];
                left--;
                if (target == i) continue;
                moved[count++] = new Moved(Get(leaves[i], slot), IsChanged(leaves[i], slot), leaves[target]);
                node.FreeSlot(slot);
            }
        }
        foreach (ref readonly var each in moved[..count]) PutNew(each.Leaf, each.Entry, each.IsChanged);
    }

    private readonly record struct Moved(Entry Entry, bool IsChanged, int Leaf);

    private void MoveChildren(
        int level, ReadOnlySpan<int> nodes, ReadOnlySpan<int> counts, ReadOnlySpan<int> targets)
    {
        Span<long> longs = stackalloc long[GroupMax * InnerCapacity];
        Span<int> ints = stackalloc int[GroupMax * InnerCapacity];
        for (var c = 0; c < Inner.LongColumns; c++)
        {
            for (int i = 0, at = 0; i < nodes.Length; at += counts[i++])
                Inner[nodes[i]].Long(c)[..counts[i]].CopyTo(longs[at..]);
            for (int i = 0, at = 0; i < nodes.Length; at += targets[i++])
                longs.Slice(at, targets[i]).CopyTo(Inner[nodes[i]].Long(c));
        }
        for (var c = 0; c < Inner.IntColumns; c++)
        {
            for (int i = 0, at = 0; i < nodes.Length; at += counts[i++])
                Inner[nodes[i]].Int(c)[..counts[i]].CopyTo(ints[at..]);
            for (int i = 0, at = 0; i < nodes.Length; at += targets[i++])
                ints.Slice(at, targets[i]).CopyTo(Inner[nodes[i]].Int(c));
        }
        for (var i = 0; i < nodes.Length; i++)
        {
            var view = Inner[nodes[i]];
            view.Count = targets[i];
            view.Vacate(targets[i]);
            foreach (var child in view.Children[..view.Count]) PoolOf(level - 1)[child].Parent = nodes[i];
        }
    }

    /// <summary>Writes what the parent knows of a child: its bound, its entries, the scores that begin in it.</summary>
    private void Describe(int level, Node parent, int at, bool keepKey = false)
    {
        var number = parent.Children[at];
        var child = PoolOf(level)[number];
        if (!keepKey)
        {
            var first = level == 0 ? FirstSlot(child) : 0;
            parent.Keys[at] = child.Keys[first];
            parent.Times[at] = child.Times[first];
            parent.Users[at] = child.Users[first];
        }
        parent.Sizes[at] = level == 0 ? child.Count : child.Sum(child.Sizes, child.Count);
        if (!_dense) parent.Starts[at] = 0;
        else parent.Starts[at] = level == 0 ? StartsIn(number) : child.Sum(child.Starts, child.Count);
    }
}
