using System.Collections.Immutable;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Domain.Tenants;

/// <summary>What a tenant is at one position of its log. The ids of its dedupe window are kept apart.</summary>
/// <param name="AcceptedAtUs">The log's clock.</param>
/// <param name="Definitions">Every definition of every board with its row, in order: scoring an old row needs the old
/// ones.</param>
/// <param name="Boards">The boards as they are now.</param>
public sealed record TenantState(
    TenantId TenantId, long Position, long AcceptedAtUs, bool Created, string Name, TenantStatus Status,
    int DedupeWindowSeconds, long CreatedAtUs, ImmutableList<PositionedDefinition> Definitions,
    ImmutableDictionary<LeaderboardId, LeaderboardDefinition> Boards)
{
    /// <summary>More than are written while a request may still be sent again.</summary>
    private const int ControlRowsMax = 64;

    /// <summary>How many events the log has taken.</summary>
    public long AcceptedTotal { get; init; }

    /// <summary>The boards' generations and runs, of those that were ever rebuilt or verified.</summary>
    public ImmutableDictionary<LeaderboardId, BoardRebuilds> Rebuilds { get; init; } =
        ImmutableDictionary<LeaderboardId, BoardRebuilds>.Empty;

    /// <summary>The first row that the log still holds.</summary>
    public long LogFloor { get; init; } = 1;

    /// <summary>When that row was accepted.</summary>
    public long LogFloorUs { get; init; }

    /// <summary>The ids of the last rows that control commands wrote, the latest last.</summary>
    public ImmutableList<ulong> ControlRows { get; init; } = [];

    /// <summary>A tenant whose log is empty: unknown to Phoenix.</summary>
    public static TenantState Empty(TenantId tenantId, int dedupeWindowSeconds) => new(
        tenantId, 0, 0, false, tenantId.Value, TenantStatus.Active, dedupeWindowSeconds, 0, [],
        ImmutableDictionary<LeaderboardId, LeaderboardDefinition>.Empty);

    /// <summary>The state behind one more row.</summary>
    /// <exception cref="NotSupportedException">The row is of a kind this engine doesn't know.</exception>
    public static TenantState Apply(TenantState state, long position, ITenantEvent row)
    {
        var next = Generations.Apply(state, position, row) ?? row switch
        {
            EventsAccepted e => state with { AcceptedTotal = state.AcceptedTotal + e.Count },
            TimeAdvanced => state,
            TenantCreated e => state with
            {
                Created = true, Name = e.Name, DedupeWindowSeconds = e.DedupeWindowSeconds,
                CreatedAtUs = e.AcceptedAtUs,
            },
            TenantStatusChanged e => state with { Status = e.Status },
            TenantSettingsChanged e => state with { Name = e.Name, DedupeWindowSeconds = e.DedupeWindowSeconds },
            LeaderboardDefined => state,
            _ => throw new NotSupportedException($"A tenant's log holds a row of unknown kind {row.GetType().Name}."),
        };
        if (Generations.DefinitionOf(row) is { } definition)
        {
            next = next with
            {
                Boards = next.Boards.SetItem(definition.LeaderboardId, definition),
                Definitions = next.Definitions.Add(new PositionedDefinition(position, definition)),
            };
        }
        if (row is not (EventsAccepted or TimeAdvanced))
        {
            var rows = next.ControlRows.Add(row.RowId);
            next = next with { ControlRows = rows.Count > ControlRowsMax ? rows.RemoveAt(0) : rows };
        }
        return next with { Position = position, AcceptedAtUs = row.AcceptedAtUs };
    }

    /// <summary>The snapshot of this state.</summary>
    /// <param name="dedupeFloor">The oldest row whose ids are still held.</param>
    public TenantSnapshot ToSnapshot(long dedupeFloor) => new(
        Position, AcceptedAtUs, dedupeFloor, Created, Name, Status, DedupeWindowSeconds, CreatedAtUs, Definitions)
    {
        AcceptedTotal = AcceptedTotal,
        Rebuilds = [.. Rebuilds.Values.OrderBy(r => r.LeaderboardId.Value, StringComparer.Ordinal)],
        LogFloor = LogFloor, LogFloorUs = LogFloorUs, ControlRows = ControlRows,
    };

    /// <summary>The state that a snapshot holds.</summary>
    public static TenantState FromSnapshot(TenantId tenantId, TenantSnapshot snapshot)
    {
        var boards = ImmutableDictionary.CreateBuilder<LeaderboardId, LeaderboardDefinition>();
        foreach (var entry in snapshot.Definitions) boards[entry.Definition.LeaderboardId] = entry.Definition;
        return new TenantState(
            tenantId, snapshot.Position, snapshot.AcceptedAtUs, snapshot.Created, snapshot.Name, snapshot.Status,
            snapshot.DedupeWindowSeconds, snapshot.CreatedAtUs, [.. snapshot.Definitions], boards.ToImmutable())
        {
            AcceptedTotal = snapshot.AcceptedTotal,
            Rebuilds = snapshot.Rebuilds.ToImmutableDictionary(r => r.LeaderboardId),
            LogFloor = snapshot.LogFloor, LogFloorUs = snapshot.LogFloorUs,
            ControlRows = [.. snapshot.ControlRows],
        };
    }
}
