using System.Globalization;
using Phoenix.Cluster.Storage;

namespace Phoenix.Cluster.Hosting;

/// <summary>The actor system's settings, in HOCON; each with the reason that defaults won't do.</summary>
internal static class EngineConfig
{
    /// <summary>Frames between nodes. A row or request has 1 MiB at most; beyond Akka's default of 128,000 B messages
    /// vanish.</summary>
    private const int FrameBytes = 4 * 1024 * 1024;

    public static string Of(ClusterOptions cluster, IDatabase database) =>
        Persistence(database) + Remote(cluster) + Formation(cluster) + Sharding + Actors;

    /// <remarks>
    /// <c>replay-filter.mode = off</c>: the default drops acknowledged rows of an entity that moved A → B → A; the
    /// unique key on (persistence_id, sequence_number) is the fence. The breakers' and recovery's short limits turn a
    /// database restart of 5 s into an outage of 6 s, not 94. The snapshots' breaker opens for no number of failures: a
    /// tenant whose snapshot can't be read fails at every start, and would keep all tenants of the node from starting.
    /// Fewer recoveries run at a time than there are connections to the journal: writes go on beside them. Rows of
    /// several tenants go as parameters, not as text that the database has to parse.
    /// </remarks>
    private static string Persistence(IDatabase database) =>
        $$"""
          akka.persistence {
            max-concurrent-recoveries = 12
            journal.plugin = "akka.persistence.journal.sql"
            journal.auto-start-journals = ["akka.persistence.journal.sql"]
            journal.sql {
              class = "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql"
              provider-name = "{{database.PersistenceProviderName}}"
              connection-string = "{{Escape(database.JournalConnectionString)}}"
              auto-initialize = false
              replay-filter.mode = off
              parallelism = 3
              batch-size = 50
              prefer-parameters-on-multirow-insert = true
              use-clone-connection = false
              buffer-size = 5000
              replay-batch-size = 500
              recovery-event-timeout = 8s
              circuit-breaker { max-failures = 10, call-timeout = 5s, reset-timeout = 3s }
            }
            snapshot-store.plugin = "akka.persistence.snapshot-store.sql"
            snapshot-store.sql {
              class = "Akka.Persistence.Sql.Snapshot.SqlSnapshotStore, Akka.Persistence.Sql"
              provider-name = "{{database.PersistenceProviderName}}"
              connection-string = "{{Escape(database.JournalConnectionString)}}"
              auto-initialize = false
              circuit-breaker { max-failures = 1000000, call-timeout = 5s, reset-timeout = 3s }
            }
            journal-plugin-fallback.recovery-event-timeout = 8s
          }

          """;

    private static string Remote(ClusterOptions cluster) =>
        string.Create(CultureInfo.InvariantCulture, $$"""
          akka.remote.dot-netty.tcp {
            hostname = "{{Escape(cluster.BindHostname ?? cluster.Hostname)}}"
            public-hostname = "{{Escape(cluster.Hostname)}}"
            port = {{cluster.Port}}
            maximum-frame-size = {{FrameBytes}}
            send-buffer-size = {{FrameBytes}}
            receive-buffer-size = {{FrameBytes}}
            enable-ssl = {{(cluster.Tls.IsEnabled ? "on" : "off")}}
          }

          """);

    /// <summary>Where several seed nodes are named, none of them makes a cluster alone: of two halves that can't see
    /// each other at the start at most one forms.</summary>
    private static string Formation(ClusterOptions cluster) =>
        cluster.SeedNodes.Count < 2 ? "" : string.Create(CultureInfo.InvariantCulture, $$"""
          akka.cluster.min-nr-of-members = {{(cluster.SeedNodes.Count / 2) + 1}}

          """);

    /// <remarks>
    /// <c>majority-min-cap</c> and <c>…-majority-plus</c>: by the defaults every node of a small cluster must answer
    /// before a shard gets its place; one that is leaving or dead would hold all shards up until it is removed. A
    /// majority is enough, for two owners of an entity exclude each other in the database.
    /// <c>down-removal-margin</c>: by default shards wait for another <c>stable-after</c> before they start elsewhere,
    /// until a node that was cut off has surely ended; the database keeps that one from doing harm.
    /// </remarks>
    private const string Sharding =
        """
        akka.cluster {
          downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
          split-brain-resolver { active-strategy = keep-majority, stable-after = 5s, down-all-when-unstable = on }
          down-removal-margin = 1s
          failure-detector { heartbeat-interval = 1s, acceptable-heartbeat-pause = 3s, threshold = 8.0 }
          shutdown-after-unsuccessful-join-seed-nodes = 60s
          sharding {
            state-store-mode = ddata
            remember-entities = off
            distributed-data { durable.keys = [], majority-min-cap = 2 }
            coordinator-state { write-majority-plus = 0, read-majority-plus = 0 }
            buffer-size = 5000
            handoff-timeout = 20s
            retry-interval = 1s
            waiting-for-state-timeout = 2s
            updating-state-timeout = 3s
            rebalance-interval = 10s
            passivate-idle-entity-after = off
            least-shard-allocation-strategy { rebalance-absolute-limit = 20, rebalance-relative-limit = 0.1 }
          }
        }

        """;

    /// <remarks>
    /// <c>run-by-clr-shutdown-hook = off</c>: the host stops the actor system after its web server has answered what it
    /// had taken; the hook would begin at once.
    /// </remarks>
    private const string Actors =
        """
        akka.coordinated-shutdown {
          run-by-clr-shutdown-hook = off
          default-phase-timeout = 10s
          phases.cluster-sharding-shutdown-region.timeout = 25s
        }
        akka.log-dead-letters = 10
        akka.log-dead-letters-during-shutdown = off

        """;

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
