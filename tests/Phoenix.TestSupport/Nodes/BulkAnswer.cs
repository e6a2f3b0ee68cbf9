namespace Phoenix.TestSupport.Nodes;

/// <summary>What a bulk request was answered.</summary>
/// <param name="Position">The log's position; null where no event was accepted.</param>
/// <param name="Duplicates">For each event, in order: whether it was a duplicate; null where it failed.</param>
public sealed record BulkAnswer(string? Position, IReadOnlyList<bool?> Duplicates);
