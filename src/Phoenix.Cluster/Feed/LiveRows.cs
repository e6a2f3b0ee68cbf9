using System.Threading.Channels;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Feed;

/// <summary>Rows on their way from the tenant actor to its feed, in memory as they commit. Bounded: what finds no
/// room is read from the journal.</summary>
/// <remarks>One writer (the tenant actor), one reader (the feed's stream).</remarks>
internal sealed class LiveRows(long head)
{
    private const int RowsMax = 4_096;
    private const long BytesMax = 64L * 1024 * 1024;
    private readonly Channel<(LogRow Row, long Bytes)> _channel = Channel.CreateBounded<(LogRow Row, long Bytes)>(
        new BoundedChannelOptions(RowsMax) { SingleReader = true, SingleWriter = true });
    private long _head = head;
    private long _bytes;

    /// <summary>The last durable row.</summary>
    public long Head => Volatile.Read(ref _head);

    /// <summary>The row is durable.</summary>
    public void Add(LogRow row)
    {
        Volatile.Write(ref _head, row.Position);
        var bytes = SizeOf(row);
        // Too much in memory: leave it out. The reader sees by the head, once it has drained the queue, that rows are
        // missing.
        if (Volatile.Read(ref _bytes) > BytesMax || !_channel.Writer.TryWrite((row, bytes))) return;
        Interlocked.Add(ref _bytes, bytes);
    }

    public void Complete() => _channel.Writer.TryComplete();

    public bool TryRead(out LogRow row)
    {
        var isRow = _channel.Reader.TryRead(out var next);
        row = next.Row;
        if (isRow) Interlocked.Add(ref _bytes, -next.Bytes);
        return isRow;
    }

    /// <summary>False when the tenant has stopped.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellation) => _channel.Reader.WaitToReadAsync(cancellation);

    private static long SizeOf(LogRow row)
    {
        if (row.Event is not EventsAccepted events) return 64;
        var bytes = 64L;
        foreach (var record in events.Events) bytes += record.SizeBytes;
        return bytes;
    }
}
