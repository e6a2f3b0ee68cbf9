using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Phoenix.Cluster.Hosting;
using Phoenix.Messages.Ops;

namespace Phoenix.Cluster.Ops;

/// <summary>Counts what is awake: on this node by asking its own regions, on the others by asking their ops
/// actors.</summary>
/// <remarks>Every answer is bounded in time and in the entities it names; who is silent is said so.</remarks>
internal sealed class ShardCensus(ActorSystem system, IReadOnlyDictionary<string, IActorRef> regions)
{
    private static readonly TimeSpan RegionTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan NodeTimeout = TimeSpan.FromSeconds(3);

    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(system);

    /// <summary>This node's shards; a region that does not answer fails the whole.</summary>
    public async Task<NodeShardsReply> CountHereAsync(GetNodeShards query)
    {
        var shards = new List<NodeShard>();
        var left = query.EntitiesMax;
        foreach (var (name, region) in regions.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            if (query.Region is not null && query.Region != name) continue;
            var state = await region.Ask<CurrentShardRegionState>(GetShardRegionState.Instance, RegionTimeout);
            foreach (var shard in state.Shards.OrderBy(s => s.ShardId.Length).ThenBy(s => s.ShardId))
            {
                if (query.ShardId is not null && query.ShardId != shard.ShardId) continue;
                IEnumerable<string> entities = shard.EntityIds;
                if (query.EntityId is { } wanted) entities = entities.Where(id => id == wanted);
                var named = entities.Order(StringComparer.Ordinal).Take(left).ToList();
                left -= named.Count;
                shards.Add(new NodeShard(name, shard.ShardId, shard.EntityIds.Count, named));
            }
        }
        return new NodeShardsReply(_cluster.SelfAddress.ToString(), shards);
    }

    /// <summary>Every engine node's shards, and the nodes that did not answer in time.</summary>
    public async Task<(IReadOnlyList<NodeShardsReply> Nodes, IReadOnlyList<string> Silent)> CountAsync(
        GetNodeShards query)
    {
        var members = _cluster.State.Members.Where(m => m.HasRole(ClusterOptions.EngineRole)
            && m.Status is MemberStatus.Up or MemberStatus.Leaving).ToList();
        var answers = await Task.WhenAll(members.Select(member => TryAskAsync(member.Address, query)));
        return (
            [.. answers.OfType<NodeShardsReply>()],
            [.. members.Where((_, i) => answers[i] is null).Select(m => m.Address.ToString())]);
    }

    /// <summary>The node on which this entity is awake, or null.</summary>
    public async Task<string?> FindAsync(string region, string shardId, string entityId)
    {
        var (nodes, _) = await CountAsync(new GetNodeShards(region, shardId, entityId, 1));
        return nodes.FirstOrDefault(node => node.Shards.Any(shard => shard.EntityIds.Count > 0))?.Address;
    }

    private async Task<NodeShardsReply?> TryAskAsync(Address address, GetNodeShards query)
    {
        try
        {
            if (address == _cluster.SelfAddress) return await CountHereAsync(query);
            var ops = system.ActorSelection(new RootActorPath(address) / "user" / OpsActor.Name);
            return await ops.Ask<object>(query, NodeTimeout) as NodeShardsReply;
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }
}
