using Phoenix.Http.CommandLine;
using Phoenix.Http.Hosting;
using Phoenix.Http.Replay;

return args switch
{
    ["replay", .. var rest] => await ReplayCommand.RunAsync(rest, Console.Out, Console.Error, CancellationToken.None),
    ["ops", .. var rest] => await OpsCommand.RunAsync(rest, Console.Out, Console.Error),
    ["health", .. var rest] => await HealthCommand.RunAsync(
        rest, Console.Out, Console.Error, Environment.GetEnvironmentVariable),
    ["--help" or "-h" or "help"] => Help(),
    _ => await PhoenixHost.RunAsync(args, Console.Error),
};

static int Help()
{
    Console.WriteLine(
        """
        Phoenix: a leaderboard engine.

          Phoenix.Http [--Key=value …]        run a node; every key of appsettings.json may be given
          Phoenix.Http replay FILE [options]  send a file of events through a node's HTTP API (replay --help)
          Phoenix.Http ops VERB [options]     look at a running cluster and act on it (ops --help)
          Phoenix.Http health [options]       ask a node whether it is ready (health --help)
        """);
    return PhoenixHost.ExitOk;
}
