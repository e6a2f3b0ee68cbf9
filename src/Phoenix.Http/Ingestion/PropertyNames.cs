using System.Runtime.InteropServices;

namespace Phoenix.Http.Ingestion;

/// <summary>
/// Finds a name that stands twice in one object of an event, in constant time a name and without allocating.
/// </summary>
/// <remarks>
/// One open-addressed table serves all objects of an event: its key is (object, name). It is emptied between events by
/// raising the number that valid entries begin at. Names are hashed with the runtime's seeded hash, so that nobody can
/// send names that all collide.
/// </remarks>
internal sealed class PropertyNames
{
    private const int FirstSlots = 128;
    private const int KeptSlotsMax = 16_384;

    private Name[] _names = new Name[FirstSlots / 2];
    private int[] _slots = new int[FirstSlots];
    private byte[] _unescaped = new byte[256];
    private int _count;
    private int _unescapedCount;
    private int _base;
    private int _objects;

    /// <summary>Forgets every name; what an unusually large event made grow is given back.</summary>
    public void Clear()
    {
        if (_slots.Length > KeptSlotsMax || _unescaped.Length > KeptSlotsMax || _base > int.MaxValue / 2)
        {
            _names = new Name[FirstSlots / 2];
            _slots = new int[FirstSlots];
            _unescaped = new byte[256];
            _base = 0;
        }
        else
        {
            _base += _count;
        }
        _count = 0;
        _unescapedCount = 0;
        _objects = 0;
    }

    /// <summary>A number for the object that opens here.</summary>
    public int OpenObject() => ++_objects;

    /// <summary>Room for a name's unescaped bytes; they belong to the event until <see cref="Clear"/>.</summary>
    public Span<byte> Unescaped(int length)
    {
        if (_unescaped.Length - _unescapedCount < length)
            Array.Resize(ref _unescaped, Math.Max(_unescaped.Length * 2, _unescapedCount + length));
        return _unescaped.AsSpan(_unescapedCount, length);
    }

    /// <summary>
    /// Adds the name written at the beginning of <see cref="Unescaped"/>; false where the object has it.
    /// </summary>
    public bool AddUnescaped(int objectId, int length, ReadOnlySpan<byte> body)
    {
        var offset = _unescapedCount;
        _unescapedCount += length;
        return Add(new Name(objectId, ~offset, length, Hash(_unescaped.AsSpan(offset, length))), body);
    }

    /// <summary>
    /// Adds the name that stands in the body at <paramref name="offset"/>; false where the object has it.
    /// </summary>
    public bool Add(int objectId, int offset, int length, ReadOnlySpan<byte> body) =>
        Add(new Name(objectId, offset, length, Hash(body.Slice(offset, length))), body);

    private bool Add(Name name, ReadOnlySpan<byte> body)
    {
        if (_count == _names.Length) Grow();
        var slots = _slots;
        var mask = slots.Length - 1;
        var text = TextOf(name, body);
        var slot = SlotOf(name) & mask;
        for (; slots[slot] > _base; slot = (slot + 1) & mask)
        {
            ref readonly var other = ref _names[slots[slot] - _base - 1];
            if (other.Hash == name.Hash && other.ObjectId == name.ObjectId && TextOf(other, body).SequenceEqual(text))
                return false;
        }
        _names[_count++] = name;
        slots[slot] = _base + _count;
        return true;
    }

    private void Grow()
    {
        Array.Resize(ref _names, _names.Length * 2);
        _slots = new int[_slots.Length * 2];
        _base = 0;
        var mask = _slots.Length - 1;
        for (var i = 0; i < _count; i++)
        {
            var slot = SlotOf(_names[i]) & mask;
            while (_slots[slot] != 0) slot = (slot + 1) & mask;
            _slots[slot] = i + 1;
        }
    }

    private ReadOnlySpan<byte> TextOf(Name name, ReadOnlySpan<byte> body) => name.Offset < 0
        ? _unescaped.AsSpan(~name.Offset, name.Length)
        : body.Slice(name.Offset, name.Length);

    private static int SlotOf(Name name) => name.Hash ^ (int)((uint)name.ObjectId * 2_654_435_769u);

    private static int Hash(ReadOnlySpan<byte> name)
    {
        var hash = string.GetHashCode(MemoryMarshal.Cast<byte, char>(name));
        return (name.Length & 1) == 0 ? hash : hash ^ ((name[^1] + 1) * 16_777_619);
    }

    private readonly record struct Name(int ObjectId, int Offset, int Length, int Hash);
}
