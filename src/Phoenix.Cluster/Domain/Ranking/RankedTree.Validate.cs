using System.Numerics;

namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>What always holds, spelt out for the tests.</summary>
internal sealed partial class RankedTree
{
    /// <exception cref="InvalidOperationException">Something doesn't hold.</exception>
    public void Validate()
    {
        int entries = 0, ranked = 0, changed = 0, former = -1, leafCount = 0;
        var formerSlot = -1;
        Span<byte> slots = stackalloc byte[LeafCapacity];
        for (var leaf = _firstLeaf; leaf >= 0; former = leaf, leaf = _leaves[leaf].Next, leafCount++)
        {
            var node = _leaves[leaf];
            Holds(node.Previous == former, "links");
            Holds(node.Count <= _leaves.Capacity && (node.Count > 0 || Count == 0), "leaf's count");
            Holds(BitOperations.PopCount(node.Taken) == node.Count, "slots in use");
            Holds(InOrder(leaf, slots) == node.Count, "leaf in order");
            var isFirst = true;
            foreach (var slot in slots[..node.Count])
            {
                Holds(Locate(node.Users[slot], out var at, out var there) && at == leaf && there == slot, "map");
                if (node.Keys[slot] <= _order.LimitKey) ranked++;
                if (IsChanged(leaf, slot)) changed++;
                if (!isFirst) Holds(StandsBefore(node, formerSlot, node, slot), "order in a leaf");
                else if (IsOrdered && former >= 0)
                    Holds(StandsBefore(_leaves[former], formerSlot, node, slot), "order of leaves");
                (formerSlot, isFirst) = (slot, false);
            }
            Holds((node.Changed & ~node.Taken) == 0, "marks where no entry is");
            Holds(node.Changed == 0 || _changed.Contains(leaf), "marked leaves");
            entries += node.Count;
        }
        Holds(former == _lastLeaf && leafCount == _leaves.Live, "leaves");
        Holds(entries == Count && ranked == RankedCount && changed == ChangedCount, "counts");
        if (!IsOrdered) return;
        Holds((_height == 0 ? _leaves : Inner)[_root].Parent == -1, "root");
        var (size, _) = ValidateBelow(_height, _root);
        Holds(size == Count, "size");
    }

    private (int Size, int Starts) ValidateBelow(int level, int node)
    {
        var view = PoolOf(level)[node];
        if (level == 0) return (view.Count, _dense ? StartsIn(node) : 0);
        Holds(view.Count > (node == _root ? 1 : 0), "inner node's count");
        int size = 0, starts = 0;
        for (var i = 0; i < view.Count; i++)
        {
            var child = view.Children[i];
            var first = PoolOf(level - 1)[child];
            Holds(first.Parent == node, "parent");
            if (level > 1 && i > 0)
                Holds(first.Keys[0] == view.Keys[i] && first.Users[0] == view.Users[i], "bounds above each other");
            if (level == 1 && i > 0)
            {
                Holds(IsAtOrBefore(view, i, first, FirstSlot(first)), "lower bound");
                var before = _leaves[view.Children[i - 1]];
                for (var slots = before.Taken; slots != 0; slots &= slots - 1)
                    Holds(!IsAtOrBefore(view, i, before, BitOperations.TrailingZeroCount(slots)), "upper bound");
            }
            var below = ValidateBelow(level - 1, child);
            Holds(below == (view.Sizes[i], view.Starts[i]), "child's counts");
            size += below.Size;
            starts += below.Starts;
        }
        return (size, starts);
    }

    private bool StandsBefore(Node node, int at, Node other, int otherAt) =>
        node.Users[at] != other.Users[otherAt] && IsAtOrBefore(node, at, other, otherAt);

    private bool IsAtOrBefore(Node node, int at, Node other, int otherAt) =>
        node.Keys[at] != other.Keys[otherAt]
            ? node.Keys[at] < other.Keys[otherAt]
            : _order.StandsAtOrBefore(
                node.Times[at], node.Users[at], other.Times[otherAt], other.Users[otherAt], _users);

    private static void Holds(bool condition, string what)
    {
        if (!condition) throw new InvalidOperationException($"The tree contradicts itself: {what}");
    }
}
