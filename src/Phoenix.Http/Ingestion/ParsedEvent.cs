using Phoenix.Messages.Events;

namespace Phoenix.Http.Ingestion;

/// <summary>One event of a request: what goes to the log, or why it does not.</summary>
/// <param name="Record">Null where the event failed.</param>
/// <param name="Fault">Null where it passed.</param>
/// <param name="EventId">The id of an event that failed, UTF-8; null where it has none that is a string.</param>
internal readonly record struct ParsedEvent(EventRecord? Record, EventFault? Fault, byte[]? EventId);
