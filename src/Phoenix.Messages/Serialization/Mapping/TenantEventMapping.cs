using Phoenix.Messages.Ids;
using Phoenix.Messages.Serialization.Blocks;
using Phoenix.Messages.Tenants;

namespace Phoenix.Messages.Serialization.Mapping;

/// <summary>The log's rows and the tenant's snapshot to and from <c>tenant_events.v1.proto</c>.</summary>
internal static class TenantEventMapping
{
    public static IReadOnlyList<MessageCodec> Codecs { get; } =
    [
        MessageCodec.Of<EventsAccepted>(Manifests.EventsAccepted, EventsAcceptedCodec.Write, EventsAcceptedCodec.Read),
        MessageCodec.Of(Manifests.TenantCreated, ToWire, Proto.TenantCreated.Parser, FromWire),
        MessageCodec.Of(Manifests.TenantStatusChanged, ToWire, Proto.TenantStatusChanged.Parser, FromWire),
        MessageCodec.Of(Manifests.TenantSettingsChanged, ToWire, Proto.TenantSettingsChanged.Parser, FromWire),
        MessageCodec.Of(Manifests.LeaderboardDefined, ToWire, Proto.LeaderboardDefined.Parser, FromWire),
        MessageCodec.Of(Manifests.TimeAdvanced, ToWire, Proto.TimeAdvanced.Parser, FromWire),
        MessageCodec.Of(Manifests.TenantSnapshot, ToWire, Proto.TenantSnapshot.Parser, FromWire),
    ];

    private static Proto.TenantCreated ToWire(TenantCreated row) => new()
    {
        RowId = row.RowId,
        AcceptedAtUs = row.AcceptedAtUs,
        TenantId = row.TenantId.Value,
        Name = row.Name,
        DedupeWindowSeconds = row.DedupeWindowSeconds,
    };

    private static TenantCreated FromWire(Proto.TenantCreated wire) =>
        new(wire.RowId, wire.AcceptedAtUs, new TenantId(wire.TenantId), wire.Name, wire.DedupeWindowSeconds);

    private static Proto.TenantStatusChanged ToWire(TenantStatusChanged row) =>
        new() { RowId = row.RowId, AcceptedAtUs = row.AcceptedAtUs, Status = (int)row.Status };

    private static TenantStatusChanged FromWire(Proto.TenantStatusChanged wire) =>
        new(wire.RowId, wire.AcceptedAtUs, WireValues.ReadEnum<TenantStatus>(wire.Status));

    private static Proto.TenantSettingsChanged ToWire(TenantSettingsChanged row) => new()
    {
        RowId = row.RowId,
        AcceptedAtUs = row.AcceptedAtUs,
        Name = row.Name,
        DedupeWindowSeconds = row.DedupeWindowSeconds,
    };

    private static TenantSettingsChanged FromWire(Proto.TenantSettingsChanged wire) =>
        new(wire.RowId, wire.AcceptedAtUs, wire.Name, wire.DedupeWindowSeconds);

    private static Proto.LeaderboardDefined ToWire(LeaderboardDefined row) => new()
    {
        RowId = row.RowId,
        AcceptedAtUs = row.AcceptedAtUs,
        Definition = DefinitionMapping.ToWire(row.Definition),
    };

    private static LeaderboardDefined FromWire(Proto.LeaderboardDefined wire) =>
        new(wire.RowId, wire.AcceptedAtUs, DefinitionMapping.FromWire(WireValues.Need(wire.Definition)));

    private static Proto.TimeAdvanced ToWire(TimeAdvanced row) =>
        new() { RowId = row.RowId, AcceptedAtUs = row.AcceptedAtUs };

    private static TimeAdvanced FromWire(Proto.TimeAdvanced wire) => new(wire.RowId, wire.AcceptedAtUs);

    private static Proto.TenantSnapshot ToWire(TenantSnapshot snapshot)
    {
        var wire = new Proto.TenantSnapshot
        {
            Position = snapshot.Position,
            AcceptedAtUs = snapshot.AcceptedAtUs,
            DedupeFloor = snapshot.DedupeFloor,
            Created = snapshot.Created,
            Name = snapshot.Name,
            Status = (int)snapshot.Status,
            DedupeWindowSeconds = snapshot.DedupeWindowSeconds,
            CreatedAtUs = snapshot.CreatedAtUs,
            AcceptedTotal = snapshot.AcceptedTotal,
            // A log that was never trimmed begins with row 1, which needs no saying.
            LogFloor = snapshot.LogFloor > 1 ? snapshot.LogFloor : 0,
            LogFloorUs = snapshot.LogFloorUs,
        };
        WireValues.WriteList(wire.Definitions, snapshot.Definitions, ToWire);
        WireValues.WriteList(wire.Rebuilds, snapshot.Rebuilds, RebuildEventMapping.ToWire);
        wire.ControlRows.AddRange(snapshot.ControlRows);
        return wire;
    }

    private static TenantSnapshot FromWire(Proto.TenantSnapshot wire) => new(
        wire.Position,
        wire.AcceptedAtUs,
        wire.DedupeFloor,
        wire.Created,
        wire.Name,
        WireValues.ReadEnum<TenantStatus>(wire.Status),
        wire.DedupeWindowSeconds,
        wire.CreatedAtUs,
        WireValues.ReadList(wire.Definitions, FromWire))
    {
        AcceptedTotal = wire.AcceptedTotal,
        Rebuilds = WireValues.ReadList(wire.Rebuilds, RebuildEventMapping.FromWire),
        LogFloor = Math.Max(1, wire.LogFloor), LogFloorUs = wire.LogFloorUs,
        ControlRows = [.. wire.ControlRows],
    };

    private static Proto.PositionedDefinition ToWire(PositionedDefinition definition) =>
        new() { Position = definition.Position, Definition = DefinitionMapping.ToWire(definition.Definition) };

    private static PositionedDefinition FromWire(Proto.PositionedDefinition wire) =>
        new(wire.Position, DefinitionMapping.FromWire(WireValues.Need(wire.Definition)));
}
