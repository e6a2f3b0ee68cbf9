using LinqToDB;
using LinqToDB.Async;

namespace Phoenix.Cluster.Storage;

/// <summary>Deletes the beginning of tenants' logs, a little at a time.</summary>
/// <remarks>
/// Not by the plugin's own deletion: that takes the whole range in one transaction, and everyone else waits. Rows go in
/// their order, so what is left is always one piece up to the head.
/// </remarks>
public sealed class JournalTrimmer(IDatabase database)
{
    /// <summary>Deletes rows below <paramref name="floor"/>, the oldest first, at most <paramref name="rowsMax"/>; how
    /// many it deleted.</summary>
    public async Task<int> DeleteAsync(
        string persistenceId, long floor, int rowsMax, CancellationToken cancellation)
    {
        await using var db = database.OpenJournal();
        var rows = db.GetTable<Tables.JournalRow>().Where(r => r.PersistenceId == persistenceId);
        var first = await rows.MinAsync(r => (long?)r.SequenceNumber, cancellation) ?? floor;
        if (first >= floor) return 0;
        var end = Math.Min(floor, first + rowsMax);
        return await rows.Where(r => r.SequenceNumber < end).DeleteAsync(cancellation);
    }
}
