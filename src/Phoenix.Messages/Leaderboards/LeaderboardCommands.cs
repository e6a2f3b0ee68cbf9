using Phoenix.Messages.Ids;

namespace Phoenix.Messages.Leaderboards;

/// <summary>A message for the entity of one leaderboard.</summary>
public interface ILeaderboardMessage
{
    TenantId TenantId { get; }
    LeaderboardId LeaderboardId { get; }
}

/// <summary>
/// Rows <paramref name="From"/> to <paramref name="To"/> of the tenant's log as far as they concern this board.
/// It is taken only if <c>From ≤ position + 1 ≤ To</c>; sections the board already has are skipped. Answered by
/// <see cref="RowsApplied"/>, or by <see cref="LeaderboardBehind"/> where rows are missing.
/// </summary>
/// <param name="ToAcceptedAtUs">The log's clock at row <paramref name="To"/>.</param>
/// <param name="ToRowId">Row <paramref name="To"/>'s random id: what a checkpoint names.</param>
/// <param name="Sections">Only rows that hold something for the board, by position; the others are a move.</param>
public sealed record ApplyRows(
    TenantId TenantId, LeaderboardId LeaderboardId, long From, long To, long ToAcceptedAtUs, ulong ToRowId,
    IReadOnlyList<RowSection> Sections) : ILeaderboardMessage
{
    /// <summary>The span that scored its first sampled row, as a W3C <c>traceparent</c>; null where none is.</summary>
    public string? TraceParent { get; init; }

    public override string ToString() =>
        $"ApplyRows({TenantId}/{LeaderboardId}, {From}..{To}, {Sections.Count} sections)";
}

/// <summary>What one row of the log holds for one board.</summary>
/// <param name="DefinitionVersion">The board's version that scored it.</param>
/// <param name="Definition">Not null where the row (re)defines the board; then there are no entries.</param>
/// <param name="TenantStatus">Not null where the row changes the tenant's status; then there are no entries.</param>
/// <param name="ActivatedGeneration">Not null where the board swaps to this generation, with the
/// <paramref name="Definition"/> beside it.</param>
public sealed record RowSection(
    long Position, long AcceptedAtUs, int DefinitionVersion, IReadOnlyList<ScoredEntry> Entries,
    LeaderboardDefinition? Definition = null, Tenants.TenantStatus? TenantStatus = null,
    int? ActivatedGeneration = null);

/// <summary>One contribution: what one rule gave one user for one event.</summary>
/// <param name="UserId">UTF-8.</param>
/// <param name="PointsMillionths">The points × 1,000,000.</param>
/// <param name="OccurredAtUs">The event's time, microseconds since the Unix epoch.</param>
public readonly record struct ScoredEntry(ReadOnlyMemory<byte> UserId, long PointsMillionths, long OccurredAtUs);
