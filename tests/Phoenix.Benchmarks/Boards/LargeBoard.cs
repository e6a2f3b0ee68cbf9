using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.Benchmarks.Boards;

/// <summary>One node with three tenants of many members, and another with many small boards that change all the
/// time.</summary>
internal sealed class LargeBoard(NodeSettings settings, string store, int members)
{
    private const string Mark = "the-mark";
    private const string Window = "season";
    private const string Total = "all-time";
    private const int Batch = 100;
    private const int Senders = 4;
    private const int SmallBoards = 50;
    private const string Large = "large";
    private static readonly string[] Likewise = ["likewise", "again"];
    private const double FirstAnswerBarSeconds = 1;
    private const string LoadDuration = "phoenix_board_load_duration_seconds";

    /// <summary>How long a checkpoint may wait, as the histogram has it.</summary>
    private const double WaitBarSeconds = 0.5;

    /// <summary>From the creation of the boards to the end of the window that is finalised.</summary>
    private static readonly TimeSpan FillMax = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan FinalMax = TimeSpan.FromMinutes(10);

    public async Task MeasureAsync()
    {
        await using (var node = await NodeProcess.StartReadyAsync(settings))
        {
            await MeasureFinalisingAsync(node);
            // With nothing left to catch up on, nobody wakes but who is asked.
            await node.TerminateAsync();
        }
        foreach (var first in (string[])[.. Likewise, Large])
        {
            await using var fresh = await NodeProcess.StartReadyAsync(settings);
            await MeasureFirstAnswerAsync(fresh, first, "the first of a fresh process");
            if (first != Large) continue;
            foreach (var tenant in Likewise)
                await MeasureFirstAnswerAsync(fresh, tenant, "another tenant's, later in the same process");
        }
    }

    private async Task MeasureFinalisingAsync(NodeProcess node)
    {
        var (large, small) = (new NodeApi(node.Http, Large), new NodeApi(node.Http, "small"));
        await large.CreateTenantAsync();
        await small.CreateTenantAsync();
        foreach (var other in Likewise.Select(tenant => new NodeApi(node.Http, tenant)))
        {
            await other.CreateTenantAsync();
            await other.CreateBoardAsync(Total, Config(new { type = "all_time" }));
            await FillAsync(other, TimeProvider.System.GetUtcNow());
        }
        var begin = TimeProvider.System.GetUtcNow();
        var end = begin + FillMax;
        await large.CreateBoardAsync(Total, Config(new { type = "all_time" }));
        await large.CreateBoardAsync(Window, Config(new
        {
            type = "custom", start = Text(begin - TimeSpan.FromHours(1)), end = Text(end), grace_seconds = 0,
        }));
        for (var board = 0; board < SmallBoards; board++)
            await small.CreateBoardAsync($"small-{board}", Config(new { type = "all_time" }));
        await FillAsync(large, begin);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{store}: {members:N0} members stand after {(TimeProvider.System.GetUtcNow() - begin).TotalSeconds:0} s"));

        using var enough = new CancellationTokenSource();
        var changing = ChangeAsync(small, enough.Token);
        await Condition.BecomesTrueAsync(
            () => Task.FromResult(TimeProvider.System.GetUtcNow() > end), () => "The window never ended.", FillMax);
        var before = await ReadCheckpointsAsync(node.Http);
        var started = Stopwatch.GetTimestamp();
        await Condition.BecomesTrueAsync(
            () => IsFinalAsync(node.Http), () => "The window was never final.", FinalMax);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var checkpoints = (await ReadCheckpointsAsync(node.Http)).Since(before);
        await enough.CancelAsync();
        await changing;
        var late = checkpoints.CountAbove(WaitBarSeconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{store}: a window of {members:N0} members was final {seconds:0.0} s after its end; meanwhile "
            + $"{checkpoints.Count} checkpoints of other boards took {checkpoints.MeanMs:0} ms each, "
            + $"{checkpoints.CountAbove(0.1)} over 0.1 s, {checkpoints.CountAbove(0.25)} over 0.25 s, {late} over "
            + $"{WaitBarSeconds} s (bar 0: {(late == 0 ? "met" : "MISSED")})"));
    }

    /// <summary>A known event wakes the tenant and writes nothing. Its boards hear of that before the answer is there:
    /// so neither the wait from then on nor the loading of any of them may take longer than the bar.</summary>
    private async Task MeasureFirstAnswerAsync(NodeProcess node, string tenant, string which)
    {
        var api = new NodeApi(node.Http, tenant);
        var before = await MetricsHistogram.ReadAsync(node.Http, LoadDuration);
        var started = Stopwatch.GetTimestamp();
        var (_, isKnown) = await api.SendAsync(Event(Mark, 0, TimeProvider.System.GetUtcNow()));
        if (!isKnown) throw new InvalidOperationException("The tenant has forgotten the event that stood.");
        var awake = Stopwatch.GetTimestamp();
        var total = -1L;
        await Condition.BecomesTrueAsync(
            async () => await api.FindAsync($"/v1/leaderboards/{Total}?limit=1") is { } page
                && (total = page.RootElement.GetProperty("total").GetInt64()) >= 0,
            () => $"{Total} did not answer.");
        var wait = Stopwatch.GetElapsedTime(awake).TotalSeconds;
        var loads = (await MetricsHistogram.ReadAsync(node.Http, LoadDuration)).Since(before);
        var isMet = total == members && wait <= FirstAnswerBarSeconds && loads.CountAbove(FirstAnswerBarSeconds) == 0;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{store}: the first answer of a board of {total:N0} members ({which}) came {wait:0.00} s after its tenant "
            + $"was awake, which took {Stopwatch.GetElapsedTime(started, awake).TotalSeconds:0.00} s; the "
            + $"loading of {loads.Count} boards took {loads.MeanMs / 1_000:0.00} s each (bar {FirstAnswerBarSeconds}: "
            + $"{(isMet ? "met" : "MISSED")})"));
    }

    /// <summary>Every member comes up once, in no order.</summary>
    private async Task FillAsync(NodeApi api, DateTimeOffset time)
    {
        var next = -Batch;
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(async _ =>
        {
            while (Interlocked.Add(ref next, Batch) is var first && first < members)
            {
                await api.SendBulkAsync(Enumerable.Range(first, Math.Min(Batch, members - first))
                    .Select(i => Event($"e{i}", (int)(i * 7_919L % members), time)));
            }
        }));
        var (position, _) = await api.SendAsync(Event(Mark, 0, time));
        await Condition.BecomesTrueAsync(
            async () => await api.FindAsync($"/v1/leaderboards/{Total}?limit=1&min_position={position}") is { } page
                && page.RootElement.GetProperty("total").GetInt64() == members,
            () => $"{Total} did not come to {members} members.", FillMax);
    }

    /// <summary>An event each 100 ms for every small board, so that each has something to write whenever it
    /// may.</summary>
    private static async Task ChangeAsync(NodeApi api, CancellationToken enough)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            for (var number = 0; await timer.WaitForNextTickAsync(enough); number++)
                await api.SendAsync(Event($"s{number}", number % 100, TimeProvider.System.GetUtcNow()));
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }

    /// <summary>The window has left the board's memory: it is whole in the history.</summary>
    private static async Task<bool> IsFinalAsync(HttpClient node)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/ops/tenants/large/boards/{Window}");
        request.Headers.Add("X-API-Key", TestCredentials.AdminKey);
        using var response = await node.SendAsync(request);
        if (!response.IsSuccessStatusCode) return false;
        using var board = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return board.RootElement.GetProperty("members").GetInt64() == 0;
    }

    private static Task<MetricsHistogram> ReadCheckpointsAsync(HttpClient node) =>
        MetricsHistogram.ReadAsync(node, "phoenix_board_checkpoint_duration_seconds", "\"delta\"");

    private static object Event(string id, int user, DateTimeOffset time) => new
    {
        event_id = id, type = "match.completed", occurred_at = time,
        actor = new { user_id = string.Create(CultureInfo.InvariantCulture, $"user-{user:D11}") },
        attrs = new { score = (user * 7_919L % 100_000) + 1 },
    };

    private static object Config(object timeframe) => new
    {
        timeframe,
        scoring = new { rules = new[] { new { event_type = "match.completed", points_expression = "attrs.score" } } },
        ranking = new { size = (int?)null },
    };

    private static string Text(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
