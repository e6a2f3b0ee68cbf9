using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Messages.Tenants;

/// <summary>A tenant's last accepted events and how far its boards have come.</summary>
/// <param name="Events">Newest first.</param>
/// <param name="AcceptedTotal">All events of the log, whatever became of them.</param>
/// <param name="Head">The log's last row.</param>
/// <param name="Boards">Every board of the tenant, by id.</param>
public sealed record RecentEventsReply(
    IReadOnlyList<RecentEvent> Events, long AcceptedTotal, long Head, IReadOnlyList<BoardProgress> Boards);

/// <summary>One event of the log.</summary>
/// <param name="Position">Its row.</param>
/// <param name="Boards">What each board that was defined before it made of it.</param>
public sealed record RecentEvent(
    string EventId, string Type, string UserId, long OccurredAtUs, long AcceptedAtUs, long Position,
    IReadOnlyList<BoardVerdict> Boards);

/// <summary>What one board made of one event.</summary>
/// <param name="PointsMillionths">What it gave; 0 where nothing.</param>
/// <param name="WindowKey">The window that the event's time belongs to; null where it came to no window.</param>
public sealed record BoardVerdict(
    LeaderboardId LeaderboardId, EventVerdict Verdict, long PointsMillionths, string? WindowKey);

/// <summary>How far one board has applied the log, as its feed knows.</summary>
public sealed record BoardProgress(LeaderboardId LeaderboardId, long Position);
