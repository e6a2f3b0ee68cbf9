using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Phoenix.Http.Admin;
using Phoenix.Http.Hosting;
using Phoenix.Http.Ops;
using Phoenix.Http.Query;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ops;
using Phoenix.TestSupport.OpenApi;

namespace Phoenix.Http.Tests.OpenApi;

/// <summary>
/// What an engine that sheds, fails or limits comes to at every operation that asks it: the answers that no running
/// node gives when it is told to.
/// </summary>
public sealed class RefusedAnswersSpecs
{
    private static readonly ApiContract Contract =
        ApiContract.Parse(RepositoryFiles.Read("docs", "openapi.v1.json"));

    [Theory]
    [InlineData(ErrorCode.RateLimited, 429)]
    [InlineData(ErrorCode.InternalError, 500)]
    [InlineData(ErrorCode.Unavailable, 503)]
    public async Task Are_as_the_document_says(ErrorCode code, int status)
    {
        await using var host = await StartAsync();
        host.Engine.Answer = _ => new Refusal(code, "Not now.", code == ErrorCode.InternalError ? 0 : 7);
        var (faults, silent) = (new List<string>(), new List<string>());
        foreach (var operation in Contract.Operations.Where(operation => operation.Statuses.Contains(status)))
        {
            host.Engine.Asked.Clear();
            using var response = await host.Client.SendAsync(RequestOf(host, operation));
            if (host.Engine.Asked.IsEmpty)
            {
                silent.Add(operation.Key);
                continue;
            }
            var body = await response.Content.ReadAsStringAsync();
            var media = response.Content.Headers.ContentType?.MediaType;
            if ((int)response.StatusCode != status) faults.Add($"{operation.Key}: {(int)response.StatusCode} {body}");
            faults.AddRange(Contract.FaultsOf(operation, (int)response.StatusCode, media, body));
            var isTold = response.Headers.RetryAfter?.ToString() == "7";
            if (isTold != (code != ErrorCode.InternalError)) faults.Add($"{operation.Key}: a wrong Retry-After");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        // The rest of its own is held by HealthApiSpecs.
        Assert.Equal(code == ErrorCode.Unavailable ? ["GET /ready"] : [], silent);
    }

    private static async Task<HttpTestHost> StartAsync()
    {
        var ops = new OpsOfEngine();
        var host = await HttpTestHost.StartAsync(
            services => services.AddSingleton<IOpsClient>(ops),
            app =>
            {
                app.MapStandingsApi();
                app.MapRanksApi();
                app.MapWindowsApi();
                app.MapTenantsApi();
                app.MapLeaderboardsApi();
                app.MapRebuildApi();
                app.MapDryRunApi();
                app.MapRecentEventsApi();
                app.MapOpsApi();
            },
            kestrel: true);
        ops.Engine = host.Engine;
        return host;
    }

    /// <summary>By the document's examples, with a credential that suffices.</summary>
    private static HttpRequestMessage RequestOf(HttpTestHost host, ApiOperation operation)
    {
        var call = new ApiCall(operation);
        call.SetEverywhere("tenant_id", HttpTestHost.Tenant);
        if (operation.Parameters.Any(parameter => parameter is { In: "query", Name: "tenant_id" }))
            call.Query["tenant_id"] = HttpTestHost.Tenant;
        if (operation.IsSigned)
            call.Headers["X-Timestamp"] = HttpTestHost.Start.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = call.ToRequest(operation.Caller switch
        {
            null or "operations" => null,
            "tenant" => host.Token(),
            _ => HttpTestHost.AdminKey,
        });
        if (!operation.IsSocket) return request;
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.Add(new ProductHeaderValue("websocket"));
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        return request;
    }

    private sealed class OpsOfEngine : IOpsClient
    {
        public FakeEngine Engine { get; set; } = null!;

        public ValueTask<object> AskAsync(IOpsQuery query, CancellationToken cancellation)
        {
            Engine.Asked.Enqueue(query);
            return new(Engine.Answer!(query)!);
        }
    }
}
