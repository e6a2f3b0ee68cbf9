namespace Phoenix.TestSupport.Nodes;

/// <summary>A whole board, read page by page at one sequence.</summary>
public sealed record BoardPages(string Sequence, long Total, IReadOnlyList<BoardEntry> Entries);
