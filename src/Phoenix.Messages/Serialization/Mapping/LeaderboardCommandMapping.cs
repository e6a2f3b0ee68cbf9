using Google.Protobuf;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Serialization.Blocks;
using Phoenix.Messages.Tenants;

namespace Phoenix.Messages.Serialization.Mapping;

/// <summary>What the feed and the boards say to each other, to and from <c>leaderboards.v1.proto</c>.</summary>
internal static class LeaderboardCommandMapping
{
    public static IReadOnlyList<MessageCodec> Codecs { get; } =
    [
        MessageCodec.Of(Manifests.ApplyRows, ToWire, Proto.ApplyRows.Parser, FromWire),
        MessageCodec.Of(Manifests.RowsApplied, ToWire, Proto.RowsApplied.Parser, FromWire),
        MessageCodec.Of(Manifests.LeaderboardBehind, ToWire, Proto.LeaderboardBehind.Parser, FromWire),
    ];

    private static Proto.ApplyRows ToWire(ApplyRows command)
    {
        var wire = new Proto.ApplyRows
        {
            TenantId = command.TenantId.Value,
            LeaderboardId = command.LeaderboardId.Value,
            From = command.From,
            To = command.To,
            ToAcceptedAtUs = command.ToAcceptedAtUs,
            ToRowId = command.ToRowId,
        };
        WireValues.WriteList(wire.Sections, command.Sections, ToWire);
        if (command.TraceParent is { } traceParent) wire.TraceParent = traceParent;
        return wire;
    }

    private static ApplyRows FromWire(Proto.ApplyRows wire) => new(
        new TenantId(wire.TenantId),
        new LeaderboardId(wire.LeaderboardId),
        wire.From,
        wire.To,
        wire.ToAcceptedAtUs,
        wire.ToRowId,
        WireValues.ReadList(wire.Sections, FromWire))
    {
        TraceParent = wire.HasTraceParent ? wire.TraceParent : null,
    };

    private static Proto.RowSection ToWire(RowSection section)
    {
        var wire = new Proto.RowSection
        {
            Position = section.Position,
            AcceptedAtUs = section.AcceptedAtUs,
            DefinitionVersion = section.DefinitionVersion,
            EntryCount = section.Entries.Count,
            // The block was made for this message and nobody else holds it.
            Entries = UnsafeByteOperations.UnsafeWrap(ScoredEntriesCodec.Write(section.Entries, section.AcceptedAtUs)),
        };
        if (section.Definition is { } definition) wire.Definition = DefinitionMapping.ToWire(definition);
        if (section.TenantStatus is { } status) wire.TenantStatus = (int)status;
        if (section.ActivatedGeneration is { } generation) wire.ActivatedGeneration = generation;
        return wire;
    }

    private static RowSection FromWire(Proto.RowSection wire) => new(
        wire.Position,
        wire.AcceptedAtUs,
        wire.DefinitionVersion,
        ScoredEntriesCodec.Read(wire.EntryCount, wire.Entries.Memory, wire.AcceptedAtUs),
        wire.Definition is null ? null : DefinitionMapping.FromWire(wire.Definition),
        wire.HasTenantStatus ? WireValues.ReadEnum<TenantStatus>(wire.TenantStatus) : null,
        wire.HasActivatedGeneration ? wire.ActivatedGeneration : null);

    private static Proto.RowsApplied ToWire(RowsApplied reply) => new()
    {
        TenantId = reply.TenantId.Value,
        LeaderboardId = reply.LeaderboardId.Value,
        Position = reply.Position,
        CheckpointPosition = reply.CheckpointPosition,
    };

    private static RowsApplied FromWire(Proto.RowsApplied wire) => new(
        new TenantId(wire.TenantId), new LeaderboardId(wire.LeaderboardId), wire.Position, wire.CheckpointPosition);

    private static Proto.LeaderboardBehind ToWire(LeaderboardBehind reply) => new()
    {
        TenantId = reply.TenantId.Value,
        LeaderboardId = reply.LeaderboardId.Value,
        Position = reply.Position,
    };

    private static LeaderboardBehind FromWire(Proto.LeaderboardBehind wire) =>
        new(new TenantId(wire.TenantId), new LeaderboardId(wire.LeaderboardId), wire.Position);
}
