using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Phoenix.Http.Tests.CommandLine;

/// <summary>Stands in for a node's admin gateway: notes what it is asked and answers as the test says.</summary>
internal sealed class StubGateway : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubGateway(WebApplication app) => _app = app;

    /// <summary>Gets the request's line (<c>GET /path?query</c>) and gives status and body.</summary>
    public Func<string, (int Status, string Body)> Answer { get; set; } = _ => (200, "{}");

    /// <summary>Each request: its line, and its body behind a blank where it has one.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public ConcurrentQueue<string> Authorizations { get; } = [];

    public string Url => _app.Urls.Single();

    public static async Task<StubGateway> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var stub = new StubGateway(app);
        app.Run(stub.HandleAsync);
        await app.StartAsync();
        return stub;
    }

    private async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        var line = $"{request.Method} {request.Path}{request.QueryString}";
        Asked.Enqueue($"{line} {body}".TrimEnd());
        Authorizations.Enqueue(request.Headers.Authorization.ToString());
        var (status, answer) = Answer(line);
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(answer);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
