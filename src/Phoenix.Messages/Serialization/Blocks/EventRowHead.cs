namespace Phoenix.Messages.Serialization.Blocks;

/// <summary>What can be told of a serialized <c>EventsAccepted</c> row without its events.</summary>
/// <param name="AcceptedAtUs">The log's clock, microseconds since the Unix epoch.</param>
/// <param name="Count">How many events it holds.</param>
public readonly record struct EventRowHead(ulong RowId, long AcceptedAtUs, int Count);
