using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Phoenix.Http.Tests.Replay;

/// <summary>Stands in for a node's bulk endpoint: remembers ids as the log would; misbehaves as asked.</summary>
internal sealed class StubNode : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;
    private int _inFlight;

    private StubNode(WebApplication app) => _app = app;

    /// <summary>Gets the request's number from 1 and its ids; what it returns replaces the usual answer.</summary>
    public Func<int, IReadOnlyList<string>, IResult?> Misbehave { get; set; } = (_, _) => null;

    /// <summary>Awaited before each answer.</summary>
    public Func<Task> BeforeAnswer { get; set; } = () => Task.CompletedTask;

    public ConcurrentDictionary<string, int> Accepted { get; } = new();

    public ConcurrentBag<string?> Authorizations { get; } = [];

    public int InFlightMax { get; private set; }

    public int Requests => _requests;

    public string Url { get; private set; } = "";

    public static async Task<StubNode> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var stub = new StubNode(app);
        app.MapPost("/v1/events/bulk", stub.AnswerAsync);
        await app.StartAsync();
        var server = app.Services.GetRequiredService<IServer>();
        stub.Url = server.Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return stub;
    }

    private async Task<IResult> AnswerAsync(HttpRequest request)
    {
        var number = Interlocked.Increment(ref _requests);
        lock (_app) InFlightMax = Math.Max(InFlightMax, ++_inFlight);
        try
        {
            Authorizations.Add(request.Headers.Authorization);
            using var body = await JsonDocument.ParseAsync(request.Body);
            var ids = body.RootElement.GetProperty("events").EnumerateArray()
                .Select(e => e.GetProperty("event_id").GetString()!).ToList();
            await BeforeAnswer();
            return Misbehave(number, ids) ?? Results.Json(
                new { results = ids.Select(ResultOf).ToList() }, statusCode: StatusCodes.Status202Accepted);
        }
        finally
        {
            lock (_app) _inFlight--;
        }
    }

    private object ResultOf(string id, int index)
    {
        const string Reason = "Validation failed: event_type cannot be empty";
        if (id.StartsWith("bad", StringComparison.Ordinal))
            return new { index, event_id = id, status = "failed", error = Reason };
        var duplicate = Accepted.AddOrUpdate(id, 1, (_, times) => times + 1) > 1;
        return new { index, event_id = id, status = "accepted", duplicate };
    }

    public static IResult Error(int status, string code, string message) =>
        Results.Json(new { error = new { code, message, status } }, statusCode: status);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
