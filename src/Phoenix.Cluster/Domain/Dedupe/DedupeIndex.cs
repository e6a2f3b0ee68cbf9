namespace Phoenix.Cluster.Domain.Dedupe;

/// <summary>One part of the dedupe table: finds an id's number in the queue by a 32-bit tag of its hash.</summary>
/// <remarks>
/// Open addressing with linear probing and backward-shift deletion (Knuth, TAOCP vol. 3, 6.4, algorithms L and R). A
/// slot holds the tag and the low half of the number, so neither growing nor deleting reads an id. The home slot is
/// tag × slots / 2^32: any number of slots serves, so the table grows by a third where a power of two would double it,
/// and a copy in slot order stays nearly in slot order. Mutable struct: use it in place.
/// </remarks>
internal struct DedupeIndex
{
    private const int SlotsMin = 4;
    private ulong[]? _slots;
    private int _used;

    /// <summary>Bytes of the slots.</summary>
    public readonly long SizeBytes => (_slots?.Length ?? 0) * (long)sizeof(ulong);

    /// <summary>Goes through the numbers with this tag. Start with <paramref name="cursor"/> -1; false: there are no
    /// more.</summary>
    public readonly bool TryNext(uint tag, ref int cursor, out uint number)
    {
        number = 0;
        if (_slots is not { } slots) return false;
        var at = cursor < 0 ? HomeOf(tag, slots.Length) : After(cursor, slots.Length);
        for (; slots[at] != 0; at = After(at, slots.Length))
        {
            if (TagOf(slots[at]) != tag) continue;
            (cursor, number) = (at, (uint)slots[at]);
            return true;
        }
        return false;
    }

    /// <summary>Adds a pair that isn't there yet. The tag is not 0: that is how an empty slot is told.</summary>
    public void Add(uint tag, uint number)
    {
        if (_slots is null || (_used + 1) * 4L > _slots.Length * 3L) Resize();
        Place(_slots!, tag, number);
        _used++;
    }

    /// <summary>Removes a pair that is there.</summary>
    public void Remove(uint tag, uint number)
    {
        var slots = _slots!;
        var hole = HomeOf(tag, slots.Length);
        for (var pair = Pair(tag, number); slots[hole] != pair; hole = After(hole, slots.Length)) { }
        CloseHole(slots, hole);
        _used--;
        if (slots.Length > SlotsMin && _used * 4L < slots.Length) Resize();
    }

    private static ulong Pair(uint tag, uint number) => ((ulong)tag << 32) | number;

    private static uint TagOf(ulong pair) => (uint)(pair >> 32);

    private static int HomeOf(uint tag, int slots) => (int)(((ulong)tag * (uint)slots) >> 32);

    private static int After(int at, int slots) => at + 1 == slots ? 0 : at + 1;

    private static void Place(ulong[] slots, uint tag, uint number)
    {
        var at = HomeOf(tag, slots.Length);
        while (slots[at] != 0) at = After(at, slots.Length);
        slots[at] = Pair(tag, number);
    }

    // Moves each later pair of the run into the hole if its home isn't behind the hole: what is left has no gap to
    // probe over.
    private static void CloseHole(ulong[] slots, int hole)
    {
        for (var at = After(hole, slots.Length); slots[at] != 0; at = After(at, slots.Length))
        {
            var home = HomeOf(TagOf(slots[at]), slots.Length);
            var homeIsAfterHole = hole <= at ? hole < home && home <= at : hole < home || home <= at;
            if (homeIsAfterHole) continue;
            slots[hole] = slots[at];
            hole = at;
        }
        slots[hole] = 0;
    }

    // To a load of 9/16 (the bounds are 1/4 and 3/4), so each resize is paid for by as many adds or removes as it moves
    // thirds.
    private void Resize()
    {
        var slots = new ulong[Math.Max(SlotsMin, (int)((_used + 1) * 16L / 9))];
        foreach (var pair in _slots ?? [])
            if (pair != 0) Place(slots, TagOf(pair), (uint)pair);
        _slots = slots;
    }
}
