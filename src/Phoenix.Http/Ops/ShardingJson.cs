using System.Text.Json;
using Phoenix.Messages.Ops;
using Phoenix.Messages.Routing;

namespace Phoenix.Http.Ops;

/// <summary>Regions, shards and entities, each with the node that holds it.</summary>
public static class ShardingJson
{
    public static void WriteRegions(Utf8JsonWriter json, ShardingState state)
    {
        json.WriteStartObject();
        json.WriteStartArray("regions"u8);
        foreach (var node in state.Nodes)
        {
            foreach (var region in new[] { ShardTopology.LeaderboardRegion, ShardTopology.TenantRegion })
            {
                var shards = node.Shards.Where(shard => shard.Region == region).ToList();
                json.WriteStartObject();
                json.WriteString("region"u8, region);
                json.WriteString("address"u8, node.Address);
                json.WriteNumber("shards"u8, shards.Count);
                json.WriteNumber("entities"u8, shards.Sum(shard => shard.Entities));
                json.WriteEndObject();
            }
        }
        json.WriteEndArray();
        WriteSilent(json, state);
    }

    public static void WriteShards(Utf8JsonWriter json, ShardingState state)
    {
        json.WriteStartObject();
        json.WriteStartArray("shards"u8);
        foreach (var (address, shard) in Shards(state))
        {
            json.WriteStartObject();
            WriteShard(json, address, shard);
            json.WriteNumber("entities"u8, shard.Entities);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteSilent(json, state);
    }

    public static void WriteEntities(Utf8JsonWriter json, ShardingState state)
    {
        json.WriteStartObject();
        json.WriteStartArray("entities"u8);
        foreach (var (address, shard) in Shards(state))
        {
            foreach (var id in shard.EntityIds)
            {
                json.WriteStartObject();
                WriteShard(json, address, shard);
                json.WriteString("entity_id"u8, id);
                var isTenant = shard.Region == ShardTopology.TenantRegion;
                var board = state.Boards.GetValueOrDefault(id);
                json.WriteString("tenant_id"u8, isTenant ? id : board?.TenantId);
                json.WriteString("leaderboard_id"u8, board?.LeaderboardId);
                json.WriteEndObject();
            }
        }
        json.WriteEndArray();
        json.WriteNumber("total"u8, Shards(state).Sum(s => s.Shard.Entities));
        json.WriteBoolean("truncated"u8, Shards(state).Any(s => s.Shard.EntityIds.Count < s.Shard.Entities));
        WriteSilent(json, state);
    }

    private static IEnumerable<(string Address, NodeShard Shard)> Shards(ShardingState state) =>
        state.Nodes.SelectMany(node => node.Shards.Select(shard => (node.Address, shard)));

    private static void WriteShard(Utf8JsonWriter json, string address, NodeShard shard)
    {
        json.WriteString("region"u8, shard.Region);
        json.WriteString("shard_id"u8, shard.ShardId);
        json.WriteString("address"u8, address);
    }

    private static void WriteSilent(Utf8JsonWriter json, ShardingState state)
    {
        json.WriteStartArray("silent"u8);
        foreach (var address in state.Silent) json.WriteStringValue(address);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
