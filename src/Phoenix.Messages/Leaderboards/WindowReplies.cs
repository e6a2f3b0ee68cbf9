using Phoenix.Messages.Ids;

namespace Phoenix.Messages.Leaderboards;

/// <summary>A list of windows.</summary>
/// <param name="NextBeforeUs">Where the list goes on: windows that start before; null at its end.</param>
public sealed record WindowsReply(IReadOnlyList<WindowSummary> Windows, long? NextBeforeUs);

/// <summary>A window in a list.</summary>
/// <param name="StartUs">Null where it has no start (all-time).</param>
/// <param name="EndUs">Null where it has no end.</param>
/// <param name="Total">How many are ranked.</param>
public sealed record WindowSummary(string Key, long? StartUs, long? EndUs, WindowStatus Status, long Total);

/// <summary>A list of snapshots.</summary>
public sealed record SnapshotsReply(IReadOnlyList<SnapshotSummary> Snapshots);

/// <summary>A snapshot in a list: the final standings of a closed window.</summary>
/// <param name="TimeUs">The window's end.</param>
/// <param name="Revision">1; one more with each backfill that touched the window.</param>
public sealed record SnapshotSummary(long TimeUs, string WindowKey, long Total, int Revision);

/// <summary>A page of a snapshot.</summary>
public sealed record SnapshotReply(long TimeUs, int Revision, StandingsPage Page);

/// <summary>One user's entry in a snapshot.</summary>
/// <param name="Position">How far the log has been applied.</param>
public sealed record SnapshotEntryReply(
    LeaderboardId LeaderboardId, long TimeUs, int Revision, string WindowKey, StandingsEntry Entry, long Total,
    long Position);
