using Phoenix.Cluster.Storage;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Tenants;

/// <summary>The last rows of events that a tenant has accepted since it started: themselves, not copies.</summary>
/// <remarks>Bounded by events and bytes; the last row is kept whatever its size. Not thread-safe.</remarks>
internal sealed class RecentLog
{
    /// <summary>Older rows go once those behind them hold as many events.</summary>
    public const int EventsMax = 1_000;

    private const long BytesMax = 1024 * 1024;
    private readonly Queue<(LogRow Row, int Count, long Bytes)> _rows = new();
    private int _events;
    private long _bytes;

    /// <summary>The rows, oldest first.</summary>
    public IReadOnlyList<LogRow> Rows => [.. _rows.Select(r => r.Row)];

    /// <summary>Takes a row that was just written.</summary>
    public void Add(LogRow row)
    {
        if (row.Event is not EventsAccepted events) return;
        var bytes = 0L;
        foreach (var record in events.Events) bytes += record.SizeBytes;
        _rows.Enqueue((row, events.Count, bytes));
        _events += events.Count;
        _bytes += bytes;
        while (_rows.Count > 1 && (_events - _rows.Peek().Count >= EventsMax || _bytes > BytesMax))
        {
            var oldest = _rows.Dequeue();
            _events -= oldest.Count;
            _bytes -= oldest.Bytes;
        }
    }
}
