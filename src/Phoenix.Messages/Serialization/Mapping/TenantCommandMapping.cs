using Google.Protobuf;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Serialization.Blocks;
using Phoenix.Messages.Tenants;

namespace Phoenix.Messages.Serialization.Mapping;

/// <summary>Commands to tenants, to and from <c>tenants.v1.proto</c>.</summary>
internal static class TenantCommandMapping
{
    public static IReadOnlyList<MessageCodec> Codecs { get; } =
    [
        MessageCodec.Of(Manifests.AcceptEvents, ToWire, Proto.AcceptEvents.Parser, FromWire),
        MessageCodec.Of(Manifests.CreateTenant, ToWire, Proto.CreateTenant.Parser, FromWire),
        MessageCodec.Of(Manifests.ChangeTenant, ToWire, Proto.ChangeTenant.Parser, FromWire),
        MessageCodec.Of(Manifests.RotateSigningSecret, ToWire, Proto.RotateSigningSecret.Parser, FromWire),
        MessageCodec.Of(Manifests.DefineLeaderboard, ToWire, Proto.DefineLeaderboard.Parser, FromWire),
        MessageCodec.Of(Manifests.ChangeLeaderboardConfig, ToWire, Proto.ChangeLeaderboardConfig.Parser, FromWire),
        MessageCodec.Of(Manifests.ChangeLeaderboard, ToWire, Proto.ChangeLeaderboard.Parser, FromWire),
        MessageCodec.Of(Manifests.AttachLeaderboard, ToWire, Proto.AttachLeaderboard.Parser, FromWire),
    ];

    private static Proto.AcceptEvents ToWire(AcceptEvents command)
    {
        var wire = new Proto.AcceptEvents
        {
            TenantId = command.TenantId.Value,
            Count = command.Events.Count,
            // The block was made for this message and nobody else holds it.
            Events = UnsafeByteOperations.UnsafeWrap(EventListCodec.Write(command.Events)),
        };
        if (command.TraceParent is { } traceParent) wire.TraceParent = traceParent;
        return wire;
    }

    private static AcceptEvents FromWire(Proto.AcceptEvents wire) =>
        new(new TenantId(wire.TenantId), EventListCodec.Read(wire.Count, wire.Events.Span))
        {
            TraceParent = wire.HasTraceParent ? wire.TraceParent : null,
        };

    private static Proto.CreateTenant ToWire(CreateTenant command) =>
        new() { TenantId = command.TenantId.Value, Name = command.Name, RequestId = command.RequestId };

    private static CreateTenant FromWire(Proto.CreateTenant wire) =>
        new(new TenantId(wire.TenantId), wire.Name) { RequestId = wire.RequestId };

    private static Proto.ChangeTenant ToWire(ChangeTenant command)
    {
        var wire = new Proto.ChangeTenant { TenantId = command.TenantId.Value, RequestId = command.RequestId };
        if (command.Status is { } status) wire.Status = (int)status;
        if (command.Name is { } name) wire.Name = name;
        if (command.DedupeWindowSeconds is { } seconds) wire.DedupeWindowSeconds = seconds;
        return wire;
    }

    private static ChangeTenant FromWire(Proto.ChangeTenant wire) => new(
        new TenantId(wire.TenantId),
        wire.HasStatus ? WireValues.ReadEnum<TenantStatus>(wire.Status) : null,
        wire.HasName ? wire.Name : null,
        wire.HasDedupeWindowSeconds ? wire.DedupeWindowSeconds : null)
    {
        RequestId = wire.RequestId,
    };

    private static Proto.RotateSigningSecret ToWire(RotateSigningSecret command) =>
        new() { TenantId = command.TenantId.Value };

    private static RotateSigningSecret FromWire(Proto.RotateSigningSecret wire) => new(new TenantId(wire.TenantId));

    private static Proto.DefineLeaderboard ToWire(DefineLeaderboard command)
    {
        var wire = new Proto.DefineLeaderboard
        {
            TenantId = command.TenantId.Value,
            LeaderboardId = command.LeaderboardId.Value,
            Config = DefinitionMapping.ToWire(command.Config),
            Backfill = RebuildMessageMapping.ToWire(command.Backfill),
            RequestId = command.RequestId,
        };
        if (command.Name is { } name) wire.Name = name;
        if (command.Description is { } description) wire.Description = description;
        return wire;
    }

    private static DefineLeaderboard FromWire(Proto.DefineLeaderboard wire) => new(
        new TenantId(wire.TenantId),
        new LeaderboardId(wire.LeaderboardId),
        wire.HasName ? wire.Name : null,
        wire.HasDescription ? wire.Description : null,
        DefinitionMapping.FromWire(WireValues.Need(wire.Config)),
        RebuildMessageMapping.FromWire(wire.Backfill))
    {
        RequestId = wire.RequestId,
    };

    private static Proto.ChangeLeaderboardConfig ToWire(ChangeLeaderboardConfig command)
    {
        var wire = new Proto.ChangeLeaderboardConfig
        {
            TenantId = command.TenantId.Value,
            LeaderboardId = command.LeaderboardId.Value,
            Config = DefinitionMapping.ToWire(command.Config),
            Backfill = RebuildMessageMapping.ToWire(command.Backfill),
            RequestId = command.RequestId,
        };
        if (command.Version is { } version) wire.Version = version;
        return wire;
    }

    private static ChangeLeaderboardConfig FromWire(Proto.ChangeLeaderboardConfig wire) => new(
        new TenantId(wire.TenantId),
        new LeaderboardId(wire.LeaderboardId),
        DefinitionMapping.FromWire(WireValues.Need(wire.Config)),
        wire.HasVersion ? wire.Version : null,
        RebuildMessageMapping.FromWire(wire.Backfill))
    {
        RequestId = wire.RequestId,
    };

    private static Proto.ChangeLeaderboard ToWire(ChangeLeaderboard command)
    {
        var wire = new Proto.ChangeLeaderboard
        {
            TenantId = command.TenantId.Value,
            LeaderboardId = command.LeaderboardId.Value,
            RequestId = command.RequestId,
        };
        if (command.Status is { } status) wire.Status = (int)status;
        if (command.Name is { } name) wire.Name = name;
        if (command.Description is { } description) wire.Description = description;
        if (command.Version is { } version) wire.Version = version;
        return wire;
    }

    private static ChangeLeaderboard FromWire(Proto.ChangeLeaderboard wire) => new(
        new TenantId(wire.TenantId),
        new LeaderboardId(wire.LeaderboardId),
        wire.HasStatus ? WireValues.ReadEnum<LeaderboardStatus>(wire.Status) : null,
        wire.HasName ? wire.Name : null,
        wire.HasDescription ? wire.Description : null,
        wire.HasVersion ? wire.Version : null)
    {
        RequestId = wire.RequestId,
    };

    private static Proto.AttachLeaderboard ToWire(AttachLeaderboard command) => new()
    {
        TenantId = command.TenantId.Value,
        LeaderboardId = command.LeaderboardId.Value,
        Position = command.Position,
    };

    private static AttachLeaderboard FromWire(Proto.AttachLeaderboard wire) =>
        new(new TenantId(wire.TenantId), new LeaderboardId(wire.LeaderboardId), wire.Position);
}
