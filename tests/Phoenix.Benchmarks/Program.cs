using Phoenix.Benchmarks.Boards;
using Phoenix.Benchmarks.Failover;
using Phoenix.Benchmarks.Ingestion;
using Phoenix.Benchmarks.Live;
using Phoenix.Benchmarks.Ranking;
using Phoenix.Benchmarks.Rebuild;
using Phoenix.Benchmarks.Recovery;
using Phoenix.Benchmarks.Scale;
using Phoenix.Benchmarks.Scoring;
using Phoenix.Benchmarks.Startup;

return args switch
{
    ["ingestion", .. var rest] => await IngestionBenchmark.RunAsync(rest),
    ["startup", .. var rest] => await StartupBenchmark.RunAsync(rest),
    ["recovery", .. var rest] => await RecoveryBenchmark.RunAsync(rest),
    ["failover", .. var rest] => await FailoverBenchmark.RunAsync(rest),
    ["ranking", .. var rest] => Ranking(rest),
    ["live", .. var rest] => await LiveBenchmark.RunAsync(rest),
    ["board", .. var rest] => await BoardBenchmark.RunAsync(rest),
    ["rebuild", .. var rest] => await RebuildBenchmark.RunAsync(rest),
    ["scale", .. var rest] => await ScaleBenchmark.RunAsync(rest),
    ["scoring"] => ScoringBenchmark.Run(),
    [NodeWithoutJournal.Verb] => await NodeWithoutJournal.RunAsync(),
    _ => Usage(),
};

static int Ranking(string[] args)
{
    RankedSetBenchmark.Run(args);
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("""
        Usage: dotnet run -c Release --project tests/Phoenix.Benchmarks -- NAME [options]

          ingestion [--quick] [--pairs N] [--seconds N] [--store sqlite|postgresql]
                    durable events per second against the same pipeline without the journal write
          startup   [--runs N]
                    from the start of a node's process to its first /ready
          recovery  [--ids N] [--store sqlite|postgresql]
                    from the start of a tenant with a full dedupe window to its first accepted event
          failover  [--tenants N] [--ids N] [--events N] [--kills N] [--restarts N]
                    what clients see of a killed node and of a rolling restart: three nodes on PostgreSQL
          scale     nodes [--seconds N] | tenants [COUNT …]
                    what one, two and three nodes make of a core; what an event costs as tenants grow in number
          live      [--sockets N] [--events N] [--seconds N] [--page-size N]
                    from an event to the update of it on many sockets of one board, and what a socket costs
          ranking   [MEMBERS …]
                    update, rank, page and around of the ranked set, and its bytes a member; then the same of
                    Redis's sorted set, where redis-server is installed
          scoring   what it costs to score an event for 1, 10 and 100 boards
          board     [--members N] [--store sqlite|postgresql|none]
                    a board of a million members: its checkpoints, the end of a window of it, its first answer
                    (none: what needs no node)
          rebuild   [--events N]
                    scoring a board again from a SQLite journal, on one thread
        """);
    return 2;
}
