using Phoenix.TestSupport.Nodes;
using Xunit.Abstractions;

namespace Phoenix.System.Tests.Crashes;

/// <summary>kill -9 under load: what was acknowledged is scored exactly once, and known as a duplicate.</summary>
public sealed class KillUnderLoadSpecs(ITestOutputHelper output) : IDisposable
{
    private const string Tenant = "crash";
    private const string Board = "load";
    private const int Rounds = 3;

    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public Task Loses_and_doubles_nothing_on_SQLite() =>
        CrashAndCompareAsync(new NodeSettings { DataDirectory = _data.Path });

    [PostgresFact]
    public async Task Loses_and_doubles_nothing_on_PostgreSQL()
    {
        await using var server = await PostgresServer.StartAsync();
        var database = await server.CreateDatabaseAsync();
        try
        {
            await CrashAndCompareAsync(new NodeSettings { DataDirectory = _data.Path, PostgreSql = database });
        }
        finally
        {
            await server.DropDatabaseAsync(database);
        }
    }

    private async Task CrashAndCompareAsync(NodeSettings settings)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var scored = new Dictionary<string, decimal>();
        for (var round = 0; round < Rounds; round++)
        {
            CrashLoad load;
            await using (var node = await NodeProcess.StartReadyAsync(settings))
            {
                var api = new NodeApi(node.Http, Tenant);
                if (round == 0) await CreateBoardAsync(api);
                load = new CrashLoad(api, round, seed);
                await load.RunAsync(random.Next(200, 5_000), node.KillAsync);
            }

            output.WriteLine(
                $"round {round}: {load.Acknowledged.Count} events acknowledged, {load.Unknown.Count} requests unknown");
            await using var restarted = await NodeProcess.StartReadyAsync(settings);
            await CompareAsync(new NodeApi(restarted.Http, Tenant), load, scored);
            Assert.Equal(0, await restarted.TerminateAsync());
        }
    }

    private static async Task CreateBoardAsync(NodeApi api)
    {
        await api.CreateTenantAsync();
        await api.CreateBoardAsync(Board, new
        {
            timeframe = new { type = "all_time" },
            scoring = new { rules = new[] { new { event_type = "load.done", points_expression = "attrs.points" } } },
            ranking = new { size = (int?)null },
        });
    }

    /// <summary>Compares the board with all rounds so far; <paramref name="scored"/> is what they left on it.</summary>
    private static async Task CompareAsync(NodeApi api, CrashLoad load, Dictionary<string, decimal> scored)
    {
        foreach (var sent in load.Acknowledged) scored.Add(UserOf(sent), sent.Points);
        var unknown = load.Unknown.SelectMany(request => request).ToDictionary(UserOf, sent => sent.Points);

        var board = await api.ReadBoardAsync(Board, await api.MarkPositionAsync());
        var extra = board.Entries.Where(entry => !scored.ContainsKey(entry.UserId)).ToList();
        AssertScoredOnce(scored, board.Entries.Except(extra));
        Assert.All(extra, entry => Assert.Equal((unknown[entry.UserId], 1), (entry.Score, entry.EventCount)));
        var extraUsers = extra.Select(entry => entry.UserId).ToHashSet();
        // The events of one request stand in the log together or not at all.
        Assert.All(load.Unknown, request =>
            Assert.Single(request.Select(UserOf).Select(extraUsers.Contains).Distinct()));

        Assert.All(await SendAgainAsync(api, load.Acknowledged), duplicate => Assert.True(duplicate));
        var settled = await SendAgainAsync(api, load.Unknown.SelectMany(request => request));
        Assert.Equal(extra.Count, settled.Count(duplicate => duplicate == true));
        Assert.Equal(unknown.Count - extra.Count, settled.Count(duplicate => duplicate == false));

        foreach (var (user, points) in unknown) scored.Add(user, points);
        AssertScoredOnce(scored, (await api.ReadBoardAsync(Board, await api.MarkPositionAsync())).Entries);
    }

    private static void AssertScoredOnce(Dictionary<string, decimal> expected, IEnumerable<BoardEntry> entries)
    {
        var shown = entries.ToDictionary(entry => entry.UserId);
        Assert.Empty(expected.Keys.Except(shown.Keys));
        Assert.Equal(expected.Count, shown.Count);
        Assert.All(shown.Values, entry => Assert.Equal((expected[entry.UserId], 1), (entry.Score, entry.EventCount)));
    }

    private static async Task<List<bool?>> SendAgainAsync(NodeApi api, IEnumerable<CrashLoad.Sent> events)
    {
        var answers = new List<bool?>();
        foreach (var batch in events.Chunk(100))
            answers.AddRange((await api.SendBulkAsync(batch.Select(sent => sent.ToEvent()))).Duplicates);
        return answers;
    }

    private static string UserOf(CrashLoad.Sent sent) => $"user of {sent.Id}";
}
