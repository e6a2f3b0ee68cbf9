using System.Net;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Nodes;

public sealed class NodeLifecycleSpecs : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    private NodeSettings Settings(string? name = null, string value = "") => new()
    {
        DataDirectory = _data.Path,
        Variables = name is null ? new Dictionary<string, string>() : new() { [name] = value },
    };

    [Fact]
    public async Task Becomes_ready_and_ends_with_0_on_SIGTERM()
    {
        await using var node = await NodeProcess.StartReadyAsync(Settings());
        Assert.Equal("{\"status\":\"ok\"}", await node.Http.GetStringAsync("/health"));
        Assert.Equal("{\"status\":\"ready\"}", await node.Http.GetStringAsync("/ready"));
        Assert.Equal(0, await node.TerminateAsync());
    }

    [Fact]
    public async Task Starts_again_on_what_it_left()
    {
        var settings = Settings();
        string position;
        await using (var first = await NodeProcess.StartReadyAsync(settings))
        {
            position = await new NodeApi(first.Http, "demo").MarkPositionAsync();
            Assert.Equal(0, await first.TerminateAsync());
        }

        await using var second = await NodeProcess.StartReadyAsync(settings);
        var board = await new NodeApi(second.Http, "demo").ReadBoardAsync("goals-all-time", position);
        Assert.Equal(0, board.Total);
    }

    [Theory]
    [InlineData("Phoenix__Storage__Provider", "Oracle", "Phoenix:Storage:Provider")]
    [InlineData("Phoenix__Cluster__Port", "70000", "Phoenix:Cluster:Port")]
    [InlineData("Phoenix__Ingestion__DedupeWindowSeconds", "0", "Phoenix:Ingestion:DedupeWindowSeconds")]
    [InlineData("Phoenix__Auth__GamerTokens__SigningKey", "c2hvcnQ=", "Phoenix:Auth:GamerTokens:SigningKey")]
    public async Task Wrong_configuration_ends_it_with_2_and_one_line_that_names_the_key(
        string variable, string value, string key)
    {
        await using var node = NodeProcess.Start(Settings(variable, value));
        Assert.Equal(2, await node.WaitForExitAsync());
        Assert.Contains(key, Assert.Single(node.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public async Task The_one_line_stands_alone_where_there_would_be_something_to_warn_of()
    {
        var settings = Settings() with
        {
            Environment = "Production",
            Variables = new Dictionary<string, string>
            {
                ["Phoenix__Auth__GamerTokens__SigningKey"] = "", ["Phoenix__Limits__Boards"] = "none",
            },
        };
        await using var node = NodeProcess.Start(settings);

        Assert.Equal(2, await node.WaitForExitAsync());
        Assert.Equal(
            "phoenix: Phoenix:Limits:Boards is 'none': must be a whole number from 1 to 100000.", node.Log.TrimEnd());
    }

    [Fact]
    public async Task A_key_that_nothing_reads_is_warned_of_and_no_other_is()
    {
        await using var node = await NodeProcess.StartReadyAsync(Settings("Phoenix__Limits__EventPerSecond", "5"));
        await node.TerminateAsync();

        var warnings = node.Log.Split('\n').Where(line => line.Contains("nothing reads it", StringComparison.Ordinal));
        Assert.Contains(
            "Phoenix:Limits:EventPerSecond is set and nothing reads it: did you mean Phoenix:Limits:EventsPerSecond?",
            Assert.Single(warnings));
    }

    [Fact]
    public async Task An_unknown_path_and_a_missing_token_get_the_envelope()
    {
        await using var node = await NodeProcess.StartReadyAsync(Settings());
        using var unknown = await node.Http.GetAsync("/v1/nothing");
        Assert.Contains("\"error\"", await unknown.Content.ReadAsStringAsync());
        using var anonymous = await node.Http.PostAsync("/v1/events", new StringContent("{}"));
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
        Assert.Contains("\"UNAUTHORIZED\"", await anonymous.Content.ReadAsStringAsync());
    }
}
