using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Ops;

namespace Phoenix.Messages.Serialization.Mapping;

/// <summary>What operators ask of nodes and boards, to and from <c>ops.v1.proto</c>.</summary>
internal static class OpsMapping
{
    public static IReadOnlyList<MessageCodec> Codecs { get; } =
    [
        MessageCodec.Of(Manifests.GetNodeShards, ToWire, Proto.GetNodeShards.Parser, FromWire),
        MessageCodec.Of(Manifests.NodeShardsReply, ToWire, Proto.NodeShardsReply.Parser, FromWire),
        MessageCodec.Of<GetBoardState, Proto.GetBoardState>(
            Manifests.GetBoardState,
            query => new Proto.GetBoardState
            {
                TenantId = query.TenantId.Value, LeaderboardId = query.LeaderboardId.Value,
            },
            Proto.GetBoardState.Parser,
            wire => new GetBoardState(new TenantId(wire.TenantId), new LeaderboardId(wire.LeaderboardId))),
        MessageCodec.Of(Manifests.BoardStateReply, ToWire, Proto.BoardStateReply.Parser, FromWire),
    ];

    private static Proto.GetNodeShards ToWire(GetNodeShards query)
    {
        var wire = new Proto.GetNodeShards { EntitiesMax = query.EntitiesMax };
        if (query.Region is { } region) wire.Region = region;
        if (query.ShardId is { } shard) wire.ShardId = shard;
        if (query.EntityId is { } entity) wire.EntityId = entity;
        return wire;
    }

    private static GetNodeShards FromWire(Proto.GetNodeShards wire) => new(
        wire.HasRegion ? wire.Region : null, wire.HasShardId ? wire.ShardId : null,
        wire.HasEntityId ? wire.EntityId : null, wire.EntitiesMax);

    private static Proto.NodeShardsReply ToWire(NodeShardsReply reply)
    {
        var wire = new Proto.NodeShardsReply { Address = reply.Address };
        WireValues.WriteList(wire.Shards, reply.Shards, shard =>
        {
            var item = new Proto.NodeShard
            {
                Region = shard.Region, ShardId = shard.ShardId, Entities = shard.Entities,
            };
            item.EntityIds.AddRange(shard.EntityIds);
            return item;
        });
        return wire;
    }

    private static NodeShardsReply FromWire(Proto.NodeShardsReply wire) => new(
        wire.Address, WireValues.ReadList(wire.Shards, shard =>
            new NodeShard(shard.Region, shard.ShardId, shard.Entities, [.. shard.EntityIds])));

    private static Proto.BoardStateReply ToWire(BoardStateReply reply)
    {
        var wire = new Proto.BoardStateReply
        {
            Position = reply.Position, AcceptedAtUs = reply.AcceptedAtUs, Users = reply.Users,
            MemoryBytes = reply.MemoryBytes, WindowCount = reply.WindowCount,
        };
        WireValues.WriteList(wire.Windows, reply.Windows, window => new Proto.BoardWindowState
        {
            WindowKey = window.WindowKey, StartUs = window.StartUs, EndUs = window.EndUs,
            Status = (int)window.Status, Members = window.Members, Ranked = window.Ranked,
            SizeBytes = window.SizeBytes,
        });
        return wire;
    }

    private static BoardStateReply FromWire(Proto.BoardStateReply wire) => new(
        wire.Position, wire.AcceptedAtUs, wire.Users, wire.MemoryBytes, wire.WindowCount,
        WireValues.ReadList(wire.Windows, window => new BoardWindowState(
            window.WindowKey, window.StartUs, window.EndUs, WireValues.ReadEnum<WindowStatus>(window.Status),
            window.Members, window.Ranked, window.SizeBytes)));
}
