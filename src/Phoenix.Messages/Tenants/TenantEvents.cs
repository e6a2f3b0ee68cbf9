using Phoenix.Messages.Events;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Messages.Tenants;

/// <summary>One row of a tenant's log. The position is the journal's sequence number and not part of it.</summary>
public interface ITenantEvent
{
    /// <summary>A random number that tells this row from another that could have stood here (a restored
    /// backup).</summary>
    ulong RowId { get; }

    /// <summary>The log's clock, microseconds since the Unix epoch; never less than the row's before.</summary>
    long AcceptedAtUs { get; }
}

/// <summary>Events that passed validation and dedupe, in the order of their arrival. One journal row.</summary>
public sealed class EventsAccepted : ITenantEvent
{
    private readonly IEventBlock _block;

    public EventsAccepted(ulong rowId, long acceptedAtUs, IEventBlock block)
    {
        RowId = rowId;
        AcceptedAtUs = acceptedAtUs;
        _block = block;
    }

    /// <summary>A row made in memory.</summary>
    public EventsAccepted(ulong rowId, long acceptedAtUs, IReadOnlyList<EventRecord> events)
        : this(rowId, acceptedAtUs, new EventList(events))
    {
    }

    public ulong RowId { get; }
    public long AcceptedAtUs { get; }
    public int Count => _block.Count;

    /// <summary>The events; decompressed on the first call where the row was read from the journal.</summary>
    public IReadOnlyList<EventRecord> Events => _block.Events;

    /// <summary>Visits the ids alone, without decompressing the bodies.</summary>
    public void VisitEventIds<TState>(ref TState state, EventIdVisitor<TState> visit)
        where TState : allows ref struct =>
        _block.VisitEventIds(ref state, visit);

    public override string ToString() => $"EventsAccepted({Count} events)";

    private sealed class EventList(IReadOnlyList<EventRecord> events) : IEventBlock
    {
        public int Count => events.Count;
        public IReadOnlyList<EventRecord> Events => events;

        public void VisitEventIds<TState>(ref TState state, EventIdVisitor<TState> visit)
            where TState : allows ref struct
        {
            for (var i = 0; i < events.Count; i++) visit(ref state, events[i].EventId);
        }
    }
}

/// <summary>Called once for each event id, UTF-8.</summary>
public delegate void EventIdVisitor<TState>(ref TState state, ReadOnlySpan<byte> eventId)
    where TState : allows ref struct;

/// <summary>Where the events of a row come from: memory, or bytes of the journal not yet decompressed.</summary>
public interface IEventBlock
{
    int Count { get; }
    IReadOnlyList<EventRecord> Events { get; }
    void VisitEventIds<TState>(ref TState state, EventIdVisitor<TState> visit) where TState : allows ref struct;
}

/// <summary>The tenant exists from here on.</summary>
public sealed record TenantCreated(
    ulong RowId, long AcceptedAtUs, TenantId TenantId, string Name, int DedupeWindowSeconds) : ITenantEvent;

/// <summary>The tenant's status from here on.</summary>
public sealed record TenantStatusChanged(ulong RowId, long AcceptedAtUs, TenantStatus Status) : ITenantEvent;

/// <summary>The tenant's name and dedupe window from here on.</summary>
public sealed record TenantSettingsChanged(
    ulong RowId, long AcceptedAtUs, string Name, int DedupeWindowSeconds) : ITenantEvent;

/// <summary>What a leaderboard is from here on: made, or given a new config, name, description or status.</summary>
/// <remarks>It carries the whole definition with every default filled in, so that nothing outside the log decides a
/// score.</remarks>
public sealed record LeaderboardDefined(
    ulong RowId, long AcceptedAtUs, LeaderboardDefinition Definition) : ITenantEvent;

/// <summary>The log's clock has come this far, though no event was accepted.</summary>
public sealed record TimeAdvanced(ulong RowId, long AcceptedAtUs) : ITenantEvent;

/// <summary>The tenant actor's snapshot: tiny; the ids of the dedupe window are read from the log.</summary>
/// <param name="Position">The last row that it holds.</param>
/// <param name="DedupeFloor">The oldest row whose ids the actor still held.</param>
/// <param name="Definitions">Every leaderboard's definitions that the feed may still need, with the position of each,
/// in order.</param>
public sealed record TenantSnapshot(
    long Position, long AcceptedAtUs, long DedupeFloor, bool Created, string Name, TenantStatus Status,
    int DedupeWindowSeconds, long CreatedAtUs, IReadOnlyList<PositionedDefinition> Definitions)
{
    /// <summary>How many events the log had taken; 0 in snapshots older than this field.</summary>
    public long AcceptedTotal { get; init; }

    /// <summary>The boards that were ever scored again or verified.</summary>
    public IReadOnlyList<BoardRebuilds> Rebuilds { get; init; } = [];

    /// <summary>The first row that the log is to keep; rows below it are gone or about to go.</summary>
    public long LogFloor { get; init; } = 1;

    /// <summary>When that row was accepted.</summary>
    public long LogFloorUs { get; init; }

    /// <summary>The ids of the last rows that control commands wrote: those of requests that may be sent
    /// again.</summary>
    public IReadOnlyList<ulong> ControlRows { get; init; } = [];
}

/// <summary>A definition and the row of the log that set it.</summary>
public sealed record PositionedDefinition(long Position, LeaderboardDefinition Definition);
