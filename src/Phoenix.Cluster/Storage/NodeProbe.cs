using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;

namespace Phoenix.Cluster.Storage;

/// <summary>Can this node store an event now? A real write over the journal's connection, and a look at the
/// clocks.</summary>
public sealed class NodeProbe(IDatabase database, ClockGuard clock, TimeProvider time, string nodeName)
{
    /// <summary>Null when the write went through; else what is wrong, without internals.</summary>
    public async Task<string?> TryWriteAsync(CancellationToken cancellation)
    {
        try
        {
            await using var db = database.OpenJournal();
            db.CommandTimeout = 2;
            await db.ExecuteAsync(
                "INSERT INTO node (name, seen_at_us) VALUES (@name, @seen) "
                + "ON CONFLICT (name) DO UPDATE SET seen_at_us = @seen",
                cancellation,
                new DataParameter("name", nodeName, DataType.NVarChar),
                new DataParameter("seen", Domain.LogTime.ToUnixMicroseconds(time.GetUtcNow()), DataType.Int64));
            clock.Observe(await database.GetNowAsync(cancellation));
            return null;
        }
        catch (Exception e) when (e is System.Data.Common.DbException or TimeoutException or OperationCanceledException
                                      or InvalidOperationException)
        {
            return "the event log can't be written";
        }
    }
}
