// Stand-ins for the few documented signatures of Petabridge.Cmd 1.4 that Phoenix calls, so that the file which calls
// them is compiled and run here, where the packages may not be had.
using Akka.Actor;

namespace Petabridge.Cmd.Host
{
    /// <summary>A set of commands.</summary>
    public abstract class CommandPaletteHandler;

    /// <summary>The host within one actor system.</summary>
    public sealed class PetabridgeCmd
    {
        private static readonly Dictionary<ActorSystem, PetabridgeCmd> Hosts = [];

        public List<CommandPaletteHandler> Palettes { get; } = [];

        public bool IsStarted { get; private set; }

        public static PetabridgeCmd Get(ActorSystem system)
        {
            lock (Hosts) return Hosts.TryGetValue(system, out var host) ? host : Hosts[system] = new PetabridgeCmd();
        }

        public bool RegisterCommandPalette(CommandPaletteHandler handler)
        {
            Palettes.Add(handler);
            return true;
        }

        public void Start() => IsStarted = true;
    }
}

namespace Petabridge.Cmd.Cluster
{
    /// <summary>The palette <c>cluster</c>.</summary>
    public sealed class ClusterCommands : Host.CommandPaletteHandler
    {
        public static readonly ClusterCommands Instance = new();
    }
}

namespace Petabridge.Cmd.Cluster.Sharding
{
    /// <summary>The palette <c>cluster-sharding</c>.</summary>
    public sealed class ClusterShardingCommands : Host.CommandPaletteHandler
    {
        public static readonly ClusterShardingCommands Instance = new();
    }
}
