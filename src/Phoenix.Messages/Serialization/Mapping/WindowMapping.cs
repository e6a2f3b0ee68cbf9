using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Messages.Serialization.Mapping;

/// <summary>Windows, snapshots and the log's time, to and from <c>windows.v1.proto</c>.</summary>
internal static class WindowMapping
{
    public static IReadOnlyList<MessageCodec> Codecs { get; } =
    [
        MessageCodec.Of(Manifests.AdvanceTime, ToWire, Proto.AdvanceTime.Parser, FromWire),
        MessageCodec.Of(Manifests.TimeAdvancedReply, ToWire, Proto.TimeAdvancedReply.Parser, FromWire),
        MessageCodec.Of(Manifests.GetWindows, ToWire, Proto.GetWindows.Parser, FromWire),
        MessageCodec.Of(Manifests.GetSnapshots, ToWire, Proto.GetSnapshots.Parser, FromWire),
        MessageCodec.Of(Manifests.GetSnapshot, ToWire, Proto.GetSnapshot.Parser, FromWire),
        MessageCodec.Of(Manifests.GetSnapshotEntry, ToWire, Proto.GetSnapshotEntry.Parser, FromWire),
        MessageCodec.Of(Manifests.WindowsReply, ToWire, Proto.WindowsReply.Parser, FromWire),
        MessageCodec.Of(Manifests.SnapshotsReply, ToWire, Proto.SnapshotsReply.Parser, FromWire),
        MessageCodec.Of(Manifests.SnapshotReply, ToWire, Proto.SnapshotReply.Parser, FromWire),
        MessageCodec.Of(Manifests.SnapshotEntryReply, ToWire, Proto.SnapshotEntryReply.Parser, FromWire),
    ];

    private static Proto.AdvanceTime ToWire(AdvanceTime command) =>
        new() { TenantId = command.TenantId.Value, ToUs = command.ToUs };

    private static AdvanceTime FromWire(Proto.AdvanceTime wire) => new(new TenantId(wire.TenantId), wire.ToUs);

    private static Proto.TimeAdvancedReply ToWire(TimeAdvancedReply reply) => new()
    {
        TenantId = reply.TenantId.Value, Position = reply.Position, AcceptedAtUs = reply.AcceptedAtUs,
    };

    private static TimeAdvancedReply FromWire(Proto.TimeAdvancedReply wire) =>
        new(new TenantId(wire.TenantId), wire.Position, wire.AcceptedAtUs);

    private static Proto.GetWindows ToWire(GetWindows query)
    {
        var wire = new Proto.GetWindows
        {
            TenantId = query.TenantId.Value, LeaderboardId = query.LeaderboardId.Value,
            Scope = LeaderboardQueryMapping.ToWire(query.Scope), Limit = query.Limit,
        };
        if (query.BeforeStartUs is { } before) wire.BeforeStartUs = before;
        return wire;
    }

    private static GetWindows FromWire(Proto.GetWindows wire) => new(
        new TenantId(wire.TenantId), new LeaderboardId(wire.LeaderboardId),
        LeaderboardQueryMapping.FromWire(WireValues.Need(wire.Scope)), wire.Limit,
        wire.HasBeforeStartUs ? wire.BeforeStartUs : null);

    private static Proto.GetSnapshots ToWire(GetSnapshots query) => new()
    {
        TenantId = query.TenantId.Value, LeaderboardId = query.LeaderboardId.Value,
        Scope = LeaderboardQueryMapping.ToWire(query.Scope), FromUs = query.FromUs, ToUs = query.ToUs,
        Limit = query.Limit,
    };

    private static GetSnapshots FromWire(Proto.GetSnapshots wire) => new(
        new TenantId(wire.TenantId), new LeaderboardId(wire.LeaderboardId),
        LeaderboardQueryMapping.FromWire(WireValues.Need(wire.Scope)), wire.FromUs, wire.ToUs, wire.Limit);

    private static Proto.GetSnapshot ToWire(GetSnapshot query) => new()
    {
        TenantId = query.TenantId.Value, LeaderboardId = query.LeaderboardId.Value,
        Scope = LeaderboardQueryMapping.ToWire(query.Scope), TimeUs = query.TimeUs, Offset = query.Offset,
        Limit = query.Limit,
    };

    private static GetSnapshot FromWire(Proto.GetSnapshot wire) => new(
        new TenantId(wire.TenantId), new LeaderboardId(wire.LeaderboardId),
        LeaderboardQueryMapping.FromWire(WireValues.Need(wire.Scope)), wire.TimeUs, wire.Offset, wire.Limit);

    private static Proto.GetSnapshotEntry ToWire(GetSnapshotEntry query) => new()
    {
        TenantId = query.TenantId.Value, LeaderboardId = query.LeaderboardId.Value,
        Scope = LeaderboardQueryMapping.ToWire(query.Scope), TimeUs = query.TimeUs, UserId = query.UserId,
    };

    private static GetSnapshotEntry FromWire(Proto.GetSnapshotEntry wire) => new(
        new TenantId(wire.TenantId), new LeaderboardId(wire.LeaderboardId),
        LeaderboardQueryMapping.FromWire(WireValues.Need(wire.Scope)), wire.TimeUs, wire.UserId);

    private static Proto.WindowsReply ToWire(WindowsReply page)
    {
        var wire = new Proto.WindowsReply();
        WireValues.WriteList(wire.Windows, page.Windows, ToWire);
        if (page.NextBeforeUs is { } next) wire.NextBeforeUs = next;
        return wire;
    }

    private static WindowsReply FromWire(Proto.WindowsReply wire) =>
        new(WireValues.ReadList(wire.Windows, FromWire), wire.HasNextBeforeUs ? wire.NextBeforeUs : null);

    private static Proto.WindowSummary ToWire(WindowSummary window)
    {
        var wire = new Proto.WindowSummary
        {
            Key = window.Key, Status = (int)window.Status, Total = window.Total,
        };
        if (window.StartUs is { } start) wire.StartUs = start;
        if (window.EndUs is { } end) wire.EndUs = end;
        return wire;
    }

    private static WindowSummary FromWire(Proto.WindowSummary wire) => new(
        wire.Key, wire.HasStartUs ? wire.StartUs : null, wire.HasEndUs ? wire.EndUs : null,
        WireValues.ReadEnum<WindowStatus>(wire.Status), wire.Total);

    private static Proto.SnapshotsReply ToWire(SnapshotsReply page)
    {
        var wire = new Proto.SnapshotsReply();
        WireValues.WriteList(wire.Snapshots, page.Snapshots, ToWire);
        return wire;
    }

    private static SnapshotsReply FromWire(Proto.SnapshotsReply wire) =>
        new(WireValues.ReadList(wire.Snapshots, FromWire));

    private static Proto.SnapshotSummary ToWire(SnapshotSummary snapshot) => new()
    {
        TimeUs = snapshot.TimeUs, WindowKey = snapshot.WindowKey, Total = snapshot.Total,
        Revision = snapshot.Revision,
    };

    private static SnapshotSummary FromWire(Proto.SnapshotSummary wire) =>
        new(wire.TimeUs, wire.WindowKey, wire.Total, wire.Revision);

    private static Proto.SnapshotReply ToWire(SnapshotReply snapshot) => new()
    {
        TimeUs = snapshot.TimeUs, Revision = snapshot.Revision, Page = LeaderboardReplyMapping.ToWire(snapshot.Page),
    };

    private static SnapshotReply FromWire(Proto.SnapshotReply wire) =>
        new(wire.TimeUs, wire.Revision, LeaderboardReplyMapping.FromWire(WireValues.Need(wire.Page)));

    private static Proto.SnapshotEntryReply ToWire(SnapshotEntryReply reply) => new()
    {
        LeaderboardId = reply.LeaderboardId.Value, TimeUs = reply.TimeUs, Revision = reply.Revision,
        WindowKey = reply.WindowKey, Entry = LeaderboardReplyMapping.ToWire(reply.Entry), Total = reply.Total,
        Position = reply.Position,
    };

    private static SnapshotEntryReply FromWire(Proto.SnapshotEntryReply wire) => new(
        new LeaderboardId(wire.LeaderboardId), wire.TimeUs, wire.Revision, wire.WindowKey,
        LeaderboardReplyMapping.FromWire(WireValues.Need(wire.Entry)), wire.Total, wire.Position);
}
