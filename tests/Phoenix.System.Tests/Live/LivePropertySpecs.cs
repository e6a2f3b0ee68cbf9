using System.Globalization;
using System.Text;
using Akka.Actor;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Cluster.Hosting;
using Phoenix.Http.Hosting;
using Phoenix.Http.Json;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Routing;
using Phoenix.System.Tests.OpenApi;
using Phoenix.TestSupport.Engine;
using Phoenix.TestSupport.Nodes;
using Xunit.Abstractions;

namespace Phoenix.System.Tests.Live;

/// <summary>
/// Random clients under load and faults: what each has on its screen, after every message, is what the log gives at
/// that sequence.
/// </summary>
public sealed class LivePropertySpecs(ITestOutputHelper output) : IDisposable
{
    private const string Tenant = "live";
    private const string Board = "load";
    private const int Users = 200;
    private const int Players = 24;
    private const int EventsPerSecond = 5_000;
    private static readonly TimeSpan Run = TimeSpan.FromSeconds(15);

    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Screens_show_what_is_queried_though_the_boards_entity_is_killed()
    {
        var settings = new NodeSettings { DataDirectory = _data.Path };
        await using var app = await StartHereAsync(settings);
        var system = app.Services.GetRequiredService<ActorSystem>();
        var entity = EntityIds.Leaderboard(new TenantId(Tenant), new LeaderboardId(Board));

        var records = await PlayAsync(settings, () =>
        {
            system.ActorSelection($"/system/sharding/{ShardTopology.LeaderboardRegion}/*/{entity}").Tell(Kill.Instance);
            return Task.CompletedTask;
        });

        await app.StopAsync();
        await CompareAsync(records);
    }

    [Fact]
    public async Task Screens_show_what_is_queried_though_the_node_is_killed()
    {
        var settings = new NodeSettings { DataDirectory = _data.Path, Environment = "Production" };
        var node = await NodeProcess.StartReadyAsync(settings);
        try
        {
            var records = await PlayAsync(settings, async () =>
            {
                await node.KillAsync();
                var former = node;
                node = await NodeProcess.StartReadyAsync(settings);
                await former.DisposeAsync();
            });
            await node.KillAsync();
            await CompareAsync(records);
        }
        finally
        {
            await node.DisposeAsync();
        }
    }

    private static async Task<WebApplication> StartHereAsync(NodeSettings settings)
    {
        var app = PhoenixHost.Build(
        [
            $"--Urls=http://127.0.0.1:{settings.HttpPort}", $"--Phoenix:Cluster:Port={settings.ClusterPort}",
            $"--Phoenix:Storage:Directory={settings.DataDirectory}", "--Logging:LogLevel:Default=Error",
            $"--Phoenix:Auth:GamerTokens:SigningKey={TestCredentials.SigningKeyBase64}",
            $"--Phoenix:Admin:ApiKeys:0={TestCredentials.AdminKey}",
        ]);
        await app.Services.GetRequiredService<StorageBootstrap>().RunAsync(CancellationToken.None);
        await app.StartAsync();
        return app;
    }

    /// <summary>Clients, events and faults side by side, for a while; the result is what the clients had.</summary>
    private async Task<IReadOnlyList<LiveRecord>> PlayAsync(NodeSettings settings, Func<Task> fault)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var url = new Uri($"http://127.0.0.1:{settings.HttpPort}");
        using var http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(20) };
        await ReadyAsync(http);
        await FirstWrite.AwaitAsync(http);
        var api = new NodeApi(http, Tenant);
        await api.CreateTenantAsync();
        await api.CreateBoardAsync(Board, new
        {
            timeframe = new { type = "all_time" },
            scoring = new { rules = new[] { new { event_type = "load.done", points_expression = "attrs.points" } } },
        });
        // Whoever names the window finds it used.
        await api.SendBulkAsync([EventOf("first", 0, 1)]);
        await api.ReadBoardAsync(Board, await api.MarkPositionAsync());
        using var end = new CancellationTokenSource(Run);
        var players = Enumerable.Range(0, Players).Select(i => new LivePlayer(
            url, Board, TestCredentials.TokenOf(Tenant), Users, seed + i, () => ReadyAsync(http))).ToList();
        var tasks = players.Select(p => Task.Run(() => p.RunAsync(end.Token))).ToList();
        var load = Task.Run(() => SendAsync(api, new Random(seed - 1), end.Token));
        tasks.Add(Task.Run(() => BreakAsync(new Random(seed - 2), fault, end.Token)));
        await Task.WhenAll(tasks);
        output.WriteLine(
            $"{await load} events, {players.Sum(p => p.Connections)} connections, "
            + $"{players.Sum(p => p.Resumed)} resumed, {players.Sum(p => p.Snapshots)} snapshots, "
            + $"{players.Sum(p => p.Updates)} updates");
        Assert.True(players.Sum(p => p.Updates) > Players, "Hardly anything was seen.");
        return [.. players.SelectMany(p => p.Records)];
    }

    private static async Task<int> SendAsync(NodeApi api, Random random, CancellationToken end)
    {
        const int Bulk = 100;
        var (sent, requests) = (0, new List<Task>());
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds((double)Bulk / EventsPerSecond));
        while (!end.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            requests.RemoveAll(r => r.IsCompleted);
            if (requests.Count >= 8) await Task.WhenAny(requests);
            var events = Enumerable.Range(sent, Bulk)
                .Select(i => EventOf($"e{i}", random.Next(Users), random.Next(-5, 20))).ToList();
            sent += Bulk;
            requests.Add(TrySendAsync(api, events));
        }
        await Task.WhenAll(requests);
        return sent;
    }

    private static object EventOf(string id, int user, int points) => new
    {
        event_id = id, type = "load.done", actor = new { user_id = $"u{user}" },
        occurred_at = "2026-01-01T00:00:00Z", attrs = new { points },
    };

    /// <summary>What fails while the node is down is lost; the log says what was not.</summary>
    private static async Task TrySendAsync(NodeApi api, IReadOnlyList<object> events)
    {
        try
        {
            await api.SendBulkAsync(events);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
        }
    }

    private static async Task BreakAsync(Random random, Func<Task> fault, CancellationToken end)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (!end.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            if (random.Next(3) == 0) await fault();
        }
    }

    private static Task ReadyAsync(HttpClient http) => Condition.BecomesTrueAsync(
        async () =>
        {
            try
            {
                using var response = await http.GetAsync("/ready");
                return response.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        () => "The node is not ready.");

    /// <summary>Walks the log from its beginning and looks at each position what the clients had there.</summary>
    private async Task CompareAsync(IReadOnlyList<LiveRecord> records)
    {
        var log = await LogReplay.ReadAsync(_data.Path, new TenantId(Tenant), new LeaderboardId(Board));
        var byPosition = records.ToLookup(r => r.Position);
        var (board, compared) = (new Board(0), 0);
        foreach (var rows in log)
        {
            Assert.True(board.TryApply(rows));
            foreach (var record in byPosition[board.Position])
            {
                Assert.True(board.Calendar.TryParseKey(record.WindowKey, out var window));
                var expected = ViewReader.Read(board, window, record.Watched.View);
                Assert.Equal(
                    (expected.Sequence, expected.Total, string.Join('\n', expected.Entries.Select(RowOf))),
                    (record.Sequence, record.Total, string.Join('\n', record.Rows)));
                compared++;
            }
        }
        Assert.Equal(records.Count, compared);
        output.WriteLine($"{log.Count} rows, {compared} screens compared");
    }

    private static string RowOf(StandingsEntry entry)
    {
        var text = new byte[TimeJson.LengthMax];
        var updatedAt = Encoding.ASCII.GetString(text, 0, TimeJson.Format(entry.UpdatedAtUs, text));
        var score = entry.ScoreMillionths / 1_000_000;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{entry.Rank}|{entry.Place}|{entry.UserId}|{score}|{entry.EventCount}|{updatedAt}");
    }
}
