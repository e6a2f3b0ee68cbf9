using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Leaderboards;

/// <summary>A query whose entries are in the history: what the board knows of the answer already.</summary>
/// <param name="Window">Where the entries are.</param>
/// <param name="Page">The answer but for its entries: window, total, sequence and the board's position now.</param>
public sealed record HistoryQuestion(ILeaderboardQuery Query, FinalWindow Window, StandingsPage Page);
