namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>How far a set has been written.</summary>
public readonly struct MemberCursor
{
    internal MemberCursor(int ordering, Entry last, int slot) => (Ordering, Last, Slot) = (ordering, last, slot);

    /// <summary>The order that it was written in (<see cref="RankedTree.Ordering"/>); in another one the rest says
    /// nothing.</summary>
    internal int Ordering { get; }

    /// <summary>The last entry written, where there is an order.</summary>
    internal Entry Last { get; }

    /// <summary>The first user not looked at, where there is none.</summary>
    internal int Slot { get; }
}
