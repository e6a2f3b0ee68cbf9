using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Messages.Tenants;

/// <summary>A board is to be scored again from row <paramref name="Origin"/> on, by <paramref name="Asked"/>; it goes
/// on by its old config until <see cref="GenerationActivated"/>.</summary>
/// <param name="Generation">The number of the generation asked for.</param>
/// <param name="FromUs">The time asked for; null: from the log's beginning.</param>
public sealed record BackfillRequested(
    ulong RowId, long AcceptedAtUs, int Generation, long Origin, long? FromUs, LeaderboardDefinition Asked)
    : ITenantEvent;

/// <summary>A generation under way has this definition from here on.</summary>
public sealed record GenerationDefined(
    ulong RowId, long AcceptedAtUs, int Generation, LeaderboardDefinition Definition) : ITenantEvent;

/// <summary>The board serves this generation from here on, and scores what stands behind this row by its
/// definition.</summary>
public sealed record GenerationActivated(
    ulong RowId, long AcceptedAtUs, int Generation, LeaderboardDefinition Definition) : ITenantEvent;

/// <summary>The board's serving generation is to be scored again in the shadow and compared.</summary>
public sealed record VerificationRequested(
    ulong RowId, long AcceptedAtUs, LeaderboardId LeaderboardId) : ITenantEvent;

/// <summary>A rebuild was given up, or a verification has ended.</summary>
/// <param name="RunId">The position of the row that asked for it.</param>
/// <param name="Position">How far it had come.</param>
public sealed record RebuildEnded(
    ulong RowId, long AcceptedAtUs, LeaderboardId LeaderboardId, long RunId, RebuildState State, long Position,
    string? Error, VerificationReport? Report) : ITenantEvent;
