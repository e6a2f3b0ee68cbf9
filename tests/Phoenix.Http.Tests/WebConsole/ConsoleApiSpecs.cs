using System.Net.Sockets;
using System.Text.RegularExpressions;
using Phoenix.Http.WebConsole;

namespace Phoenix.Http.Tests.WebConsole;

/// <summary>How the console is served; what it does is tested in a browser.</summary>
public sealed partial class ConsoleApiSpecs : IAsyncLifetime
{
    private HttpTestHost _host = null!;

    public async Task InitializeAsync() =>
        _host = await HttpTestHost.StartAsync(map: app => app.MapConsole(), kestrel: true);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    private Task<HttpAnswer> GetAsync(string path, string? etag = null, string method = "GET")
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (etag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        return _host.SendAsync(request);
    }

    [Theory]
    [InlineData("/console")]
    [InlineData("/console/")]
    [InlineData("/console/index.html")]
    public async Task Serves_the_page(string path)
    {
        var answer = await GetAsync(path);

        Assert.Equal(200, answer.Status);
        Assert.Equal("text/html; charset=utf-8", answer.Headers["Content-Type"]);
        Assert.Contains("<title>Phoenix</title>", answer.Text);
        Assert.NotEmpty(answer.Headers["X-Request-Id"]);
    }

    [Fact]
    public async Task Serves_everything_that_the_page_names()
    {
        var page = (await GetAsync("/console")).Text;
        var named = Reference().Matches(page).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(named);
        foreach (var path in named) Assert.Equal(200, (await GetAsync(path)).Status);
        Assert.Equal("text/javascript; charset=utf-8", (await GetAsync("/console/js/main.js")).Headers["Content-Type"]);
        Assert.Equal("text/css; charset=utf-8", (await GetAsync("/console/css/base.css")).Headers["Content-Type"]);
        Assert.Equal("image/svg+xml", (await GetAsync("/console/icon.svg")).Headers["Content-Type"]);
    }

    [Fact]
    public async Task Lets_nothing_inline_or_foreign_run()
    {
        var headers = (await GetAsync("/console/")).Headers;
        var host = _host.Address.Authority;

        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + $"connect-src 'self' ws://{host} wss://{host}; "
            + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
            headers["Content-Security-Policy"]);
        Assert.Equal("nosniff", headers["X-Content-Type-Options"]);
        Assert.Equal("no-referrer", headers["Referrer-Policy"]);
    }

    [Fact]
    public async Task Names_no_host_in_the_policy_that_could_change_it()
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(_host.Address.Host, _host.Address.Port);
        var stream = tcp.GetStream();
        await stream.WriteAsync("HEAD /console HTTP/1.1\r\nHost: a'b\r\nConnection: close\r\n\r\n"u8.ToArray());

        var answer = await new StreamReader(stream).ReadToEndAsync();

        Assert.DoesNotContain("a'b", answer);
        Assert.Matches("400 Bad Request|connect-src 'self';", answer);
    }

    [Fact]
    public async Task Is_asked_again_each_time_and_sent_only_when_it_changed()
    {
        var first = await GetAsync("/console/js/main.js");
        Assert.Equal("no-cache", first.Headers["Cache-Control"]);

        var second = await GetAsync("/console/js/main.js", first.Headers["ETag"]);

        Assert.Equal(304, second.Status);
        Assert.Equal("", second.Text);
        Assert.Equal(first.Headers["ETag"], second.Headers["ETag"]);
        Assert.Equal(200, (await GetAsync("/console/css/base.css", first.Headers["ETag"])).Status);
    }

    [Fact]
    public async Task Answers_HEAD_without_a_body()
    {
        var answer = await GetAsync("/console", method: "HEAD");

        Assert.Equal(200, answer.Status);
        Assert.Equal("", answer.Text);
    }

    [Theory]
    [InlineData("/console/nothing.js")]
    [InlineData("/console/js")]
    [InlineData("/console/../appsettings.json")]
    [InlineData("/console/..%2f..%2fappsettings.json")]
    [InlineData("/console/js/..%5c..%5c..%5cappsettings.json")]
    public async Task Serves_nothing_else(string path) =>
        (await GetAsync(path)).ShouldBeError(404, "NOT_FOUND");

    [Fact]
    public async Task Takes_no_other_method() =>
        (await GetAsync("/console", method: "POST")).ShouldBeError(405, "METHOD_NOT_ALLOWED");

    [GeneratedRegex("(?:src|href)=\"(/[^\"]+)\"")]
    private static partial Regex Reference();
}
