using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Petabridge.Cmd.Cluster;
using Petabridge.Cmd.Cluster.Sharding;
using Phoenix.Http.Hosting;

namespace Phoenix.Http.Tests.Hosting.PetabridgeCmd;

/// <summary>What a build with Petabridge.Cmd does, against stand-ins for its packages.</summary>
public sealed class PetabridgeCmdHostingSpecs
{
    [Fact]
    public async Task Starts_both_palettes_on_the_loopback_address_alone()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        builder.Services.AddAkka("petabridge", (akka, _) => akka.WithPetabridgeCmd());
        using var host = builder.Build();
        await host.StartAsync();
        var system = host.Services.GetRequiredService<ActorSystem>();

        var cmd = Petabridge.Cmd.Host.PetabridgeCmd.Get(system);
        Assert.True(cmd.IsStarted);
        Assert.Equal([ClusterCommands.Instance, ClusterShardingCommands.Instance], cmd.Palettes);
        Assert.Equal("127.0.0.1", system.Settings.Config.GetString("petabridge.cmd.host"));
        Assert.Equal(9110, system.Settings.Config.GetInt("petabridge.cmd.port"));
        await host.StopAsync();
    }
}
