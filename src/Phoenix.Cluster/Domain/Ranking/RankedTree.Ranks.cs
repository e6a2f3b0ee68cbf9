namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>Places and ranks, both ways.</summary>
internal sealed partial class RankedTree
{
    /// <summary>How many entries stand before this one.</summary>
    public long CountBefore(int leaf, int index)
    {
        long before = index;
        var child = leaf;
        for (var parent = _leaves[leaf].Parent; parent >= 0; parent = Inner[parent].Parent)
        {
            var view = Inner[parent];
            before += Node.Sum(view.Sizes[..view.Children[..view.Count].IndexOf(child)]);
            child = parent;
        }
        return before;
    }

    /// <summary>How many entries stand before this one, and how many of them have a better score.</summary>
    public (long Before, long Better) CountBeforeAndBetter(int leaf, int index)
    {
        var node = _leaves[leaf];
        var key = node.Keys[index];
        if (node.Keys[0] != key || node.Previous < 0)
        {
            var before = CountBefore(leaf, index);
            return (before, before - index + node.CountLower(key, 0));
        }
        long better = 0;
        var child = _root;
        for (var level = _height; level > 0; level--)
        {
            var view = Inner[child];
            var at = view.CountLower(key, 1) - 1;
            better += Node.Sum(view.Sizes[..at]);
            child = view.Children[at];
        }
        // The leaf where the score begins comes from memory while the way up is counted.
        _leaves.Prefetch(child);
        return (CountBefore(leaf, index), better + _leaves[child].CountLower(key, 0));
    }

    /// <summary>How many different scores are better than this one's. Ties are dense, or it isn't known.</summary>
    public long CountBetterScores(int leaf, int index)
    {
        var node = _leaves[leaf];
        var keys = node.Keys;
        // A score that goes on here from the leaf before has been counted there.
        long starts = LastKey(node.Previous) == keys[0] ? 0 : 1;
        for (var i = 1; i <= index; i++) starts += keys[i] != keys[i - 1] ? 1 : 0;
        var child = leaf;
        for (var parent = node.Parent; parent >= 0; parent = Inner[parent].Parent)
        {
            var view = Inner[parent];
            starts += Node.Sum(view.Starts[..view.Children[..view.Count].IndexOf(child)]);
            child = parent;
        }
        return starts - 1;
    }

    /// <summary>Where the entries behind this one begin, which may have moved or changed since; maybe behind a leaf's
    /// last.</summary>
    public (int Leaf, int Index) SeekBehind(in Entry entry)
    {
        long key = _order.KeyOf(entry.Score), time = _order.TimeOf(entry.ReachedAtUs);
        var leaf = LeafFor(key, time, entry.User);
        return (leaf, UpperBound(_leaves[leaf], 0, key, time, entry.User));
    }

    /// <summary>The entry that has this many before it; there are more than that.</summary>
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
}
