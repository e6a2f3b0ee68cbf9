using Phoenix.Messages.Ids;

namespace Phoenix.Messages.Leaderboards;

/// <summary>The board has applied the log up to <paramref name="Position"/>; a restart goes on from
/// <paramref name="CheckpointPosition"/>.</summary>
public sealed record RowsApplied(
    TenantId TenantId, LeaderboardId LeaderboardId, long Position, long CheckpointPosition);

/// <summary>Rows are missing: the board stands at <paramref name="Position"/> and has taken nothing; send from
/// there.</summary>
public sealed record LeaderboardBehind(TenantId TenantId, LeaderboardId LeaderboardId, long Position);

/// <summary>Append-only: the numbers are on the wire.</summary>
public enum WindowStatus { Open = 0, Closing = 1, Closed = 2 }

/// <summary>A window as queries show it.</summary>
/// <param name="StartUs">Null where it has no start (all-time).</param>
/// <param name="EndUs">Null where it has no end.</param>
/// <param name="PreviousKey">The latest earlier window with entries, or null.</param>
public sealed record WindowView(string Key, long? StartUs, long? EndUs, WindowStatus Status, string? PreviousKey);

/// <summary>One ranked user.</summary>
/// <param name="ScoreMillionths">The shown score × 1,000,000.</param>
/// <param name="EventCount">How many contributions made it.</param>
/// <param name="UpdatedAtUs">The latest time of event among them.</param>
public sealed record StandingsEntry(
    long Rank, long Place, string UserId, long ScoreMillionths, long EventCount, long UpdatedAtUs);

/// <summary>A page of one window, at one position of the log.</summary>
/// <param name="Total">How many are ranked.</param>
/// <param name="Sequence">The position of the last row that changed anything of the window's pages.</param>
/// <param name="Position">How far the log has been applied.</param>
/// <param name="AsOfUs">The log's clock there.</param>
public sealed record StandingsPage(
    LeaderboardId LeaderboardId, WindowView Window, IReadOnlyList<StandingsEntry> Entries, long Total, int Limit,
    long Offset, long Sequence, long Position, long AsOfUs);

/// <summary>One user's rank and score in one window.</summary>
/// <param name="Rank">0 where the user has a score beyond the board's limit and so no rank; then
/// <paramref name="Place"/> is 0 too.</param>
public sealed record RankReply(
    LeaderboardId LeaderboardId, string WindowKey, string UserId, long Rank, long Place, long ScoreMillionths,
    long Total, long Position);

/// <summary>Of the users asked for, those who are ranked in one window.</summary>
/// <param name="Entries">In the board's order, each once.</param>
public sealed record RanksReply(
    LeaderboardId LeaderboardId, string WindowKey, IReadOnlyList<StandingsEntry> Entries, long Total, long Position);
