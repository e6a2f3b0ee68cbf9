using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>Hash of an id → slot, in small segments that grow and split one at a time.</summary>
/// <remarks>
/// Segments are those of extendible hashing (Fagin et al., 1979); within one, buckets of one cache line hold twelve
/// slots, a byte of each one's hash, and how often the bucket was passed over because it was full (the layout of F14,
/// Facebook's folly). So a look-up reads one line here and, all but always, only the id that it is about. No insert
/// rehashes more than one segment.
/// </remarks>
internal sealed class UserIdIndex(UserIds users)
{
    private const int Ways = 12;
    private const int LineInts = 16;
    private const int SegmentBucketsMax = 128;
    private const int DepthMax = 24;
    private const int ArrayOverheadBytes = 24;
    private const uint WaysMask = (1 << Ways) - 1;
    private const int PassedByte = Ways;
    private const int FillPercentMax = 85;
    private const int FillPercentPlanned = 75;

    /// <summary>A segment's first line is its header: count, depth; buckets follow.</summary>
    private Segment[] _directory = [new(NewSegment(1, 0))];
    private int _depth;
    private long _segmentBytes = SegmentBytes(1);

    public long SizeBytes => _segmentBytes + (long)_directory.Length * Unsafe.SizeOf<Segment>() + ArrayOverheadBytes;

    /// <summary>Makes an empty index as large as <paramref name="count"/> ids need.</summary>
    public void Reserve(int count)
    {
        const int planned = SegmentBucketsMax * Ways * FillPercentPlanned / 100;
        _depth = 0;
        while (_depth < DepthMax && ((long)planned << _depth) < count) _depth++;
        var buckets = BucketsFor(count >> _depth);
        _directory = new Segment[1 << _depth];
        for (var i = 0; i < _directory.Length; i++) _directory[i] = new Segment(NewSegment(buckets, _depth));
        _segmentBytes = SegmentBytes(buckets) * _directory.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe int Find(ulong hash, ReadOnlySpan<byte> id)
    {
        ref var segment = ref _directory[Top(hash)];
        var buckets = segment.Buckets;
        var bucket = Home(hash, buckets);
        ref var cells = ref MemoryMarshal.GetArrayDataReference(segment.Cells);
        var tag = Vector128.Create(Tag(hash));
        for (var passed = 0; passed < buckets; passed++)
        {
            // Unchecked: buckets are what the segment has, and reading its header would cost as much as the bucket.
            ref var line = ref Unsafe.Add(ref cells, (bucket + 1) * LineInts);
            // Arrays are not aligned to lines: have the slots come while the tags do.
            if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref line, LineInts - 1)));
            var hits = Matches(ref line, tag);
            while (hits != 0)
            {
                var slot = Unsafe.Add(ref line, 4 + int.TrailingZeroCount((int)hits));
                if (users.IdOf(slot).SequenceEqual(id)) return slot;
                hits &= hits - 1;
            }
            if (Bytes(ref line, PassedByte) == 0) break;
            if (++bucket == buckets) bucket = 0;
        }
        return -1;
    }

    /// <summary>Fetches the bucket that <see cref="Find"/> will begin with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Prefetch(ulong hash)
    {
        if (!Sse.IsSupported) return;
        ref var segment = ref _directory[Top(hash)];
        ref var cells = ref MemoryMarshal.GetArrayDataReference(segment.Cells);
        ref var line = ref Unsafe.Add(ref cells, (Home(hash, segment.Buckets) + 1) * LineInts);
        Sse.Prefetch0(Unsafe.AsPointer(ref line));
        Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref line, LineInts - 1)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong hash, int slot)
    {
        var segment = SegmentOf(hash);
        while ((segment[0] + 1) * 100L > Buckets(segment) * Ways * FillPercentMax)
        {
            Enlarge(hash, segment);
            segment = SegmentOf(hash);
        }
        Place(segment, hash, slot);
    }

    public void Remove(ulong hash, int slot)
    {
        var segment = SegmentOf(hash);
        var buckets = Buckets(segment);
        var bucket = Home(hash, buckets);
        while (true)
        {
            ref var line = ref segment[(bucket + 1) * LineInts];
            for (var way = 0; way < Ways; way++)
            {
                if (Unsafe.Add(ref line, 4 + way) != slot || Bytes(ref line, way) == 0) continue;
                Bytes(ref line, way) = 0;
                segment[0]--;
                return;
            }
            // 255 means "255 or more": it can't be counted down.
            ref var passedOver = ref Bytes(ref line, PassedByte);
            if (passedOver != byte.MaxValue) passedOver--;
            if (++bucket == buckets) bucket = 0;
        }
    }

    private void Enlarge(ulong hash, int[] segment)
    {
        var (hashes, slots) = Contents(segment);
        var buckets = Buckets(segment);
        var depth = segment[1];
        // A directory far wider than its ids fill would be somebody's attack: such segments just grow.
        var maySplit = depth < _depth || (_depth < DepthMax && users.Count >> _depth >= SegmentBucketsMax);
        if (buckets < SegmentBucketsMax || !maySplit)
        {
            var larger = NewSegment(Math.Max(buckets + 1, buckets * 3 / 2), depth);
            for (var i = 0; i < slots.Length; i++) Place(larger, hashes[i], slots[i]);
            Publish(hash, depth, larger, larger);
            _segmentBytes += SegmentBytes(Buckets(larger)) - SegmentBytes(buckets);
            return;
        }
        if (depth == _depth) DoubleDirectory();
        var bit = 1UL << (63 - depth);
        var highCount = 0;
        foreach (var each in hashes) highCount += (each & bit) == 0 ? 0 : 1;
        var low = NewSegment(BucketsFor(slots.Length - highCount), depth + 1);
        var high = NewSegment(BucketsFor(highCount), depth + 1);
        for (var i = 0; i < slots.Length; i++) Place((hashes[i] & bit) == 0 ? low : high, hashes[i], slots[i]);
        Publish(hash, depth, low, high);
        _segmentBytes += SegmentBytes(Buckets(low)) + SegmentBytes(Buckets(high)) - SegmentBytes(buckets);
    }

    private (ulong[] Hashes, int[] Slots) Contents(int[] segment)
    {
        var hashes = new ulong[segment[0]];
        var slots = new int[segment[0]];
        var count = 0;
        for (var bucket = 0; bucket < Buckets(segment); bucket++)
        {
            ref var line = ref segment[(bucket + 1) * LineInts];
            for (var way = 0; way < Ways; way++)
            {
                if (Bytes(ref line, way) == 0) continue;
                slots[count] = Unsafe.Add(ref line, 4 + way);
                hashes[count] = users.HashOf(slots[count]);
                count++;
            }
        }
        return (hashes, slots);
    }

    private void Publish(ulong hash, int depth, int[] low, int[] high)
    {
        var share = 1 << (_depth - depth);
        var first = (int)(Top(hash) / (uint)share) * share;
        for (var i = 0; i < share; i++) _directory[first + i] = new Segment(i < (share + 1) / 2 ? low : high);
    }

    private void DoubleDirectory()
    {
        var wider = new Segment[_directory.Length * 2];
        for (var i = 0; i < wider.Length; i++) wider[i] = _directory[i / 2];
        _directory = wider;
        _depth++;
    }

    /// <summary>The caller has made room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Place(int[] segment, ulong hash, int slot)
    {
        var buckets = Buckets(segment);
        var bucket = Home(hash, buckets);
        while (true)
        {
            ref var line = ref segment[(bucket + 1) * LineInts];
            var empty = Matches(ref line, Vector128<byte>.Zero);
            if (empty != 0)
            {
                var way = int.TrailingZeroCount((int)empty);
                Bytes(ref line, way) = Tag(hash);
                Unsafe.Add(ref line, 4 + way) = slot;
                segment[0]++;
                return;
            }
            ref var passedOver = ref Bytes(ref line, PassedByte);
            if (passedOver != byte.MaxValue) passedOver++;
            if (++bucket == buckets) bucket = 0;
        }
    }

    private int[] SegmentOf(ulong hash) => _directory[Top(hash)].Cells;

    private uint Top(ulong hash) => _depth == 0 ? 0 : (uint)(hash >> (64 - _depth));

    private static int Home(ulong hash, int buckets) => (int)(((hash >> 8 & uint.MaxValue) * (uint)buckets) >> 32);

    private static byte Tag(ulong hash) => (byte)hash == 0 ? (byte)1 : (byte)hash;

    /// <summary>A segment, and how many buckets it has beside it: a look-up needn't read the array's header.</summary>
    private readonly struct Segment(int[] cells)
    {
        public readonly int[] Cells = cells;
        public readonly int Buckets = UserIdIndex.Buckets(cells);
    }

    private static int Buckets(int[] segment) => segment.Length / LineInts - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Matches(ref int line, Vector128<byte> tag) =>
        Vector128.Equals(Vector128.LoadUnsafe(ref Unsafe.As<int, byte>(ref line)), tag).ExtractMostSignificantBits()
        & WaysMask;

    private static ref byte Bytes(ref int line, int at) => ref Unsafe.Add(ref Unsafe.As<int, byte>(ref line), at);

    private static int BucketsFor(int count) => (int)(count * 100L / FillPercentPlanned / Ways) + 1;

    private static long SegmentBytes(int buckets) => (buckets + 1) * LineInts * sizeof(int) + ArrayOverheadBytes;

    private static int[] NewSegment(int buckets, int depth)
    {
        var segment = new int[(buckets + 1) * LineInts];
        segment[1] = depth;
        return segment;
    }
}
