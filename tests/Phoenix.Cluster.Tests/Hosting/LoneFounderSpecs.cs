using Akka.Actor;
using Akka.Configuration;
using Phoenix.Cluster.Hosting;
using Phoenix.TestSupport.Engine;

namespace Phoenix.Cluster.Tests.Hosting;

public sealed class LoneFounderSpecs
{
    [Fact]
    public async Task A_node_that_founded_a_cluster_of_several_and_stays_alone_ends_as_one_that_was_downed()
    {
        using var system = Found(membersMin: 2);
        system.ActorOf(LoneFounder.Props(TimeSpan.FromMilliseconds(100)));

        await system.WhenTerminated.WaitAsync(EngineKit.Patience);

        Assert.IsType<CoordinatedShutdown.ClusterDowningReason>(CoordinatedShutdown.Get(system).ShutdownReason);
    }

    [Fact]
    public async Task A_node_that_is_up_is_left_alone()
    {
        using var system = Found(membersMin: 1);
        var up = new TaskCompletionSource();
        Akka.Cluster.Cluster.Get(system).RegisterOnMemberUp(up.SetResult);
        await up.Task.WaitAsync(EngineKit.Patience);

        var founder = system.ActorOf(LoneFounder.Props(TimeSpan.FromMilliseconds(100)));
        await founder.WatchAsync().WaitAsync(EngineKit.Patience);

        Assert.False(system.WhenTerminated.IsCompleted);
        Assert.Null(CoordinatedShutdown.Get(system).ShutdownReason);
    }

    private static ActorSystem Found(int membersMin)
    {
        var system = ActorSystem.Create(EngineHosting.SystemName, ConfigurationFactory.ParseString($$"""
            akka.loglevel = OFF
            akka.stdout-loglevel = OFF
            akka.actor.provider = cluster
            akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
            akka.cluster.min-nr-of-members = {{membersMin}}
            akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
            """));
        var cluster = Akka.Cluster.Cluster.Get(system);
        cluster.Join(cluster.SelfAddress);
        return system;
    }
}
