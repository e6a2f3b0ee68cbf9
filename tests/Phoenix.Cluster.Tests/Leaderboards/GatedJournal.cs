using Phoenix.Cluster.Storage;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Tests.Leaderboards;

/// <summary>A reader of the log that stops before a row until it is let on, or that finds a hole there.</summary>
internal sealed class GatedJournal(IJournalReader journal) : IJournalReader
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _open = Opened();
    private long _gate = long.MaxValue;
    private long _hole = long.MaxValue;

    /// <summary>Completes once someone waits at the gate.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Nobody reads this row, or one behind it, before <see cref="Open"/>.</summary>
    public void CloseAt(long row)
    {
        _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _gate, row);
    }

    public void Open() => _open.TrySetResult();

    /// <summary>From now on this row is missing.</summary>
    public void Lose(long row) => Volatile.Write(ref _hole, row);

    public async Task<IReadOnlyList<LogRow>> ReadAsync(
        string persistenceId, long from, long to, int rowsMax, CancellationToken cancellation)
    {
        if (to >= Volatile.Read(ref _hole)) throw new StorageException($"row {_hole} is missing");
        if (Math.Min(to, from + rowsMax - 1) >= Volatile.Read(ref _gate))
        {
            _reached.TrySetResult();
            await _open.Task.WaitAsync(cancellation);
        }
        return await journal.ReadAsync(persistenceId, from, to, rowsMax, cancellation);
    }

    public IAsyncEnumerable<LogRow> StreamAsync(
        string persistenceId, long from, long to, CancellationToken cancellation) =>
        journal.StreamAsync(persistenceId, from, to, cancellation);

    public Task<ITenantEvent?> FindAsync(string persistenceId, long position, CancellationToken cancellation) =>
        journal.FindAsync(persistenceId, position, cancellation);

    private static TaskCompletionSource Opened()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    public Task<long?> FindFirstAsync(string persistenceId, CancellationToken cancellation) =>
        journal.FindFirstAsync(persistenceId, cancellation);
}
