using Akka.Actor;
using Phoenix.Cluster.Domain;
using Phoenix.Cluster.Domain.Dedupe;
using Phoenix.Cluster.Telemetry;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Tenants;

/// <summary>Admits events to the group commit: tells what is new from what the log has or is about to have.</summary>
/// <remarks>Not thread-safe; owned by one tenant actor. It lives only between two failures, so its bookkeeping is no
/// state.</remarks>
internal sealed class TenantAppender(
    TenantOptions options, DedupeHash hash, DedupeWindow window, TenantInstruments instruments)
{
    /// <summary>Ids forgotten with each request at the most, beside those that the timer forgets: more than a request
    /// adds.</summary>
    private const int ExpireWithRequest = 512;

    private const int ExpireWithTick = 200_000;
    private long _second;
    private int _eventsInSecond;

    public AppendQueue Queue { get; } = new();

    /// <summary>Ids that the dedupe window holds.</summary>
    public int DedupeIds => window.Count;

    /// <summary>The oldest row whose ids are held; <paramref name="position"/> where none is.</summary>
    public long DedupeFloor(long position) => window.FloorPosition ?? position;

    public void SetWindow(int seconds) => window.WindowUs = seconds * LogTime.PerSecond;

    /// <summary>Forgets ids whose window has passed.</summary>
    public void Expire(long nowUs) => window.Expire(nowUs, ExpireWithTick);

    /// <summary>
    /// Takes a request: its new events stand in one gathering write, and its sender gets the reply with that write or
    /// the one that brings its duplicates. Null: taken; else the reply to send now (everything is in the log already,
    /// or a refusal).
    /// </summary>
    public object? TryTake(AcceptEvents request, IActorRef sender, long nowUs, long position)
    {
        window.Expire(nowUs, ExpireWithRequest);
        var count = request.Events.Count;
        var ids = new UInt128[count];
        var duplicates = new bool[count];
        var added = 0;
        for (var i = 0; i < count; i++)
        {
            ids[i] = hash.Of(request.Events[i].EventId);
            duplicates[i] = window.Contains(ids[i]);
            if (!duplicates[i] && Queue.FindInFlight(ids[i]) is null) added++;
        }
        // Only what is new counts: whoever sends an accepted event again is told so, whatever the limits.
        if (added > 0 && FindLimit(added, nowUs) is { } refusal) return refusal;
        PendingWrite? target = null;
        PendingWrite? awaited = null;
        var known = 0;
        for (var i = 0; i < count; i++)
        {
            if (duplicates[i])
            {
                known++;
            }
            else if (Queue.FindInFlight(ids[i]) is { } write)
            {
                duplicates[i] = true;
                known++;
                if (awaited is null || write.Number > awaited.Number) awaited = write;
            }
            else
            {
                target ??= Queue.Gather();
                Queue.Add(target, request.Events[i], ids[i]);
            }
        }
        // Writes go out in order, so the last one that the request depends on is done when all are; new events come
        // last.
        instruments.OnDuplicates(known);
        if ((target ?? awaited) is not { } last) return new EventsAcceptedReply(position, duplicates);
        last.Waiters.Add(new Waiter(sender, duplicates));
        if (request.TraceParent is { } traceParent) (last.TraceParents ??= []).Add(traceParent);
        return null;
    }

    /// <summary>The write in flight is durable at this position: answers everyone in it.</summary>
    public void OnStored(long position, long acceptedAtUs)
    {
        var write = Queue.Writing!;
        foreach (var id in write.Ids) window.TryAdd(id, position, acceptedAtUs);
        Queue.Complete();
        foreach (var waiter in write.Waiters) waiter.ReplyTo.Tell(new EventsAcceptedReply(position, waiter.Duplicates));
    }

    /// <summary>The write in flight is given up before it went to the journal: answers everyone in it.</summary>
    public void OnRefused(Refusal refusal)
    {
        var write = Queue.Writing!;
        Queue.Complete();
        foreach (var waiter in write.Waiters) waiter.ReplyTo.Tell(refusal);
    }

    private Refusal? FindLimit(int events, long nowUs)
    {
        if (Queue.PendingEvents + events > options.PendingEventsMax || Queue.PendingBytes >= options.PendingBytesMax)
            return Refusal.Unavailable("the tenant's queue of writes is full");
        if (window.Count + Queue.PendingEvents + events > options.DedupeIdsMax)
            return new Refusal(ErrorCode.RateLimited,
                "the tenant's dedupe window holds as many ids as its limit allows", 10);
        if (options.EventsPerSecondMax == 0) return null;
        var second = nowUs / LogTime.PerSecond;
        if (second != _second) (_second, _eventsInSecond) = (second, 0);
        if (_eventsInSecond + events > options.EventsPerSecondMax)
            return new Refusal(ErrorCode.RateLimited,
                $"the tenant may send {options.EventsPerSecondMax} events a second", 1);
        _eventsInSecond += events;
        return null;
    }
}
