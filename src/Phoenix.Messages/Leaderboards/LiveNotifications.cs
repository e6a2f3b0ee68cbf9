using Phoenix.Messages.Errors;

namespace Phoenix.Messages.Leaderboards;

/// <summary>A message of a board to a hub that watches it. They come in order; a number that is missing was lost, and
/// then only a new session makes the hub whole again.</summary>
public interface ILiveNotification
{
    /// <summary>The hub's session.</summary>
    long Session { get; }

    /// <summary>1 for the session's first message, and one more with each.</summary>
    long Number { get; }
}

/// <summary>A view has changed. It counts once the <see cref="StandingsMoved"/> behind it has come, with which every
/// view stands at one position.</summary>
/// <param name="IsSnapshot">The entries are all rows; else those that are new or have changed.</param>
/// <param name="RemovedUserIds">Who left the view.</param>
public sealed record StandingsChanged(
    long Session, long Number, int ViewId, bool IsSnapshot, string WindowKey, long Sequence, long Total,
    IReadOnlyList<StandingsEntry> Entries, IReadOnlyList<string> RemovedUserIds) : ILiveNotification;

/// <summary>There is nothing that the view could show, and why; counts as <see cref="StandingsChanged"/>
/// does.</summary>
public sealed record StandingsNotShown(long Session, long Number, int ViewId, Refusal Refusal) : ILiveNotification;

/// <summary>How far a window's pages have come.</summary>
public sealed record WindowSequence(string WindowKey, long Sequence);

/// <summary>All that was sent counts now: every page that the hub watches stands at this position. Views of single
/// users stand where they were last sent.</summary>
public sealed record StandingsMoved(
    long Session, long Number, long Position, long AsOfUs, IReadOnlyList<WindowSequence> Windows) : ILiveNotification;

/// <summary>The board shows nothing to this hub, and has forgotten it.</summary>
public sealed record StandingsRefused(long Session, Refusal Refusal);
