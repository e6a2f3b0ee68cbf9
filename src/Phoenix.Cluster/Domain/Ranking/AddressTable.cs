namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>
/// Hash table user → address of its entry in small segments that double and split one at a time (extendible hashing).
/// </summary>
internal sealed class AddressTable
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private const int SegmentLengthMin = 16;
    private const int SegmentLengthMax = 1_024;
    private const int ArrayOverheadBytes = 24;
    private const int ObjectBytes = 48;

    /// <summary>A segment's last element is its header, count | depth ≪ 32; the others address + 1 ≪ 32 |
    /// user.</summary>
    private long[][] _directory = [NewSegment(SegmentLengthMin, 0)];
    private int _depth;
    private long _segmentBytes = SegmentBytes(SegmentLengthMin);

    public int Count { get; private set; }

    /// <summary>The last <see cref="Set"/> found no room and enlarged the table.</summary>
    public bool IsGrowing { get; private set; }

    public long SizeBytes => ObjectBytes + _segmentBytes + (long)_directory.Length * IntPtr.Size + ArrayOverheadBytes;

    public bool TryGet(int user, out int address)
    {
        var hash = (uint)user * Multiplier;
        var segment = SegmentOf(hash);
        var entry = segment[Probe(segment, hash, user)];
        address = (int)(entry >> 32) - 1;
        return entry != 0;
    }

    /// <summary>True where the user was not there before.</summary>
    public bool Set(int user, int address)
    {
        IsGrowing = false;
        var hash = (uint)user * Multiplier;
        while (true)
        {
            var segment = SegmentOf(hash);
            var at = Probe(segment, hash, user);
            var isNew = segment[at] == 0;
            if (isNew && ((int)segment[^1] + 1) * 4L > (segment.Length - 1) * 3L)
            {
                Enlarge(hash, segment);
                IsGrowing = true;
                continue;
            }
            segment[at] = (address + 1L) << 32 | (uint)user;
            if (!isNew) return false;
            segment[^1]++;
            Count++;
            return true;
        }
    }

    public IEnumerable<(int User, int Address)> Entries()
    {
        long[]? former = null;
        foreach (var segment in _directory)
        {
            if (segment == former) continue;
            former = segment;
            for (var i = 0; i < segment.Length - 1; i++)
                if (segment[i] != 0) yield return ((int)segment[i], (int)(segment[i] >> 32) - 1);
        }
    }

    private static int Probe(long[] segment, ulong hash, int user)
    {
        var mask = segment.Length - 2;
        var at = (int)(hash >> 16) & mask;
        while (segment[at] != 0 && (int)segment[at] != user) at = (at + 1) & mask;
        return at;
    }

    private void Enlarge(ulong hash, long[] segment)
    {
        var depth = (int)(segment[^1] >> 32);
        var length = segment.Length - 1;
        long[] low, high;
        if (length < SegmentLengthMax)
        {
            low = high = NewSegment(length * 2, depth);
            _segmentBytes += SegmentBytes(length * 2);
        }
        else
        {
            if (depth == _depth) DoubleDirectory();
            low = NewSegment(length, depth + 1);
            high = NewSegment(length, depth + 1);
            _segmentBytes += 2 * SegmentBytes(length);
        }
        _segmentBytes -= SegmentBytes(length);
        for (var i = 0; i < length; i++)
        {
            if (segment[i] == 0) continue;
            var each = (uint)segment[i] * Multiplier;
            var target = (each << depth >> 63) == 0 ? low : high;
            target[Probe(target, each, (int)segment[i])] = segment[i];
            target[^1]++;
        }
        var share = 1 << (_depth - depth);
        var first = (int)(Top(hash) / (uint)share) * share;
        for (var i = 0; i < share; i++) _directory[first + i] = i < (share + 1) / 2 ? low : high;
    }

    private void DoubleDirectory()
    {
        var wider = new long[_directory.Length * 2][];
        for (var i = 0; i < wider.Length; i++) wider[i] = _directory[i / 2];
        _directory = wider;
        _depth++;
    }

    private long[] SegmentOf(ulong hash) => _directory[Top(hash)];

    private uint Top(ulong hash) => _depth == 0 ? 0 : (uint)(hash >> (64 - _depth));

    private static long SegmentBytes(int length) => (length + 1) * sizeof(long) + ArrayOverheadBytes;

    private static long[] NewSegment(int length, int depth)
    {
        var segment = new long[length + 1];
        segment[^1] = (long)depth << 32;
        return segment;
    }
}
