using Microsoft.Extensions.Time.Testing;
using Phoenix.Http.CommandLine;

namespace Phoenix.Http.Tests.CommandLine;

public sealed class OpsCommandSpecs : IAsyncLifetime
{
    private const string NoBoards = """{"tenant_id":"acme","boards":[]}""";
    private const string Definition = """{"version":3,"config":{"x":1}}""";

    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Dictionary<string, string> _variables = new() { ["PHOENIX_API_KEY"] = "key-of-the-environment" };
    private StubGateway _node = null!;

    public async Task InitializeAsync() => _node = await StubGateway.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    private Task<int> RunAsync(params string[] args) => RunAsync(CancellationToken.None, args);

    private Task<int> RunAsync(CancellationToken cancellation, params string[] args) => OpsCommand.RunAsync(
        args, _output, _error, _variables.GetValueOrDefault, _time, cancellation);

    private Task<int> AskAsync(params string[] args) => RunAsync([.. args, "--url", _node.Url]);

    [Theory]
    [InlineData("GET /v1/ops/cluster", "cluster show")]
    [InlineData("POST /v1/ops/cluster/leave {\"address\":\"akka.tcp://phoenix@h:1\"}",
        "cluster leave -a akka.tcp://phoenix@h:1")]
    [InlineData("POST /v1/ops/cluster/down {\"address\":\"akka.tcp://phoenix@h:1\"}",
        "cluster down --address=akka.tcp://phoenix@h:1")]
    [InlineData("GET /v1/ops/sharding/regions", "sharding regions")]
    [InlineData("GET /v1/ops/sharding/shards?region=tenant", "sharding shards --region tenant")]
    [InlineData("GET /v1/ops/sharding/entities?region=tenant&shard=7&limit=5",
        "cluster-sharding list-entities -r tenant -s 7 --limit 5")]
    [InlineData("GET /v1/ops/tenants/acme", "tenant show acme")]
    [InlineData("GET /v1/ops/tenants/acme/boards/xp", "board show acme xp")]
    [InlineData("DELETE /v1/leaderboards/xp/rebuild?tenant_id=acme", "board rebuild acme xp --cancel")]
    [InlineData("GET /v1/leaderboards/xp/rebuild?tenant_id=acme", "board rebuild acme xp --status")]
    [InlineData("GET /v1/ops/tenants/acme/log?after=41&limit=2", "log tail acme --after 41 -n 2")]
    public async Task Each_verb_asks_for_what_it_names(string asked, string typed)
    {
        _node.Answer = line => (200, AnswerTo(line));

        Assert.Equal(0, await AskAsync(typed.Split(' ')));

        Assert.Equal(asked, Assert.Single(_node.Asked));
        Assert.Equal("Bearer key-of-the-environment", _node.Authorizations.Single());
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public async Task Shows_a_table_to_people_and_with_json_the_answer_as_it_came()
    {
        _node.Answer = line => (200, AnswerTo(line));

        await AskAsync("cluster", "show");
        Assert.Matches(
            @"address +roles +status +reachable +is\n.*@h:1 +gateway,engine +up +yes +self, leader\n"
            + ".*@h:2 +engine +down +no +oldest",
            _output.ToString());

        _output.GetStringBuilder().Clear();
        await AskAsync("cluster", "show", "--json");
        Assert.Equal(AnswerTo("GET /v1/ops/cluster"), _output.ToString().TrimEnd());
    }

    [Theory]
    [InlineData("there is no verb 'cluster dance'", "cluster dance")]
    [InlineData("there is no verb 'nothing'", "nothing")]
    [InlineData("TENANT is missing", "tenant show")]
    [InlineData("BOARD is missing", "board show acme")]
    [InlineData("'c' is one argument too many", "board show a b c")]
    [InlineData("--address is missing", "cluster leave")]
    [InlineData("unknown option '--speed'", "cluster show --speed")]
    [InlineData("--limit is '0', it must be a whole number from 1 to 1000", "sharding entities --limit 0")]
    [InlineData("--lines is 'x', it must be a whole number from 1 to 100", "log tail acme -n x")]
    [InlineData("--status and --cancel exclude each other", "board rebuild a b --status --cancel")]
    [InlineData("--from is for a rebuild that begins", "board rebuild a b --from 2025-01-01T00:00:00Z --cancel")]
    [InlineData("--url is 'h:1', it must be http://host:port", "cluster show --url h:1")]
    [InlineData("the API key holds characters that none has", "cluster show --api-key=ä")]
    public async Task Wrong_usage_is_named_and_sends_nothing(string fault, string typed)
    {
        Assert.Equal(2, await RunAsync(typed.Split(' ')));

        Assert.Contains(fault, _error.ToString());
        Assert.Contains("--help", _error.ToString());
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task Says_how_to_give_a_credential_where_there_is_none()
    {
        _variables.Clear();
        _variables["Phoenix__Storage__Directory"] = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        Assert.Equal(2, await AskAsync("cluster", "show"));

        Assert.Contains("give --api-key KEY or set PHOENIX_API_KEY", _error.ToString());
        Assert.Empty(_node.Asked);
    }

    [Fact]
    public async Task Tells_a_refusal_with_status_code_and_message()
    {
        _node.Answer = _ => (404, """{"error":{"code":"NOT_FOUND","message":"no such member","status":404}}""");

        Assert.Equal(1, await AskAsync("cluster", "leave", "-a", "akka.tcp://phoenix@h:9"));

        Assert.Equal("ops: 404 NOT_FOUND: no such member", _error.ToString().TrimEnd());
    }

    [Theory]
    [InlineData(200, "<html>")]
    [InlineData(502, "<html>")]
    public async Task Tells_an_answer_that_is_no_node_s(int status, string body)
    {
        _node.Answer = _ => (status, body);

        Assert.Equal(1, await AskAsync("cluster", "show"));

        Assert.Contains("is it a node of Phoenix?", _error.ToString());
    }

    [Fact]
    public async Task Tells_a_node_that_can_not_be_reached()
    {
        var url = _node.Url;
        await _node.DisposeAsync();

        Assert.Equal(1, await RunAsync("cluster", "show", "--url", url));

        Assert.Contains($"{url}/ can't be reached", _error.ToString());
    }

    [Fact]
    public async Task A_rebuild_asks_for_the_board_s_own_config_again_and_waits_for_the_end()
    {
        var states = new Queue<string>(["running", "done"]);
        _node.Answer = line => line.StartsWith("GET /v1/leaderboards/xp/rebuild", StringComparison.Ordinal)
            ? (200, $$"""{"state":"{{states.Dequeue()}}","scored":7}""") : (200, Definition);
        _time.AutoAdvanceAmount = TimeSpan.FromSeconds(2);

        var run = AskAsync("board", "rebuild", "acme", "xp", "--from", "2025-01-01T00:00:00Z", "--wait");
        while (!run.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(0, await run);
        Assert.Equal(
            [
                "GET /v1/leaderboards/xp/definition?tenant_id=acme",
                "PUT /v1/leaderboards/xp?tenant_id=acme "
                    + """{"config":{"x":1},"version":3,"backfill":"2025-01-01T00:00:00Z"}""",
                "GET /v1/leaderboards/xp/rebuild?tenant_id=acme",
                "GET /v1/leaderboards/xp/rebuild?tenant_id=acme",
            ],
            _node.Asked);
        Assert.Contains("done", _output.ToString());
    }

    [Theory]
    [InlineData("""{"state":"done","differences":0}""", 0)]
    [InlineData("""{"state":"done","differences":2}""", 1)]
    [InlineData("""{"state":"done","differences":[{"user_id":"u"}]}""", 1)]
    [InlineData("""{"state":"failed"}""", 1)]
    public async Task A_verification_that_finds_differences_ends_with_1(string rebuild, int code)
    {
        _node.Answer = _ => (200, rebuild);

        Assert.Equal(code, await AskAsync("board", "verify", "acme", "xp"));

        Assert.Equal("POST /v1/leaderboards/xp/verify?tenant_id=acme", _node.Asked.First());
    }

    [Fact]
    public async Task The_tail_begins_with_the_last_rows_and_follows_until_it_is_ended()
    {
        using var stopping = new CancellationTokenSource();
        _node.Answer = line =>
        {
            if (line.Contains("after=9&")) stopping.Cancel();
            return (200, line.Contains($"after={long.MaxValue}&")
                ? """{"rows":[],"head":"8"}"""
                : """{"rows":[{"position":"9","type":"time_advanced","accepted_at":"T"}],"head":"10"}""");
        };

        var code = await RunAsync(stopping.Token, "log", "tail", "acme", "-f", "-n", "3", "--url", _node.Url);

        Assert.Equal(0, code);
        Assert.Contains("after=5&limit=3", _node.Asked.ElementAt(1));
        Assert.Contains("9  T  time_advanced", _output.ToString());
    }

    [Fact]
    public async Task Help_shows_every_verb_and_of_each_its_options()
    {
        Assert.Equal(0, await RunAsync("--help"));
        Assert.All(OpsCommand.All, verb => Assert.Contains($"  {verb.Name}", _output.ToString()));
        Assert.Equal(2, await RunAsync());

        foreach (var verb in OpsCommand.All)
        {
            _output.GetStringBuilder().Clear();
            Assert.Equal(0, await RunAsync([.. verb.Name.Split(' '), "--help"]));
            Assert.Contains(verb.Summary, _output.ToString());
            Assert.All(verb.AllOptions, option => Assert.Contains(option.Name, _output.ToString()));
        }
    }

    private static string AnswerTo(string line) => line switch
    {
        "GET /v1/ops/cluster" =>
            """
            {"self":"akka.tcp://phoenix@h:1","leader":"akka.tcp://phoenix@h:1","oldest":"akka.tcp://phoenix@h:2",
            """
            + """
            "members":[{"address":"akka.tcp://phoenix@h:1","roles":["gateway","engine"],"status":"up","reachable":true},
            """
            + """
            {"address":"akka.tcp://phoenix@h:2","roles":["engine"],"status":"down","reachable":false}]}
            """,
        "GET /v1/ops/sharding/regions" => """{"regions":[],"silent":[]}""",
        _ when line.Contains("/sharding/shards") => """{"shards":[],"silent":["akka.tcp://phoenix@h:2"]}""",
        _ when line.Contains("/sharding/entities") => """{"entities":[],"truncated":false,"silent":[]}""",
        _ when line.EndsWith("/boards/xp", StringComparison.Ordinal) => """{"leaderboard_id":"xp","windows":[]}""",
        "GET /v1/ops/tenants/acme" => NoBoards,
        _ when line.Contains("/log?") => """{"rows":[],"head":"41"}""",
        _ => """{"state":"none"}""",
    };
}
