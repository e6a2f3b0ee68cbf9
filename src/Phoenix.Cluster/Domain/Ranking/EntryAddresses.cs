using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>User → where its entry is (leaf ≪ 6 | slot), for sets of more than one leaf.</summary>
/// <remarks>
/// A column by user (4 bytes each, chunks only where members are) while a fair share of the board's users are members,
/// else a hash table. Members leave only with the whole set, so nothing is ever removed.
/// </remarks>
internal sealed class EntryAddresses(UserIds users)
{
    private const int Shift = 8;
    private const int ChunkLength = 1 << Shift;
    private const int ChunkBytes = ChunkLength * sizeof(int) + ArrayOverheadBytes;
    private const int ArrayOverheadBytes = 24;
    private const int ObjectBytes = 40;

    /// <summary>What the hash table costs a member, about: below it the column is smaller.</summary>
    private const int HashedBytes = 12;

    /// <summary>
    /// How much more the column may cost before it gives way (so that the form doesn't change to and fro).
    /// </summary>
    private const int ColumnBytesMax = 24;
    private const int ColumnBytesFree = 4_096;

    /// <summary>Address + 1 by user; null: nobody of the chunk is a member.</summary>
    private int[]?[]? _column;
    private int _chunkCount;
    private int _count;
    private AddressTable? _hashed;

    public long SizeBytes => ObjectBytes + (_hashed?.SizeBytes ?? 0) + (long)_chunkCount * ChunkBytes
        + (_column is null ? 0 : ArrayOverheadBytes + (long)_column.Length * IntPtr.Size);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(int user, out int address)
    {
        if (_hashed is not null) return _hashed.TryGet(user, out address);
        address = -1;
        var chunk = user >> Shift;
        if (_column is null || (uint)chunk >= (uint)_column.Length || _column[chunk] is not { } addresses) return false;
        // Unchecked: the length stands in the chunk's header, which else needn't be read.
        address = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(addresses), user & (ChunkLength - 1)) - 1;
        return address >= 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int user, int address)
    {
        if (_column is null && _hashed is null) Begin();
        if (_hashed is null) SetInColumn(user, address);
        else if (_hashed.Set(user, address) && _hashed.IsGrowing && ColumnIsSmaller(_hashed.Count)) ToColumn();
    }

    private bool ColumnIsSmaller(long count) => (long)users.SlotLimit * sizeof(int) <= count * HashedBytes;

    private void Begin()
    {
        // Called for the 65th member: below that there is one leaf and no map.
        if (ColumnIsSmaller(64)) _column = [];
        else _hashed = new AddressTable();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetInColumn(int user, int address)
    {
        var chunk = user >> Shift;
        if (chunk >= _column!.Length) Array.Resize(ref _column, Math.Max(chunk + 1, _column.Length * 5 / 4));
        if (_column[chunk] is not { } addresses)
        {
            if ((_chunkCount + 1L) * ChunkBytes > (long)_count * ColumnBytesMax + ColumnBytesFree)
            {
                ToHashed();
                _hashed!.Set(user, address);
                return;
            }
            addresses = _column[chunk] = new int[ChunkLength];
            _chunkCount++;
        }
        ref var entry = ref addresses[user & (ChunkLength - 1)];
        if (entry == 0) _count++;
        entry = address + 1;
    }

    private void ToHashed()
    {
        _hashed = new AddressTable();
        for (var chunk = 0; chunk < _column!.Length; chunk++)
        {
            if (_column[chunk] is not { } addresses) continue;
            for (var i = 0; i < ChunkLength; i++)
                if (addresses[i] != 0) _hashed.Set(chunk << Shift | i, addresses[i] - 1);
        }
        (_column, _chunkCount, _count) = (null, 0, 0);
    }

    private void ToColumn()
    {
        var hashed = _hashed!;
        (_column, _hashed) = (new int[]?[(users.SlotLimit - 1 >> Shift) + 1], null);
        foreach (var (user, address) in hashed.Entries())
        {
            ref var addresses = ref _column[user >> Shift];
            if (addresses is null)
            {
                addresses = new int[ChunkLength];
                _chunkCount++;
            }
            addresses[user & (ChunkLength - 1)] = address + 1;
        }
        _count = hashed.Count;
    }
}
