using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>
/// The ids of all users of a board, once, as UTF-8; a user is a small number (its slot) everywhere else.
/// </summary>
/// <remarks>
/// A slot is released, and its number used again, when nobody retains it any more. Not thread-safe.
/// An id is 1–512 bytes. Beside those, a user costs about 4 bytes of column, 8 of index and 5 of its record.
/// </remarks>
public sealed class UserIds
{
    public const int IdBytesMax = 512;

    private const ulong DefaultSeed = 0x5048_4F45_4E49_5821;
    private const int RefsBytes = sizeof(ushort);
    private const int ShortLengthMax = 0x7F;
    private const int ObjectBytes = 200;

    /// <summary>Slot → its record's address; ~next where the slot is free.</summary>
    private readonly IntColumn _addresses = new();
    private readonly KeyedHash _hash;

    /// <summary>Records: how often retained (16 bits), length (1 or 2 bytes), id.</summary>
    private ByteArena _arena = new();
    private UserIdIndex _index;
    private int _firstFree = -1;
    private int _reserved;

    /// <summary>What 16 bits don't hold: retained more often than 65,534 times.</summary>
    private Dictionary<int, int>? _manyRefs;

    /// <summary>An empty table.</summary>
    /// <param name="seed">Keys the hash; one that nobody outside knows keeps chosen ids from colliding.</param>
    public UserIds(ulong seed = DefaultSeed)
    {
        _hash = new KeyedHash(seed);
        _index = new UserIdIndex(this);
    }

    public int Count { get; private set; }

    /// <summary>One more than the highest slot ever in use.</summary>
    public int SlotLimit => _addresses.Count;

    /// <summary>Bytes that this table occupies, ids included.</summary>
    public long SizeBytes => ObjectBytes + _addresses.SizeBytes + _arena.SizeBytes + _index.SizeBytes;

    /// <summary>
    /// Prepares an empty table for that many ids, so that filling it never rehashes; where it is not empty, or prepared
    /// for more, does nothing.
    /// </summary>
    public void Reserve(int count)
    {
        if (Count > 0 || count <= _reserved) return;
        _index.Reserve(count);
        _reserved = count;
    }

    /// <summary>The user's slot, made if need be. A new slot is retained by nobody: retain it or release it.</summary>
    /// <exception cref="ArgumentException">The id is empty or over 512 bytes.</exception>
    public int GetOrAdd(ReadOnlySpan<byte> userId) => GetOrAdd(userId, _hash.Of(userId));

    /// <summary>As above, by the hash that the id has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int GetOrAdd(ReadOnlySpan<byte> userId, ulong hash)
    {
        var found = _index.Find(hash, userId);
        if (found >= 0) return found;
        if (userId.IsEmpty || userId.Length > IdBytesMax)
            throw new ArgumentException($"A user id is 1 to {IdBytesMax} bytes of UTF-8", nameof(userId));
        var address = Store(userId);
        var slot = _firstFree;
        if (slot < 0)
        {
            slot = _addresses.Count;
            _addresses.Add(address);
        }
        else
        {
            _firstFree = ~_addresses[slot];
            if (_firstFree == int.MaxValue) _firstFree = -1;
            _addresses[slot] = address;
        }
        _index.Add(hash, slot);
        Count++;
        return slot;
    }

    public bool TryGet(ReadOnlySpan<byte> userId, out int user)
    {
        user = _index.Find(_hash.Of(userId), userId);
        return user >= 0;
    }

    /// <summary>The id of a slot in use; it stays readable until the slot is released.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> IdOf(int user)
    {
        ref var record = ref Record(user);
        int length = Unsafe.Add(ref record, RefsBytes);
        if (length <= ShortLengthMax)
            return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref record, RefsBytes + 1), length);
        length = (length & ShortLengthMax) | Unsafe.Add(ref record, RefsBytes + 1) << 7;
        return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref record, RefsBytes + 2), length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Retain(int user)
    {
        ref var refs = ref Refs(user);
        if (refs < ushort.MaxValue - 1)
        {
            refs++;
            return;
        }
        _manyRefs ??= [];
        _manyRefs[user] = refs == ushort.MaxValue ? _manyRefs[user] + 1 : ushort.MaxValue;
        refs = ushort.MaxValue;
    }

    /// <summary>Takes back one <see cref="Retain"/>; frees the slot where none is left, or there was none.</summary>
    public void Release(int user)
    {
        ref var refs = ref Refs(user);
        if (refs <= 1) Remove(user);
        else if (refs < ushort.MaxValue) refs--;
        else if (--_manyRefs![user] < ushort.MaxValue)
        {
            _manyRefs.Remove(user);
            refs = ushort.MaxValue - 1;
        }
    }

    /// <summary>
    /// Frees the slot if nobody retains it; for who called <see cref="GetOrAdd"/> and had no use for it.
    /// </summary>
    public void ReleaseUnused(int user)
    {
        if (Refs(user) == 0) Remove(user);
    }

    internal ulong HashOf(int user) => _hash.Of(IdOf(user));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong HashOf(ReadOnlySpan<byte> userId) => _hash.Of(userId);

    /// <summary>Fetches what looking the id up will read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Prefetch(ulong hash) => _index.Prefetch(hash);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref byte Record(int user)
    {
        var address = _addresses[user];
        if (address < 0) ThrowFree(user);
        return ref _arena[address];
    }

    private static void ThrowFree(int user) => throw new InvalidOperationException($"User slot {user} is free");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref ushort Refs(int user) => ref Unsafe.As<byte, ushort>(ref Record(user));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Store(ReadOnlySpan<byte> id)
    {
        var lengthBytes = id.Length <= ShortLengthMax ? 1 : 2;
        var address = _arena.Allocate(RefsBytes + lengthBytes + id.Length);
        var record = MemoryMarshal.CreateSpan(ref _arena[address], RefsBytes + lengthBytes + id.Length);
        record[..RefsBytes].Clear();
        record[RefsBytes] = (byte)(lengthBytes == 1 ? id.Length : id.Length & ShortLengthMax | ShortLengthMax + 1);
        if (lengthBytes == 2) record[RefsBytes + 1] = (byte)(id.Length >> 7);
        id.CopyTo(record[(RefsBytes + lengthBytes)..]);
        return address;
    }

    private void Remove(int user)
    {
        var id = IdOf(user);
        _index.Remove(_hash.Of(id), user);
        _arena.Free(_addresses[user], RefsBytes + (id.Length <= ShortLengthMax ? 1 : 2) + id.Length);
        _addresses[user] = ~(_firstFree < 0 ? int.MaxValue : _firstFree);
        _firstFree = user;
        if (--Count > 0) return;
        // Whoever was here has left (a board's last window closed): so does the space they took.
        _arena = new ByteArena();
        _index = new UserIdIndex(this);
        _reserved = 0;
    }
}
