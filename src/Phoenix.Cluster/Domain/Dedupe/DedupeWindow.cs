namespace Phoenix.Cluster.Domain.Dedupe;

/// <summary>The event ids that one tenant accepted within the last window, each as a 128-bit hash. Not
/// thread-safe.</summary>
/// <remarks>
/// Testing, adding and forgetting an id are O(1); an id takes about 28 bytes. No single step moves more than 1/512 of
/// the ids, so none makes the tenant wait. Nothing is forgotten but by <see cref="Expire"/>. Times are microseconds
/// since the Unix epoch, of the log or, for ids read back at recovery, the moment of recovery.
/// </remarks>
public sealed class DedupeWindow
{
    private const int PartBits = 9;
    private readonly DedupeIndex[] _parts = new DedupeIndex[1 << PartBits];
    private readonly ChunkedQueue<UInt128> _ids = new();
    private readonly ChunkedQueue<Row> _rows = new();
    private long _partsSizeBytes;
    private long _lastPosition = long.MinValue;
    private long _lastAcceptedAtUs = long.MinValue;

    /// <param name="windowUs">How long an id is held, in microseconds; more than 0.</param>
    public DedupeWindow(long windowUs) => WindowUs = windowUs;

    /// <summary>How long an id is held, in microseconds. A change applies to the ids still held.</summary>
    public long WindowUs
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(WindowUs));
            field = value;
        }
    }

    /// <summary>How many ids are held.</summary>
    public int Count => (int)_ids.Count;

    /// <summary>The oldest row of the log of which an id is still held; null where none is.</summary>
    public long? FloorPosition => _rows.Count == 0 ? null : _rows[_rows.First].Position;

    /// <summary>Bytes that this object occupies, room to grow included.</summary>
    public long SizeBytes => _partsSizeBytes + (_parts.Length * 16L) + _ids.SizeBytes + _rows.SizeBytes;

    /// <summary>Whether the id is held.</summary>
    public bool Contains(UInt128 id)
    {
        ref var part = ref PartOf(id);
        var cursor = -1;
        while (part.TryNext(TagOf(id), ref cursor, out var number))
            if (_ids[FullNumber(number)] == id) return true;
        return false;
    }

    /// <summary>Holds the id from now on; false, and nothing changes, where it is held already.</summary>
    /// <param name="id">The id's hash.</param>
    /// <param name="position">The row of the log that holds the event; not below that of the id added before.</param>
    /// <param name="acceptedAtUs">When the window of this id begins; not before that of the id added before.</param>
    /// <exception cref="ArgumentOutOfRangeException">The position or the time goes back.</exception>
    public bool TryAdd(UInt128 id, long position, long acceptedAtUs)
    {
        if (Contains(id)) return false;
        ArgumentOutOfRangeException.ThrowIfLessThan(position, _lastPosition);
        ArgumentOutOfRangeException.ThrowIfLessThan(acceptedAtUs, _lastAcceptedAtUs);
        if (Count == int.MaxValue) throw new InvalidOperationException("The dedupe window holds all the ids it can.");

        if (_rows.Count == 0 || position != _lastPosition || acceptedAtUs != _lastAcceptedAtUs)
            _rows.Enqueue(new Row(position, acceptedAtUs, _ids.End));
        (_lastPosition, _lastAcceptedAtUs) = (position, acceptedAtUs);

        ref var part = ref PartOf(id);
        var before = part.SizeBytes;
        part.Add(TagOf(id), (uint)_ids.End);
        _partsSizeBytes += part.SizeBytes - before;
        _ids.Enqueue(id);
        return true;
    }

    /// <summary>Forgets, oldest first, at most <paramref name="max"/> ids whose window has ended by now.</summary>
    /// <returns>How many it forgot; as many as <paramref name="max"/>: there may be more.</returns>
    public int Expire(long nowUs, int max)
    {
        var forgotten = 0;
        while (forgotten < max && _rows.Count > 0 && nowUs - _rows[_rows.First].AcceptedAtUs >= WindowUs)
        {
            var rowEnd = _rows.Count > 1 ? _rows[_rows.First + 1].FirstId : _ids.End;
            for (; forgotten < max && _ids.First < rowEnd; forgotten++) ForgetOldest();
            if (_ids.First == rowEnd) _rows.Dequeue();
        }
        return forgotten;
    }

    private void ForgetOldest()
    {
        var id = _ids[_ids.First];
        ref var part = ref PartOf(id);
        var before = part.SizeBytes;
        part.Remove(TagOf(id), (uint)_ids.First);
        _partsSizeBytes += part.SizeBytes - before;
        _ids.Dequeue();
    }

    // The part and the tag come from different bits of the hash, so that the tags within one part are evenly spread.
    private ref DedupeIndex PartOf(UInt128 id) => ref _parts[(int)((ulong)(id >> 64) >> (64 - PartBits))];

    private static uint TagOf(UInt128 id) => (uint)(ulong)id | 1;

    // Fewer than 2^31 ids are held at a time, so the low 32 bits of a number tell which one it is.
    private long FullNumber(uint number) => _ids.First + (number - (uint)_ids.First);

    /// <summary>The ids of one row: from <see cref="FirstId"/> to the next row's.</summary>
    private readonly record struct Row(long Position, long AcceptedAtUs, long FirstId);
}
