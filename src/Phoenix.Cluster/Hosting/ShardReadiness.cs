using Akka.Actor;
using Akka.Cluster.Sharding;

namespace Phoenix.Cluster.Hosting;

/// <summary>Does this node serve its shards? Its regions must stand in their coordinators' lists; those of a node
/// without the engine must at least know where there are some.</summary>
internal sealed class ShardReadiness(ActorSystem system, IReadOnlyCollection<IActorRef> regions, bool isEngine)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(1_500);

    /// <summary>Null where it does; else what is missing.</summary>
    public async Task<string?> CheckAsync()
    {
        var self = Akka.Cluster.Cluster.Get(system).SelfAddress;
        try
        {
            var answers = await Task.WhenAll(regions.Select(
                region => region.Ask<CurrentRegions>(GetCurrentRegions.Instance, Timeout)));
            if (isEngine && answers.Any(answer => !answer.Regions.Contains(self)))
                return "this node is not registered with the shards' coordinator yet";
            return answers.Any(answer => answer.Regions.Count == 0) ? "no node serves the shards" : null;
        }
        catch (AskTimeoutException)
        {
            return "the shards' coordinator did not answer in time";
        }
    }
}
