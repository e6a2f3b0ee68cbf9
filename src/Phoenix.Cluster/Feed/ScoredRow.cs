using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Feed;

/// <summary>A row of the log as far as it concerns boards.</summary>
/// <param name="Sections">What it holds for single boards, if anything.</param>
/// <param name="TenantStatus">Not null where it concerns every board.</param>
/// <param name="EventCount">Events in the row, whether or not they match anything.</param>
internal sealed record ScoredRow(
    long Position, long AcceptedAtUs, ulong RowId, IReadOnlyDictionary<LeaderboardId, RowSection> Sections,
    int EntryCount,
    TenantStatus? TenantStatus = null, LeaderboardDefinition? Definition = null, int EventCount = 0)
{
    /// <summary>The span of its scoring, where it is part of a sampled trace.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The board's section, or null where the row holds nothing for it.</summary>
    public RowSection? SectionOf(LeaderboardId board) =>
        Sections.TryGetValue(board, out var section) ? section
        : TenantStatus is { } status ? new RowSection(Position, AcceptedAtUs, 0, [], TenantStatus: status)
        : null;
}
