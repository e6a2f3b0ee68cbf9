using System.Globalization;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.Benchmarks.Ingestion;

/// <summary>
/// Durable events per second over HTTP, wrk on the same machine, with JWT, validation, dedupe and one daily board;
/// and the same pipeline with only the journal write left out, as the ceiling. Pairs of both are interleaved, so that
/// what else the machine does meets both; medians are shown.
/// </summary>
internal static class IngestionBenchmark
{
    private const int WarmUpSeconds = 30;

    private sealed record Pair(WrkResult Durable, WrkResult Ceiling)
    {
        public double Ratio => Durable.EventsPerSecond / Ceiling.EventsPerSecond;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        if (IngestionOptions.Parse(args) is not { } options)
        {
            Console.Error.WriteLine("ingestion: [--quick] [--pairs N] [--seconds N] [--store sqlite|postgresql]");
            return 2;
        }

        if (Wrk.MissingReason is { } missing)
        {
            Console.Error.WriteLine(missing);
            return 1;
        }

        Console.WriteLine($"{Environment.ProcessorCount} cores, {options.Pairs} pairs of {options.Seconds} s");
        foreach (var store in options.Stores)
        {
            if (store == "postgresql" && PostgresServer.UnavailableReason is { } reason)
                Console.WriteLine($"postgresql: not measured: {reason}");
            else
                await MeasureStoreAsync(store, options);
        }

        return 0;
    }

    private static async Task MeasureStoreAsync(string store, IngestionOptions options)
    {
        await using var server = store == "postgresql" ? await PostgresServer.StartAsync() : null;
        var pairs = IngestionLoad.All.ToDictionary(load => load, _ => new List<Pair>());
        for (var number = 0; number < options.Pairs; number++)
        {
            // The order alternates: a machine that grows slower or faster favours neither.
            var durableFirst = number % 2 == 0;
            var first = await MeasureNodeAsync(server, durableFirst, options.Seconds);
            var second = await MeasureNodeAsync(server, !durableFirst, options.Seconds);
            var (durable, ceiling) = durableFirst ? (first, second) : (second, first);
            foreach (var load in IngestionLoad.All)
            {
                var pair = new Pair(durable[load], ceiling[load]);
                pairs[load].Add(pair);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"  {store} pair {number + 1} {load.Name,-10} "
                    + $"{pair.Durable.EventsPerSecond,9:0} / {pair.Ceiling.EventsPerSecond,9:0} = {pair.Ratio:0.00}"));
            }
        }

        PrintTable(store, pairs);
    }

    /// <summary>A fresh node on fresh data takes all loads, one after the other.</summary>
    private static async Task<Dictionary<IngestionLoad, WrkResult>> MeasureNodeAsync(
        PostgresServer? server, bool durable, int seconds)
    {
        var data = Directory.CreateTempSubdirectory("phoenix-benchmark-").FullName;
        var database = server is null ? null : await server.CreateDatabaseAsync();
        try
        {
            await using var node = await NodeProcess.StartReadyAsync(new NodeSettings
            {
                DataDirectory = data,
                PostgreSql = database,
                Environment = "Production",
                Program = durable ? null : NodeWithoutJournal.Program,
            });
            // A node compiles its hot paths as it runs: it is brought to its steady state before anything is measured.
            await MeasureLoadAsync(node, IngestionLoad.WarmUp, durable: false, WarmUpSeconds);
            var results = new Dictionary<IngestionLoad, WrkResult>();
            foreach (var load in IngestionLoad.All)
                results.Add(load, await MeasureLoadAsync(node, load, durable, seconds));
            await node.KillAsync();
            return results;
        }
        finally
        {
            Directory.Delete(data, recursive: true);
            if (database is not null) await server!.DropDatabaseAsync(database);
        }
    }

    private static async Task<WrkResult> MeasureLoadAsync(
        NodeProcess node, IngestionLoad load, bool durable, int seconds)
    {
        var api = new NodeApi(node.Http, load.Name);
        await api.CreateTenantAsync();
        await api.CreateBoardAsync("daily", new
        {
            timeframe = new { type = "daily" },
            scoring = new
            {
                rules = new[] { new { event_type = "match.completed", points_expression = "attrs.score" } },
            },
            ranking = new { size = (int?)null },
        });
        var warmUp = await Wrk.RunAsync(node.Url, load, Math.Max(2, seconds / 3));
        var result = await Wrk.RunAsync(node.Url, load, seconds);
        if (result.Refused + result.SocketErrors > 0)
            Console.WriteLine(
                $"  NOT VALID: {load.Name}: {result.Refused} refused, {result.SocketErrors} socket errors");
        if (durable) await CheckScoredAsync(api, warmUp.Events + result.Events);
        return result;
    }

    /// <summary>What was counted as accepted must stand on the board: else the figure is of something else.</summary>
    private static async Task CheckScoredAsync(NodeApi api, long accepted)
    {
        var board = await api.ReadBoardAsync("daily", await api.MarkPositionAsync());
        var scored = board.Entries.Sum(entry => entry.EventCount);
        // wrk drops the answers of its last instant, so the board may hold a few more.
        if (scored < accepted) Console.WriteLine($"  NOT VALID: {accepted} events accepted, {scored} scored");
    }

    private static void PrintTable(string store, Dictionary<IngestionLoad, List<Pair>> pairs)
    {
        Console.WriteLine();
        Console.WriteLine($"| {store} | durable events/s | p50 / p99 ms | without journal write | ratio | bars |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (load, measured) in pairs)
        {
            var durable = Median(measured, pair => pair.Durable.EventsPerSecond);
            var ceiling = Median(measured, pair => pair.Ceiling.EventsPerSecond);
            var ratio = Median(measured, pair => pair.Ratio);
            var p50 = Median(measured, pair => pair.Durable.MedianMs);
            var p99 = Median(measured, pair => pair.Durable.P99Ms);
            var met = durable >= load.EventsPerSecondBar && ratio >= (load.RatioBar ?? 0) ? "met" : "MISSED";
            var ratioBar = load.RatioBar is { } bar ? ", " + bar.ToString(CultureInfo.InvariantCulture) : "";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {load.Name} | {durable:0} | {p50:0.0} / {p99:0.0} | {ceiling:0} | {ratio:0.00} "
                + $"| {load.EventsPerSecondBar:0}{ratioBar}: {met} |"));
        }

        Console.WriteLine();
    }

    private static double Median(List<Pair> pairs, Func<Pair, double> figure)
    {
        var sorted = pairs.Select(figure).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
