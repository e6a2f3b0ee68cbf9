using System.Runtime.CompilerServices;
using Phoenix.Cluster.Storage;

namespace Phoenix.Cluster.Feed;

/// <summary>A tenant's log as an endless or bounded sequence of rows without gaps.</summary>
internal sealed class RowSource(IJournalReader journal, string persistenceId)
{
    /// <summary>Rows of the journal decoded at once; a row has 1 MiB of events at the most.</summary>
    private const int PageRows = 64;

    /// <summary>Rows behind <paramref name="position"/>, for ever: from memory as they commit, from the journal where
    /// memory has none.</summary>
    public async IAsyncEnumerable<LogRow> FollowAsync(
        LiveRows live, long position, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var next = position + 1;
        while (!cancellation.IsCancellationRequested)
        {
            var isRow = live.TryRead(out var row);
            if (isRow && row.Position < next) continue;
            // With nothing queued the head may still be ahead: rows that found no room.
            var missingTo = isRow ? row.Position - 1 : live.Head;
            while (next <= missingTo)
            {
                foreach (var missed in await ReadAsync(next, missingTo, cancellation)) yield return missed;
                next = Math.Min(next + PageRows, missingTo + 1);
            }
            if (isRow)
            {
                yield return row;
                next = row.Position + 1;
            }
            else if (!await live.WaitAsync(cancellation))
            {
                yield break;
            }
        }
    }

    /// <summary>Rows behind <paramref name="position"/> from the journal, until the moving <paramref name="last"/> is
    /// reached.</summary>
    public async IAsyncEnumerable<LogRow> CatchUpAsync(
        long position, Func<long> last, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var next = position + 1; next <= last();)
        {
            var rows = await ReadAsync(next, last(), cancellation);
            foreach (var row in rows) yield return row;
            next += rows.Count;
        }
    }

    private async Task<IReadOnlyList<LogRow>> ReadAsync(long from, long to, CancellationToken cancellation)
    {
        var until = Math.Min(to, from + PageRows - 1);
        var rows = await journal.ReadAsync(persistenceId, from, until, PageRows, cancellation);
        return rows.Count == until - from + 1
            ? rows
            : throw new StorageException(
                $"the log of '{persistenceId}' has a hole: row {from + rows.Count} is missing");
    }
}
