using System.Diagnostics;
using Akka.Actor;
using Phoenix.Messages.Events;
using Phoenix.Messages.Limits;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Tenants;

/// <summary>Someone who waits for a write: a request of events, with what is known of each by now.</summary>
internal readonly record struct Waiter(IActorRef ReplyTo, bool[] Duplicates);

/// <summary>What one journal write will hold: events gathered from many requests, or one control command.</summary>
internal sealed class PendingWrite
{
    /// <summary>Its place in the order of writes.</summary>
    public required long Number { get; init; }

    /// <summary>Not null for a control command, which is decided when its turn comes.</summary>
    public ITenantMessage? Command { get; init; }

    /// <summary>Who sent the command.</summary>
    public IActorRef CommandSender { get; init; } = ActorRefs.Nobody;

    public List<EventRecord> Events { get; } = [];
    public List<UInt128> Ids { get; } = [];
    public List<Waiter> Waiters { get; } = [];
    public long Bytes { get; set; }

    /// <summary>The sampled requests in it, as <c>traceparent</c>; null while there are none.</summary>
    public List<string>? TraceParents { get; set; }

    /// <summary>When it was handed to the journal, by the monotonic clock.</summary>
    public long WriteStamp { get; set; }

    /// <summary>The span of its write, where a sampled request is in it.</summary>
    public Activity? Span { get; set; }

    public bool IsFull => Events.Count >= ContractLimits.RowEventsMax || Bytes >= ContractLimits.RowBytesMax;
}

/// <summary>
/// Group commit: while a write is in flight, what arrives is gathered, and goes out as one row when it returns. Holds
/// what waits, in order, and the ids that are on their way to the log.
/// </summary>
/// <remarks>
/// A request always stands whole in one row. A row is closed on reaching 2,000 events or 1 MiB. Not thread-safe;
/// owned by one tenant actor.
/// </remarks>
internal sealed class AppendQueue
{
    private readonly Queue<PendingWrite> _waiting = new();
    private readonly Dictionary<UInt128, PendingWrite> _inFlightIds = [];
    private PendingWrite? _gathering;
    private long _lastNumber;

    /// <summary>The write that the journal has now, or null.</summary>
    public PendingWrite? Writing { get; private set; }

    /// <summary>Events waiting or being written.</summary>
    public int PendingEvents { get; private set; }

    public long PendingBytes { get; private set; }

    public bool IsIdle => Writing is null && _waiting.Count == 0;

    /// <summary>The write that brings this id to the log, or null where none does.</summary>
    public PendingWrite? FindInFlight(UInt128 id) => _inFlightIds.GetValueOrDefault(id);

    /// <summary>The write that takes a new request; an open one if it has room.</summary>
    public PendingWrite Gather()
    {
        if (_gathering is { IsFull: false }) return _gathering;
        _gathering = new PendingWrite { Number = ++_lastNumber };
        _waiting.Enqueue(_gathering);
        return _gathering;
    }

    /// <summary>Adds one event, new to log and queue, to a gathering write.</summary>
    public void Add(PendingWrite write, EventRecord record, UInt128 id)
    {
        write.Events.Add(record);
        write.Ids.Add(id);
        write.Bytes += record.SizeBytes;
        _inFlightIds.Add(id, write);
        PendingEvents++;
        PendingBytes += record.SizeBytes;
    }

    /// <summary>Queues a control command; events that come later stand behind it.</summary>
    public void AddCommand(ITenantMessage command, IActorRef sender)
    {
        _gathering = null;
        _waiting.Enqueue(new PendingWrite { Number = ++_lastNumber, Command = command, CommandSender = sender });
    }

    /// <summary>Takes the next write, if none is in flight; it is gathered no more.</summary>
    public PendingWrite? TakeNext()
    {
        if (Writing is not null || !_waiting.TryDequeue(out var next)) return null;
        if (ReferenceEquals(next, _gathering)) _gathering = null;
        return Writing = next;
    }

    /// <summary>The write in flight is done, or given up: its ids are in flight no more.</summary>
    public void Complete()
    {
        var done = Writing!;
        foreach (var id in done.Ids) _inFlightIds.Remove(id);
        PendingEvents -= done.Events.Count;
        PendingBytes -= done.Bytes;
        Writing = null;
    }

    /// <summary>Everyone who waits, in flight or queued; for a failure that ends them all.</summary>
    public IEnumerable<IActorRef> DrainWaiters()
    {
        var writes = new List<PendingWrite>(_waiting);
        if (Writing is { } writing) writes.Insert(0, writing);
        _waiting.Clear();
        (Writing, _gathering) = (null, null);
        foreach (var write in writes)
        {
            if (write.Command is not null) yield return write.CommandSender;
            foreach (var waiter in write.Waiters) yield return waiter.ReplyTo;
        }
    }
}
