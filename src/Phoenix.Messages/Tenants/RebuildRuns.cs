using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Messages.Tenants;

/// <summary>Append-only: the numbers are in the log.</summary>
public enum RebuildKind
{
    /// <summary>Scores the log again for a new generation, which then takes over.</summary>
    Rebuild = 0,

    /// <summary>Scores the log again in the shadow, to compare it with what is served.</summary>
    Verify = 1,
}

/// <summary>Append-only: the numbers are in the log.</summary>
public enum RebuildState { None = 0, Running = 1, Done = 2, Failed = 3, Cancelled = 4 }

/// <summary>
/// One way to score a board from its tenant's log: from row <paramref name="Origin"/> on, by the definitions of
/// <paramref name="History"/> up to row <paramref name="AskedAt"/>, and behind it by what the log says of this
/// generation. Together with the log it decides every score.
/// </summary>
/// <param name="Number">1 is what the board was created with; each backfill makes the next.</param>
/// <param name="AskedAt">The row that asked for it; 0 for the first.</param>
/// <param name="ActivatedAt">The row at which the board swapped to it; null where it hasn't.</param>
/// <param name="TenantStatus">The tenant's status where the generation was asked for.</param>
/// <param name="History">The definition before the first row, then each that a row up to <paramref name="AskedAt"/>
/// sets.</param>
public sealed record BoardGeneration(
    LeaderboardId LeaderboardId, int Number, long Origin, long AskedAt, long? ActivatedAt, TenantStatus TenantStatus,
    IReadOnlyList<PositionedDefinition> History);

/// <summary>A rebuild or verification, as the tenant's log has it.</summary>
/// <param name="RunId">The position of the row that asked for it: unique in the tenant.</param>
/// <param name="Generation">What it builds.</param>
/// <param name="Asked">A rebuild's definition, as it will serve; null for a verification.</param>
/// <param name="FromUs">The time asked for; null: from the log's beginning.</param>
/// <param name="Position">How far it had come when it ended; 0 while it runs.</param>
/// <param name="Report">What a verification found; null before its end.</param>
public sealed record RebuildRun(
    long RunId, RebuildKind Kind, RebuildState State, BoardGeneration Generation, LeaderboardDefinition? Asked,
    long? FromUs, long StartedAtUs, long? FinishedAtUs, long Position, string? Error, VerificationReport? Report);

/// <summary>A board's generations: the one that serves, and the last run.</summary>
/// <param name="Serving">Null for the first.</param>
/// <param name="LastNumber">The highest number given; none is given twice.</param>
public sealed record BoardRebuilds(
    LeaderboardId LeaderboardId, BoardGeneration? Serving, int LastNumber, RebuildRun? Run);

/// <summary>What a verification found.</summary>
/// <param name="Windows">Windows compared.</param>
/// <param name="Members">Members compared.</param>
/// <param name="DifferenceCount">Every difference, listed or not.</param>
/// <param name="Differences">The first of them.</param>
public sealed record VerificationReport(
    long Windows, long Members, long DifferenceCount, IReadOnlyList<StandingsDifference> Differences);

/// <summary>One thing that is served otherwise than the log says.</summary>
/// <param name="UserId">Null where it concerns the window as a whole.</param>
/// <param name="What">The name of what differs, e.g. <c>score</c>.</param>
/// <param name="Served">What the board serves.</param>
/// <param name="Rebuilt">What the log comes to.</param>
public sealed record StandingsDifference(
    string WindowKey, string? UserId, string What, string Served, string Rebuilt);
