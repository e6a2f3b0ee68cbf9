using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Messages.Serialization.Mapping;

/// <summary>What gateways, tenants and boards say to each other about a rebuild, to and from
/// <c>rebuild.v1.proto</c>.</summary>
internal static class RebuildMessageMapping
{
    public static IReadOnlyList<MessageCodec> Codecs { get; } =
    [
        MessageCodec.Of<GetRebuild, Proto.GetRebuild>(
            Manifests.GetRebuild,
            m => new Proto.GetRebuild { TenantId = m.TenantId.Value, LeaderboardId = m.LeaderboardId.Value },
            Proto.GetRebuild.Parser,
            w => new GetRebuild(new TenantId(w.TenantId), new LeaderboardId(w.LeaderboardId))),
        MessageCodec.Of<CancelRebuild, Proto.CancelRebuild>(
            Manifests.CancelRebuild,
            m => new Proto.CancelRebuild
            {
                TenantId = m.TenantId.Value, LeaderboardId = m.LeaderboardId.Value, RequestId = m.RequestId,
            },
            Proto.CancelRebuild.Parser,
            w => new CancelRebuild(new TenantId(w.TenantId), new LeaderboardId(w.LeaderboardId))
            {
                RequestId = w.RequestId,
            }),
        MessageCodec.Of<VerifyLeaderboard, Proto.VerifyLeaderboard>(
            Manifests.VerifyLeaderboard,
            m => new Proto.VerifyLeaderboard
            {
                TenantId = m.TenantId.Value, LeaderboardId = m.LeaderboardId.Value, RequestId = m.RequestId,
            },
            Proto.VerifyLeaderboard.Parser,
            w => new VerifyLeaderboard(new TenantId(w.TenantId), new LeaderboardId(w.LeaderboardId))
            {
                RequestId = w.RequestId,
            }),
        MessageCodec.Of(Manifests.RebuildProgress, ToWire, Proto.RebuildProgress.Parser, FromWire),
        MessageCodec.Of(Manifests.ActivateGeneration, ToWire, Proto.ActivateGeneration.Parser, FromWire),
        MessageCodec.Of(Manifests.EndRebuild, ToWire, Proto.EndRebuild.Parser, FromWire),
        MessageCodec.Of(Manifests.RebuildReply, ToWire, Proto.RebuildReply.Parser, FromWire),
        MessageCodec.Of(Manifests.BuildGeneration, ToWire, Proto.BuildGeneration.Parser, FromWire),
        MessageCodec.Of(Manifests.StopBuilding, ToWire, Proto.StopBuilding.Parser, FromWire),
    ];

    public static Proto.Backfill? ToWire(Backfill? backfill)
    {
        if (backfill is null) return null;
        var wire = new Proto.Backfill();
        if (backfill.FromUs is { } from) wire.FromUs = from;
        return wire;
    }

    public static Backfill? FromWire(Proto.Backfill? wire) =>
        wire is null ? null : new Backfill(wire.HasFromUs ? wire.FromUs : null);

    private static Proto.RebuildProgress ToWire(RebuildProgress message) => new()
    {
        TenantId = message.TenantId.Value,
        LeaderboardId = message.LeaderboardId.Value,
        RunId = message.RunId,
        Position = message.Position,
        EventsPerSecond = message.EventsPerSecond,
    };

    private static RebuildProgress FromWire(Proto.RebuildProgress wire) => new(
        new TenantId(wire.TenantId), new LeaderboardId(wire.LeaderboardId), wire.RunId, wire.Position,
        wire.EventsPerSecond);

    private static Proto.ActivateGeneration ToWire(ActivateGeneration message) => new()
    {
        TenantId = message.TenantId.Value,
        LeaderboardId = message.LeaderboardId.Value,
        RunId = message.RunId,
        Position = message.Position,
    };

    private static ActivateGeneration FromWire(Proto.ActivateGeneration wire) => new(
        new TenantId(wire.TenantId), new LeaderboardId(wire.LeaderboardId), wire.RunId, wire.Position);

    private static Proto.EndRebuild ToWire(EndRebuild message)
    {
        var wire = new Proto.EndRebuild
        {
            TenantId = message.TenantId.Value,
            LeaderboardId = message.LeaderboardId.Value,
            RunId = message.RunId,
            Position = message.Position,
            Report = message.Report is { } report ? RebuildEventMapping.ToWire(report) : null,
        };
        if (message.Error is { } error) wire.Error = error;
        return wire;
    }

    private static EndRebuild FromWire(Proto.EndRebuild wire) => new(
        new TenantId(wire.TenantId),
        new LeaderboardId(wire.LeaderboardId),
        wire.RunId,
        wire.Position,
        wire.HasError ? wire.Error : null,
        wire.Report is null ? null : RebuildEventMapping.FromWire(wire.Report));

    private static Proto.RebuildReply ToWire(RebuildReply reply)
    {
        var wire = new Proto.RebuildReply
        {
            LeaderboardId = reply.LeaderboardId.Value,
            State = (int)reply.State,
            Kind = (int)reply.Kind,
            Generation = reply.Generation,
            Scored = reply.Scored,
            Head = reply.Head,
            EventsPerSecond = reply.EventsPerSecond,
            Report = reply.Report is { } report ? RebuildEventMapping.ToWire(report) : null,
        };
        if (reply.FromUs is { } from) wire.FromUs = from;
        if (reply.StartedAtUs is { } started) wire.StartedAtUs = started;
        if (reply.FinishedAtUs is { } finished) wire.FinishedAtUs = finished;
        if (reply.Error is { } error) wire.Error = error;
        return wire;
    }

    private static RebuildReply FromWire(Proto.RebuildReply wire) => new(
        new LeaderboardId(wire.LeaderboardId),
        WireValues.ReadEnum<RebuildState>(wire.State),
        WireValues.ReadEnum<RebuildKind>(wire.Kind),
        wire.Generation,
        wire.Scored,
        wire.Head,
        wire.HasFromUs ? wire.FromUs : null,
        wire.HasStartedAtUs ? wire.StartedAtUs : null,
        wire.HasFinishedAtUs ? wire.FinishedAtUs : null,
        wire.EventsPerSecond,
        wire.HasError ? wire.Error : null,
        wire.Report is null ? null : RebuildEventMapping.FromWire(wire.Report));

    private static Proto.BuildGeneration ToWire(BuildGeneration message) => new()
    {
        TenantId = message.TenantId.Value,
        LeaderboardId = message.LeaderboardId.Value,
        RunId = message.RunId,
        Kind = (int)message.Kind,
        Generation = RebuildEventMapping.ToWire(message.Generation),
        Head = message.Head,
    };

    private static BuildGeneration FromWire(Proto.BuildGeneration wire) => new(
        new TenantId(wire.TenantId),
        new LeaderboardId(wire.LeaderboardId),
        wire.RunId,
        WireValues.ReadEnum<RebuildKind>(wire.Kind),
        RebuildEventMapping.FromWire(WireValues.Need(wire.Generation)),
        wire.Head);

    private static Proto.StopBuilding ToWire(StopBuilding message) => new()
    {
        TenantId = message.TenantId.Value, LeaderboardId = message.LeaderboardId.Value, RunId = message.RunId,
    };

    private static StopBuilding FromWire(Proto.StopBuilding wire) =>
        new(new TenantId(wire.TenantId), new LeaderboardId(wire.LeaderboardId), wire.RunId);
}
