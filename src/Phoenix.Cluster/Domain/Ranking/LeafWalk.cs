using System.Runtime.CompilerServices;

namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>Goes through entries in their order, leaf by leaf; the tree must not change meanwhile.</summary>
internal ref struct LeafWalk
{
    private readonly RankedTree _tree;
    private SlotBytes _slots;
    private int _count;
    private int _index;

    /// <param name="start">A leaf, and how many of its entries are passed over.</param>
    public LeafWalk(RankedTree tree, (int Leaf, int Index) start)
    {
        _tree = tree;
        tree.Prefetch(start.Leaf);
        Enter(start.Leaf);
        _index = start.Index - 1;
    }

    /// <summary>Where the entry is that <see cref="Next"/> came to.</summary>
    public int Leaf { get; private set; }

    public readonly int Slot => _slots[_index];

    public readonly Entry Entry => _tree.Get(Leaf, Slot);

    /// <summary>False behind the last entry.</summary>
    public bool Next()
    {
        if (++_index < _count) return true;
        var next = _tree.Leaf(Leaf).Next;
        if (next < 0) return false;
        Enter(next);
        return true;
    }

    private void Enter(int leaf)
    {
        // The one after it comes from memory meanwhile.
        _tree.Prefetch(_tree.Leaf(leaf).Next);
        (Leaf, _index) = (leaf, 0);
        _count = _tree.InOrder(leaf, _slots);
    }

    [InlineArray(RankedTree.LeafCapacity)]
    private struct SlotBytes
    {
        private byte _first;
    }
}
