using System.Diagnostics;
using System.Net;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.Benchmarks.Live;

/// <summary>
/// Many sockets on one board of one node, under a steady stream of events; clients, events and node share the machine.
/// One more client never reads, and must cost the others nothing.
/// </summary>
/// <remarks>
/// The latency of an event is taken for each socket: from the start of its request to the first message whose position
/// covers it. Memory is the node's resident set with all sockets open and quiet, less that without them.
/// </remarks>
internal static class LiveBenchmark
{
    private const string Tenant = "live";
    private const int ConnectsAtOnce = 100;
    private const double P99MsBar = 500;
    private const double UpdatesBar = 2;
    private const double SocketKilobytesBar = 40;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string[] args)
    {
        if (LiveOptions.Parse(args) is not { } options)
        {
            Console.Error.WriteLine("live: [--sockets N] [--events N] [--seconds N] [--page-size 1..100]");
            return 2;
        }
        Console.WriteLine(
            $"{Environment.ProcessorCount} cores, {options.Sockets} sockets, {options.Events} events/s, "
            + $"{options.PageSize} rows, {options.Seconds} s");
        var data = Directory.CreateTempSubdirectory("phoenix-benchmark-").FullName;
        try
        {
            await using var node = await NodeProcess.StartReadyAsync(new NodeSettings
            {
                DataDirectory = data,
                Environment = "Production",
                Variables = new Dictionary<string, string> { ["Phoenix__Limits__Sockets"] = "1000000" },
            });
            await MeasureAsync(node, options);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
        return 0;
    }

    private static async Task MeasureAsync(NodeProcess node, LiveOptions options)
    {
        // A cold node's first write may outlast an attempt; its outcome is unknown then, and it is made again.
        await Condition.BecomesTrueAsync(() => TryCreateAsync(node), () => "The tenant could not be created.");
        var api = new NodeApi(node.Http, Tenant);
        await api.CreateBoardAsync("board", new
        {
            timeframe = new { type = "all_time" },
            scoring = new { rules = new[] { new { event_type = "load.done", points_expression = "attrs.points" } } },
        });
        var load = new LiveLoad(api, options);
        // The node is brought to its steady state before its memory is looked at.
        await load.RunAsync(WarmUp);
        var before = node.ResidentBytes;
        var clients = await ConnectAsync(node, options);
        var perSocket = (node.ResidentBytes - before) / 1024.0 / options.Sockets;
        using var stalled = new RawLiveClient();
        await stalled.ConnectAsync(node.Url, PathOf(options), TestCredentials.TokenOf(Tenant), reads: false);

        var reading = clients.Select(c => Task.Run(c.RunAsync)).ToList();
        await load.RunAsync(WarmUp);
        foreach (var client in clients) client.Forget();
        load.Forget();
        await load.RunAsync(TimeSpan.FromSeconds(options.Seconds));
        Report(options, clients, load, perSocket);
        foreach (var client in clients) client.Dispose();
        await Task.WhenAll(reading);
    }

    private static async Task<bool> TryCreateAsync(NodeProcess node)
    {
        try
        {
            await new NodeApi(node.Http, Tenant).CreateTenantAsync();
            return true;
        }
        catch (HttpRequestException e)
        {
            return e.StatusCode == HttpStatusCode.Conflict;
        }
    }

    private static string PathOf(LiveOptions options) =>
        $"/v1/leaderboards/board/ws?page_size={options.PageSize}";

    private static async Task<RawLiveClient[]> ConnectAsync(NodeProcess node, LiveOptions options)
    {
        var token = TestCredentials.TokenOf(Tenant);
        var clients = Enumerable.Range(0, options.Sockets).Select(_ => new RawLiveClient()).ToArray();
        await Parallel.ForEachAsync(
            clients, new ParallelOptions { MaxDegreeOfParallelism = ConnectsAtOnce },
            async (client, _) => await client.ConnectAsync(node.Url, PathOf(options), token));
        return clients;
    }

    private static void Report(LiveOptions options, RawLiveClient[] clients, LiveLoad load, double perSocket)
    {
        var latencies = clients.SelectMany(c => LatenciesMs(c, load.Sent)).ToArray();
        if (latencies.Length == 0)
        {
            Console.WriteLine("NOT VALID: no socket has shown any event");
            return;
        }
        Array.Sort(latencies);
        var (p50, p99) = (latencies[latencies.Length / 2], latencies[(int)(latencies.Length * 0.99)]);
        var perSecond = clients.Select(c => (c.Updates + c.Snapshots) / (double)options.Seconds).Order().ToArray();
        var updates = Math.Max(1, clients.Sum(c => (long)c.Updates));
        var events = load.Sent.Count * LiveLoad.Bulk / (double)options.Seconds;
        Show($"events/s                  {events:0} of {options.Events}");
        Show($"event to update, ms       p50 {p50:0}, p99 {p99:0}", P99MsBar, p99 < P99MsBar);
        var (least, median) = (perSecond[0], perSecond[perSecond.Length / 2]);
        Show($"updates/s a socket        least {least:0.0}, median {median:0.0}", UpdatesBar, least >= UpdatesBar);
        Show($"bytes an update           {clients.Sum(c => c.UpdateBytes) / (double)updates:0}");
        Show($"snapshots for updates     {clients.Sum(c => (long)c.Snapshots) * 100.0 / updates:0.00} %");
        Show($"resident memory a socket  {perSocket:0.0} KB", SocketKilobytesBar, perSocket <= SocketKilobytesBar);
    }

    private static void Show(FormattableString figure, double? bar = null, bool isMet = true)
    {
        var text = FormattableString.Invariant(figure);
        Console.WriteLine(bar is null ? text : FormattableString.Invariant(
            $"{text}  (bar {bar:0}: {(isMet ? "met" : "MISSED")})"));
    }

    /// <summary>For each request of events: how long until this socket showed it.</summary>
    private static IEnumerable<double> LatenciesMs(
        RawLiveClient client, IReadOnlyCollection<(long Stamp, long Position)> sent)
    {
        var shown = client.Shown;
        var at = 0;
        foreach (var (stamp, position) in sent.OrderBy(s => s.Position))
        {
            while (at < shown.Count && shown[at].Position < position) at++;
            if (at == shown.Count) yield break;
            if (shown[at].Stamp > stamp)
                yield return Stopwatch.GetElapsedTime(stamp, shown[at].Stamp).TotalMilliseconds;
        }
    }
}
