using Phoenix.Messages.Ids;

namespace Phoenix.Messages.Tenants;

/// <summary>A board's last rebuild or verification.</summary>
/// <param name="Generation">What it builds, or verifies; without a run: the one that serves.</param>
/// <param name="Scored">The last row of the log that it has scored.</param>
/// <param name="Head">The log's last row; of a run that has ended: at its end.</param>
/// <param name="StartedAtUs">Null where there was none.</param>
public sealed record RebuildReply(
    LeaderboardId LeaderboardId, RebuildState State, RebuildKind Kind, int Generation, long Scored, long Head,
    long? FromUs, long? StartedAtUs, long? FinishedAtUs, long EventsPerSecond, string? Error,
    VerificationReport? Report);
