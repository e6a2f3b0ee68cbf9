using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Phoenix.Http.Replay;

namespace Phoenix.Http.Tests.Replay;

/// <summary>The whole verb against a stand-in of the node.</summary>
public sealed class ReplayCommandSpecs : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("phoenix-replay-");
    private readonly CancellationTokenSource _stop = new();
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();
    private StubNode _node = null!;

    public async Task InitializeAsync() => _node = await StubNode.StartAsync();

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        _stop.Dispose();
        _folder.Delete(recursive: true);
    }

    private string FileOf(IEnumerable<string> lines, string name = "events.ndjson")
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllLines(path, lines);
        return path;
    }

    private string FileOfIds(params string[] ids) => FileOf(ids.Select(id => $"{{\"event_id\":\"{id}\"}}"));

    private string FileOfIds(int count) => FileOfIds([.. Enumerable.Range(0, count).Select(i => $"e{i}")]);

    private Task<int> Replay(params string[] args) => Replay(TimeProvider.System, args);

    private Task<int> Replay(TimeProvider time, params string[] args) => ReplayCommand.RunAsync(
        [.. args, "--url", _node.Url], _out, _error, false,
        name => name == "Phoenix__Storage__Directory" ? _folder.FullName : null, time, _stop);

    private string Figure(string name) => _out.ToString().Split('\n')
        .Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim().Split(' ')[0];

    [Fact]
    public async Task Sends_every_event_once_and_counts_the_duplicates_of_a_second_run()
    {
        var file = FileOfIds(250);
        Assert.Equal(0, await Replay(file, "--token", "t"));
        Assert.Equal(("250", "250", "0"), (Figure("read"), Figure("accepted"), Figure("duplicates")));
        Assert.Equal(250, _node.Accepted.Count);
        Assert.All(_node.Authorizations, header => Assert.Equal("Bearer t", header));

        _out.GetStringBuilder().Clear();
        Assert.Equal(0, await Replay(file, "--token", "t"));
        Assert.Equal(("250", "250"), (Figure("accepted"), Figure("duplicates")));
    }

    [Fact]
    public async Task Sends_the_sample_of_goals_whole()
    {
        var file = Path.Combine(SampleFolder(), "goalscorers.csv");
        Assert.Equal(0, await Replay(file, "--map", "goalscorers", "--token", "t"));
        Assert.Equal(
            ("47914", "44", "47870", "0", "0"),
            (Figure("read"), Figure("skipped"), Figure("accepted"), Figure("duplicates"), Figure("failed")));
        Assert.Equal(47_870, _node.Accepted.Count);
    }

    private static string SampleFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Phoenix.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "samples", "goalscorers");
    }

    [Fact]
    public async Task Names_the_first_reasons_of_failed_events_and_ends_with_1()
    {
        var bad = Enumerable.Range(0, 12).Select(i => $"{{\"event_id\":\"bad{i}\"}}");
        var file = FileOf([.. bad, "{", "{\"event_id\":\"ok\"}"]);
        Assert.Equal(1, await Replay(file, "--token", "t", "--concurrency", "1"));
        Assert.Equal(("13", "1"), (Figure("failed"), Figure("accepted")));
        Assert.Contains("  line 13: not JSON", _out.ToString());
        Assert.Contains("  line 1: Validation failed: event_type cannot be empty", _out.ToString());
        Assert.Contains("  … and 3 more", _out.ToString());
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task Sends_again_with_the_same_ids_after_a_passing_fault(int status)
    {
        _node.Misbehave = (number, _) => number == 1 ? StubNode.Error(status, "X", "busy") : null;
        Assert.Equal(0, await Replay(FileOfIds("a", "b"), "--token", "t"));
        Assert.Equal(("2", "1"), (Figure("accepted"), Figure("retries")));
        Assert.Equal(2, _node.Requests);
    }

    [Fact]
    public async Task Waits_as_long_as_Retry_After_says()
    {
        var time = new LongWaitsPassAtOnce();
        _node.Misbehave = (number, _) => number == 1 ? new RetryLater(30) : null;
        Assert.Equal(0, await Replay(time, FileOfIds("a"), "--token", "t"));
        Assert.Equal([TimeSpan.FromSeconds(30)], time.Waits);
        Assert.Equal(("1", "1"), (Figure("accepted"), Figure("retries")));
    }

    /// <summary>No other wait of a replay is as long as 25 s: what is, is what the server asked for.</summary>
    private sealed class LongWaitsPassAtOnce : TimeProvider
    {
        public ConcurrentQueue<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime < TimeSpan.FromSeconds(25)) return base.CreateTimer(callback, state, dueTime, period);
            Waits.Enqueue(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }

    private sealed class RetryLater(int seconds) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Gives_up_after_the_time_it_may_retry()
    {
        _node.Misbehave = (_, _) => StubNode.Error(503, "UNAVAILABLE", "starting");
        Assert.Equal(1, await Replay(FileOfIds("a", "b"), "--token", "t", "--retry-for", "0"));
        Assert.Contains("no success within 0 s; the last attempt: 503 UNAVAILABLE: starting", _error.ToString());
        Assert.Contains("2 events read have no answer", _error.ToString());
    }

    [Fact]
    public async Task Says_where_nobody_listens()
    {
        await _node.DisposeAsync();
        Assert.Equal(1, await Replay(FileOfIds("a"), "--token", "t", "--retry-for", "0"));
        Assert.Contains("refused", _error.ToString());
    }

    [Theory]
    [InlineData(401, "UNAUTHORIZED")]
    [InlineData(403, "FORBIDDEN")]
    public async Task Ends_at_once_where_trying_again_is_vain(int status, string code)
    {
        _node.Misbehave = (_, _) => StubNode.Error(status, code, "no");
        Assert.Equal(1, await Replay(FileOfIds(1_000), "--token", "t", "--concurrency", "1"));
        Assert.Equal(1, _node.Requests);
        Assert.Contains($"the node answered {status} {code}: no", _error.ToString());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    public async Task Isolates_the_event_for_which_a_whole_batch_is_refused(int status)
    {
        _node.Misbehave = (_, ids) => ids.Contains("e37") ? StubNode.Error(status, "X", "poison") : null;
        Assert.Equal(1, await Replay(FileOfIds(100), "--token", "t"));
        Assert.Equal(("99", "1"), (Figure("accepted"), Figure("failed")));
        Assert.Contains($"line 38: {status} X: poison", _out.ToString());
        Assert.DoesNotContain("e37", _node.Accepted.Keys);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"results\":[]}")]
    [InlineData("{\"results\":[{\"status\":\"failed\",\"index\":7,\"error\":\"x\"}]}")]
    [InlineData("<html>")]
    public async Task Ends_where_the_answer_is_not_that_of_a_node(string answer)
    {
        _node.Misbehave = (_, _) => Results.Text(answer, statusCode: 202);
        Assert.Equal(1, await Replay(FileOfIds("a"), "--token", "t"));
        Assert.Contains("ended early", _error.ToString());
        Assert.Equal("0", Figure("accepted"));
    }

    [Fact]
    public async Task Never_has_more_requests_in_flight_than_it_may()
    {
        var gate = new TaskCompletionSource();
        var waiting = 0;
        _node.BeforeAnswer = () =>
        {
            if (Interlocked.Increment(ref waiting) == 3) gate.SetResult();
            return gate.Task;
        };
        Assert.Equal(0, await Replay(FileOfIds(1_000), "--token", "t", "--batch", "10", "--concurrency", "3"));
        Assert.Equal(3, _node.InFlightMax);
        Assert.Equal(100, _node.Requests);
    }

    [Fact]
    public async Task Stopped_it_takes_the_answers_on_their_way_and_sums_up()
    {
        _node.BeforeAnswer = () => _stop.CancelAsync();
        Assert.Equal(1, await Replay(FileOfIds(1_000), "--token", "t", "--batch", "10", "--concurrency", "1"));
        Assert.Equal("10", Figure("accepted"));
        Assert.Equal(1, _node.Requests);
        Assert.Contains("ended early: stopped", _error.ToString());
    }

    [Fact]
    public async Task A_broken_line_ends_it_with_what_came_before_in_place()
    {
        var file = FileOf(["u,t", "a,2025-01-01", "\"b,2025-01-01"], "events.csv");
        Assert.Equal(1, await Replay(
            file, "--token", "t", "--type", "x", "--user", "u", "--time", "t", "--batch", "1"));
        Assert.Contains("line 3: a quoted field is never closed", _error.ToString());
        Assert.Equal("1", Figure("read"));
    }

    [Fact]
    public async Task Takes_the_development_token_of_the_data_folder()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "development.json"), """{"admin_key":"k","token":"dev"}""");
        Assert.Equal(0, await Replay(FileOfIds("a")));
        Assert.Equal("Bearer dev", Assert.Single(_node.Authorizations));
    }

    [Fact]
    public async Task Says_how_to_give_a_token_where_there_is_none()
    {
        Assert.Equal(2, await Replay(FileOfIds("a")));
        Assert.Contains("give --token JWT or set PHOENIX_TOKEN", _error.ToString());
        Assert.Equal(0, _node.Requests);
    }

    [Fact]
    public async Task A_dry_run_shows_the_first_event_and_sends_nothing()
    {
        Assert.Equal(0, await Replay(FileOfIds(250), "--dry-run"));
        Assert.Contains("line 1: {\"event_id\":\"e0\"}", _out.ToString());
        Assert.Contains("read 250, skipped 0, failed 0; would send 250 events in 3 requests", _out.ToString());
        Assert.Equal(0, _node.Requests);
    }

    [Fact]
    public async Task Wrong_usage_ends_with_2_and_one_line()
    {
        Assert.Equal(2, await Replay("events.xml"));
        Assert.Equal(2, await Replay(FileOf(["a,b", "1,2"], "x.csv"), "--map", "goalscorers", "--token", "t"));
        Assert.Contains("the file has no column 'date'; it has a, b", _error.ToString());
        Assert.Equal(2, _error.ToString().Count(c => c == '\n'));
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        Assert.Equal(0, await ReplayCommand.RunAsync(["--help"], _out, _error, CancellationToken.None));
        foreach (var option in (string[])["--url", "--token", "--format", "--map", "--type", "--user", "--time", "--id",
            "--concurrency", "--batch", "--limit", "--retry-for", "--dry-run"])
        {
            Assert.Contains(option, _out.ToString());
        }

        Assert.Empty(_error.ToString());
    }
}
