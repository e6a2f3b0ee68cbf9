namespace Phoenix.TestSupport.Nodes;

/// <summary>One entry of a board's page as the API shows it.</summary>
public sealed record BoardEntry(long Rank, long Place, string UserId, decimal Score, long EventCount);
