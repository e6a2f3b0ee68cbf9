using System.Threading.Channels;
using Phoenix.Cluster.Domain.Dedupe;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Tenants;

/// <summary>Rebuilds the dedupe window from the log when a tenant starts.</summary>
/// <remarks>
/// Every id read is held for a whole window more from now: how long the tenant was away is not known (the clock may
/// have been wrong, too), and an outage must never shorten the window.
/// </remarks>
internal sealed class DedupeLoader(IJournalReader journal, DedupeHash hash)
{
    /// <summary>Rows hashed ahead at the most.</summary>
    private const int RowsAhead = 64;

    private readonly List<(long Position, UInt128[] Ids)> _replayed = [];

    /// <summary>Takes a row that recovery replays, behind the snapshot; its ids need not be read again.</summary>
    public void OnReplayed(long position, ITenantEvent row)
    {
        if (row is EventsAccepted events) _replayed.Add((position, HashesOf(events)));
    }

    /// <summary>The window with the ids of rows <paramref name="floor"/> to <paramref name="snapshotPosition"/> and
    /// those replayed.</summary>
    public async Task<DedupeWindow> LoadAsync(
        string persistenceId, long floor, long snapshotPosition, long windowUs, long nowUs,
        CancellationToken cancellation)
    {
        var window = new DedupeWindow(windowUs);
        // Reading and hashing on one thread, filling the window on another: each costs about half.
        var hashed = Channel.CreateBounded<(long Position, UInt128[] Ids)>(RowsAhead);
        var reading = ReadAsync(hashed.Writer, persistenceId, floor, snapshotPosition, cancellation);
        await foreach (var (position, ids) in hashed.Reader.ReadAllAsync(cancellation))
            Add(window, position, ids, nowUs);
        await reading;
        foreach (var (position, ids) in _replayed) Add(window, position, ids, nowUs);
        _replayed.Clear();
        return window;
    }

    private Task ReadAsync(
        ChannelWriter<(long Position, UInt128[] Ids)> hashed, string persistenceId, long from, long to,
        CancellationToken cancellation) => Task.Run(
        async () =>
        {
            try
            {
                if (from > to) return;
                await foreach (var row in journal.StreamAsync(persistenceId, from, to, cancellation))
                {
                    if (row.Event is EventsAccepted events)
                        await hashed.WriteAsync((row.Position, HashesOf(events)), cancellation);
                }
            }
            finally
            {
                // A failure shows when the reading is awaited.
                hashed.Complete();
            }
        },
        cancellation);

    private static void Add(DedupeWindow window, long position, UInt128[] ids, long nowUs)
    {
        foreach (var id in ids) window.TryAdd(id, position, nowUs);
    }

    private UInt128[] HashesOf(EventsAccepted events)
    {
        var hashes = new Hashes(hash, new UInt128[events.Count]);
        events.VisitEventIds(ref hashes, static (ref Hashes h, ReadOnlySpan<byte> id) => h.Add(id));
        return hashes.Ids;
    }

    private struct Hashes(DedupeHash hash, UInt128[] ids)
    {
        private int _count;

        public readonly UInt128[] Ids => ids;

        public void Add(ReadOnlySpan<byte> id) => ids[_count++] = hash.Of(id);
    }
}
