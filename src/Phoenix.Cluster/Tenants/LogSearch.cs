using Phoenix.Cluster.Storage;

namespace Phoenix.Cluster.Tenants;

/// <summary>Finds rows of a log by the log's own time, which never goes back.</summary>
internal static class LogSearch
{
    /// <summary>The first row from <paramref name="first"/> on that was accepted at <paramref name="fromUs"/> or later;
    /// the one behind <paramref name="head"/> where there is none.</summary>
    public static async Task<long> FirstAcceptedAsync(
        IJournalReader journal, string persistenceId, long first, long head, long fromUs,
        CancellationToken cancellation)
    {
        var (low, high) = (first, head + 1);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var row = await journal.FindAsync(persistenceId, middle, cancellation)
                ?? throw new StorageException($"the log of '{persistenceId}' has a hole: row {middle} is missing");
            if (row.AcceptedAtUs >= fromUs) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
