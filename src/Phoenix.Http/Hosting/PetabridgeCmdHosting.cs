using Akka.Hosting;
using Petabridge.Cmd.Cluster;
using Petabridge.Cmd.Cluster.Sharding;
using Petabridge.Cmd.Host;

namespace Phoenix.Http.Hosting;

/// <summary>The host of Petabridge.Cmd, in builds with <c>-p:PetabridgeCmd=true</c> only: on the loopback address, for
/// it asks nobody who they are.</summary>
internal static class PetabridgeCmdHosting
{
    private const string PortVariable = "PETABRIDGE_CMD_PORT";

    private static string Settings =>
        $$"""
          petabridge.cmd {
            host = "127.0.0.1"
            port = {{Environment.GetEnvironmentVariable(PortVariable) ?? "9110"}}
          }
          """;

    public static AkkaConfigurationBuilder WithPetabridgeCmd(this AkkaConfigurationBuilder akka) => akka
        .AddHocon(Settings, HoconAddMode.Prepend)
        .AddStartup((system, _) =>
        {
            var cmd = PetabridgeCmd.Get(system);
            cmd.RegisterCommandPalette(ClusterCommands.Instance);
            cmd.RegisterCommandPalette(ClusterShardingCommands.Instance);
            cmd.Start();
        });
}
