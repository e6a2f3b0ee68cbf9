using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Leaderboards;

/// <summary>What a view shows at one position of the log.</summary>
/// <param name="Sequence">The position of the last row that changed anything of the window's pages.</param>
/// <param name="Total">How many are ranked.</param>
/// <param name="Entries">By place.</param>
public sealed record ViewRows(string WindowKey, long Sequence, long Total, IReadOnlyList<StandingsEntry> Entries);
