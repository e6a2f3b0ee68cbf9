using Phoenix.Messages.Ids;

namespace Phoenix.Messages.Tenants;

/// <summary>With a new config: score the log again by it.</summary>
/// <param name="FromUs">From the first event accepted at this time; null: from the log's beginning.</param>
public sealed record Backfill(long? FromUs);

/// <summary>A message to the tenant about a board's rebuild or verification.</summary>
public interface IRebuildMessage : ITenantMessage
{
    LeaderboardId LeaderboardId { get; }
}

/// <summary>How is the board's last rebuild or verification? Answered by <see cref="RebuildReply"/>.</summary>
public sealed record GetRebuild(TenantId TenantId, LeaderboardId LeaderboardId) : IRebuildMessage, ITenantQuery;

/// <summary>Give up what is under way. Answered by <see cref="RebuildReply"/>; refused (conflict) where nothing
/// is.</summary>
public sealed record CancelRebuild(TenantId TenantId, LeaderboardId LeaderboardId) : IRebuildMessage, IControlCommand
{
    public ulong RequestId { get; init; }
    public IControlCommand Of(ulong requestId) => this with { RequestId = requestId };
}

/// <summary>Score the board's serving generation again and compare. Answered by <see cref="RebuildReply"/>.</summary>
public sealed record VerifyLeaderboard(
    TenantId TenantId, LeaderboardId LeaderboardId) : IRebuildMessage, IControlCommand
{
    public ulong RequestId { get; init; }
    public IControlCommand Of(ulong requestId) => this with { RequestId = requestId };
}

/// <summary>From a board: how far the run has come. Answered by StopBuilding where the tenant knows of no such
/// run.</summary>
/// <param name="Position">The last row scored.</param>
/// <param name="EventsPerSecond">Of the last stretch.</param>
public sealed record RebuildProgress(
    TenantId TenantId, LeaderboardId LeaderboardId, long RunId, long Position, long EventsPerSecond) : IRebuildMessage;

/// <summary>From a board: the generation has a checkpoint at this position, and may take over where that is near the
/// head. Not answered.</summary>
public sealed record ActivateGeneration(
    TenantId TenantId, LeaderboardId LeaderboardId, long RunId, long Position) : IRebuildMessage;

/// <summary>From a board: a verification has ended, or a run can't go on. Not answered.</summary>
/// <param name="Error">Not null where it failed.</param>
public sealed record EndRebuild(
    TenantId TenantId, LeaderboardId LeaderboardId, long RunId, long Position, string? Error,
    VerificationReport? Report) : IRebuildMessage;
