using Akka.Cluster.Sharding;
using Phoenix.Messages.Routing;

namespace Phoenix.Cluster.Hosting;

/// <summary>Tells sharding whom a message is for. Phoenix's own: Akka's hash extractor throws on an id that hashes to
/// int.MinValue.</summary>
internal sealed class EntityExtractor(int shards) : IMessageExtractor
{
    public string EntityId(object message) => ShardTopology.EntityOf(message)!;

    public object EntityMessage(object message) => message;

    public string ShardId(object message) => ShardId(EntityId(message), message);

    public string ShardId(string entityId, object? messageHint = null) => ShardTopology.ShardOf(entityId, shards);
}
