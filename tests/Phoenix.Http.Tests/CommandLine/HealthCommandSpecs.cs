using Phoenix.Http.CommandLine;

namespace Phoenix.Http.Tests.CommandLine;

public sealed class HealthCommandSpecs
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private Task<int> RunAsync(string? urls, params string[] args) =>
        HealthCommand.RunAsync(args, _output, _error, name => name == "Urls" ? urls : null);

    [Theory]
    [InlineData(200, 0)]
    [InlineData(503, 1)]
    public async Task Ends_as_the_node_says(int status, int code)
    {
        await using var node = await StubGateway.StartAsync();
        node.Answer = _ => (status, "{\"status\":\"…\"}");

        Assert.Equal(code, await RunAsync(node.Url));
        Assert.Equal(code, await RunAsync(null, "--live", "--url", node.Url));

        Assert.Equal(["GET /ready", "GET /health"], node.Asked);
    }

    [Fact]
    public async Task A_node_that_does_not_listen_is_not_healthy()
    {
        await using var node = await StubGateway.StartAsync();
        var url = node.Url;
        await node.DisposeAsync();

        Assert.Equal(1, await RunAsync(url));
        Assert.StartsWith("health: no answer", _error.ToString());
    }

    [Theory]
    [InlineData(null, "http://127.0.0.1:8080")]
    [InlineData("", "http://127.0.0.1:8080")]
    [InlineData("http://0.0.0.0:80", "http://127.0.0.1:80")]
    [InlineData("http://+:8081;https://+:8443", "http://127.0.0.1:8081")]
    [InlineData("http://[::]:8082", "http://127.0.0.1:8082")]
    [InlineData("https://10.1.2.3:8443", "https://10.1.2.3:8443")]
    public void Finds_the_node_where_it_listens(string? urls, string url) =>
        Assert.Equal(url, HealthCommand.ListeningUrl(urls));

    [Fact]
    public async Task Wrong_usage_is_named()
    {
        Assert.Equal(2, await RunAsync(null, "--loud"));
        Assert.Contains("unknown option '--loud'", _error.ToString());
    }
}
