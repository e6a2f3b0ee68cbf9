using Phoenix.Messages.Ids;

namespace Phoenix.Messages.Leaderboards;

/// <summary>The windows that were used, newest start first; of its scope only clock and position count. Answered by
/// <see cref="WindowsReply"/>.</summary>
/// <param name="BeforeStartUs">Only those that start before; null: from the newest on.</param>
public sealed record GetWindows(
    TenantId TenantId, LeaderboardId LeaderboardId, StandingsScope Scope, int Limit, long? BeforeStartUs)
    : ILeaderboardQuery;

/// <summary>The snapshots taken from <paramref name="FromUs"/> to <paramref name="ToUs"/>, both included, newest first.
/// Answered by <see cref="SnapshotsReply"/>.</summary>
public sealed record GetSnapshots(
    TenantId TenantId, LeaderboardId LeaderboardId, StandingsScope Scope, long FromUs, long ToUs, int Limit)
    : ILeaderboardQuery;

/// <summary>A page of the snapshot of that time, the end of its window. Answered by <see cref="SnapshotReply"/>.
/// </summary>
public sealed record GetSnapshot(
    TenantId TenantId, LeaderboardId LeaderboardId, StandingsScope Scope, long TimeUs, int Offset, int Limit)
    : ILeaderboardQuery;

/// <summary>One user's entry in the snapshot of that time. Answered by <see cref="SnapshotEntryReply"/>; refused (not
/// found) where the user is not ranked in it.</summary>
public sealed record GetSnapshotEntry(
    TenantId TenantId, LeaderboardId LeaderboardId, StandingsScope Scope, long TimeUs, string UserId)
    : ILeaderboardQuery;
