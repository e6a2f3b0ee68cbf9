using Akka.Actor;
using Phoenix.Cluster.Storage;
using Phoenix.Cluster.Telemetry;

namespace Phoenix.Cluster.Leaderboards;

/// <summary>What every leaderboard actor of a node shares.</summary>
internal sealed record LeaderboardServices(
    LeaderboardOptions Options, BoardStore Boards, HistoryStore History, RegistryStore Registry,
    IJournalReader Journal, DefinitionCodec Codec, TimeProvider Time, Func<IActorRef> Tenants,
    BoardInstruments Instruments)
{
    /// <summary>Shared by the rebuilds of the node.</summary>
    public RebuildBudget Rebuilds { get; init; } = new(Options.RebuildShare);

    /// <summary>Boards of the node that load at once: where thousands wake, each gets its connections and its part of
    /// the processor in turn.</summary>
    public Turns Loads { get; } = new(LoadsMax);

    private const int LoadsMax = 8;
}
