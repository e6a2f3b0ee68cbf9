using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Messages.Serialization.Mapping;

/// <summary>The last events of a log and their verdicts, to and from <c>scoring.v1.proto</c>.</summary>
internal static class RecentEventsMapping
{
    public static IReadOnlyList<MessageCodec> Codecs { get; } =
    [
        MessageCodec.Of<GetRecentEvents, Proto.GetRecentEvents>(
            Manifests.GetRecentEvents,
            query => new Proto.GetRecentEvents { TenantId = query.TenantId.Value, Limit = query.Limit },
            Proto.GetRecentEvents.Parser,
            wire => new GetRecentEvents(new TenantId(wire.TenantId), wire.Limit)),
        MessageCodec.Of(Manifests.RecentEventsReply, ToWire, Proto.RecentEventsReply.Parser, FromWire),
    ];

    private static Proto.RecentEventsReply ToWire(RecentEventsReply reply)
    {
        var wire = new Proto.RecentEventsReply { AcceptedTotal = reply.AcceptedTotal, Head = reply.Head };
        WireValues.WriteList(wire.Events, reply.Events, ToWire);
        WireValues.WriteList(wire.Boards, reply.Boards, ToWire);
        return wire;
    }

    private static RecentEventsReply FromWire(Proto.RecentEventsReply wire) => new(
        WireValues.ReadList(wire.Events, FromWire),
        wire.AcceptedTotal,
        wire.Head,
        WireValues.ReadList(wire.Boards, FromWire));

    private static Proto.RecentEvent ToWire(RecentEvent recent)
    {
        var wire = new Proto.RecentEvent
        {
            EventId = recent.EventId,
            Type = recent.Type,
            UserId = recent.UserId,
            OccurredAtUs = recent.OccurredAtUs,
            AcceptedAtUs = recent.AcceptedAtUs,
            Position = recent.Position,
        };
        WireValues.WriteList(wire.Boards, recent.Boards, ToWire);
        return wire;
    }

    private static RecentEvent FromWire(Proto.RecentEvent wire) => new(
        wire.EventId,
        wire.Type,
        wire.UserId,
        wire.OccurredAtUs,
        wire.AcceptedAtUs,
        wire.Position,
        WireValues.ReadList(wire.Boards, FromWire));

    private static Proto.BoardVerdict ToWire(BoardVerdict verdict)
    {
        var wire = new Proto.BoardVerdict
        {
            LeaderboardId = verdict.LeaderboardId.Value,
            Verdict = (int)verdict.Verdict,
            PointsMillionths = verdict.PointsMillionths,
        };
        if (verdict.WindowKey is { } key) wire.WindowKey = key;
        return wire;
    }

    private static BoardVerdict FromWire(Proto.BoardVerdict wire) => new(
        new LeaderboardId(wire.LeaderboardId),
        WireValues.ReadEnum<EventVerdict>(wire.Verdict),
        wire.PointsMillionths,
        wire.HasWindowKey ? wire.WindowKey : null);

    private static Proto.BoardProgress ToWire(BoardProgress progress) =>
        new() { LeaderboardId = progress.LeaderboardId.Value, Position = progress.Position };

    private static BoardProgress FromWire(Proto.BoardProgress wire) =>
        new(new LeaderboardId(wire.LeaderboardId), wire.Position);
}
