using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Messages.Serialization.Mapping;

/// <summary>The ranks of many users at once, to and from <c>ranks.v1.proto</c>.</summary>
internal static class RanksMapping
{
    public static IReadOnlyList<MessageCodec> Codecs { get; } =
    [
        MessageCodec.Of(Manifests.GetRanks, ToWire, Proto.GetRanks.Parser, FromWire),
        MessageCodec.Of(Manifests.RanksReply, ToWire, Proto.RanksReply.Parser, FromWire),
    ];

    private static Proto.GetRanks ToWire(GetRanks query)
    {
        var wire = new Proto.GetRanks
        {
            TenantId = query.TenantId.Value,
            LeaderboardId = query.LeaderboardId.Value,
            Scope = LeaderboardQueryMapping.ToWire(query.Scope),
        };
        wire.UserIds.AddRange(query.UserIds);
        return wire;
    }

    private static GetRanks FromWire(Proto.GetRanks wire) => new(
        new TenantId(wire.TenantId),
        new LeaderboardId(wire.LeaderboardId),
        LeaderboardQueryMapping.FromWire(WireValues.Need(wire.Scope)),
        [.. wire.UserIds]);

    private static Proto.RanksReply ToWire(RanksReply reply)
    {
        var wire = new Proto.RanksReply
        {
            LeaderboardId = reply.LeaderboardId.Value,
            WindowKey = reply.WindowKey,
            Total = reply.Total,
            Position = reply.Position,
        };
        WireValues.WriteList(wire.Entries, reply.Entries, LeaderboardReplyMapping.ToWire);
        return wire;
    }

    private static RanksReply FromWire(Proto.RanksReply wire) => new(
        new LeaderboardId(wire.LeaderboardId),
        wire.WindowKey,
        WireValues.ReadList(wire.Entries, LeaderboardReplyMapping.FromWire),
        wire.Total,
        wire.Position);
}
