using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Tenants;

namespace Phoenix.TestSupport.Engine;

/// <summary>One tenant's log in memory, whoever asks; rows may be missing. Thread-safe.</summary>
internal sealed class MemoryJournal : IJournalReader
{
    private readonly ConcurrentDictionary<long, ITenantEvent> _rows = new();

    /// <summary>The first rows of the pages that were read, in order.</summary>
    public ConcurrentQueue<long> Reads { get; } = new();

    public void Add(long position, ITenantEvent row) => _rows[position] = row;

    public void Remove(long position) => _rows.TryRemove(position, out _);

    public Task<IReadOnlyList<LogRow>> ReadAsync(
        string persistenceId, long from, long to, int rowsMax, CancellationToken cancellation)
    {
        Reads.Enqueue(from);
        var found = _rows.Where(r => r.Key >= from && r.Key <= to).OrderBy(r => r.Key).Take(rowsMax)
            .Select((r, i) => r.Key == from + i
                ? new LogRow(r.Key, r.Value)
                : throw new StorageException($"the log of '{persistenceId}' has a hole: row {from + i} is missing"));
        return Task.FromResult<IReadOnlyList<LogRow>>([.. found]);
    }

    public async IAsyncEnumerable<LogRow> StreamAsync(
        string persistenceId, long from, long to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var row in await ReadAsync(persistenceId, from, to, int.MaxValue, cancellation)) yield return row;
    }

    public Task<ITenantEvent?> FindAsync(string persistenceId, long position, CancellationToken cancellation) =>
        Task.FromResult(_rows.GetValueOrDefault(position));

    public Task<long?> FindFirstAsync(string persistenceId, CancellationToken cancellation) =>
        Task.FromResult(_rows.IsEmpty ? null : (long?)_rows.Keys.Min());
}
