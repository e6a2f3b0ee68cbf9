using Phoenix.Benchmarks.Ingestion;
using Phoenix.Benchmarks.Live;
using Phoenix.Benchmarks.Ranking;
using Phoenix.Benchmarks.Recovery;
using Phoenix.Benchmarks.Startup;

return args switch
{
    ["ingestion", .. var rest] => await IngestionBenchmark.RunAsync(rest),
    ["startup", .. var rest] => await StartupBenchmark.RunAsync(rest),
    ["recovery", .. var rest] => await RecoveryBenchmark.RunAsync(rest),
    ["ranking", .. var rest] => Ranking(rest),
    ["live", .. var rest] => await LiveBenchmark.RunAsync(rest),
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
          live      [--sockets N] [--events N] [--seconds N] [--page-size N]
                    from an event to the update of it on many sockets of one board, and what a socket costs
          ranking   [MEMBERS …]
                    update, rank, page and around of the ranked set, and its bytes a member
        """);
    return 2;
}
