using System.Globalization;
using System.Text.Json.Nodes;
using Phoenix.TestSupport.Nodes;
using Phoenix.TestSupport.OpenApi;

namespace Phoenix.System.Tests.OpenApi;

/// <summary>
/// Calls a running node by its own OpenAPI document, holds every answer to it, and notes what was seen.
/// </summary>
internal sealed class ApiTour(HttpClient http, ApiContract contract)
{
    public const string Tenant = "demo";

    private readonly List<string> _faults = [];
    private readonly HashSet<(string Key, int Status)> _seen = [];

    public ApiContract Contract => contract;

    /// <summary>The signing secret of <see cref="Tenant"/>, as soon as an answer has told it.</summary>
    public string Secret { get; set; } = "";

    /// <summary>What no answer may hold: all that was not as the document says.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public bool HasSeen(ApiOperation operation, int status) => _seen.Contains((operation.Key, status));

    public static async Task<ApiTour> BeginAsync(NodeProcess node)
    {
        await FirstWrite.AwaitAsync(node);
        return new ApiTour(node.Http, ApiContract.Parse(await node.Http.GetStringAsync("/openapi/v1.json")));
    }

    /// <summary>The credential that an operation asks for; null: none.</summary>
    public static string? CredentialOf(ApiOperation operation) => operation.Caller switch
    {
        null or "operations" => null,
        "tenant" => TestCredentials.TokenOf(Tenant),
        _ => TestCredentials.AdminKey,
    };

    /// <summary>A call by the document's examples, of today, with the tenant named where the platform must.</summary>
    public static ApiCall CallOf(ApiOperation operation)
    {
        var call = new ApiCall(operation);
        if (operation.Caller is "admin" && call.Body is null && operation.Parameters.Any(p => p.Name == "tenant_id"))
            call.Query["tenant_id"] = Tenant;
        call.SetEverywhere("occurred_at", TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        return call;
    }

    /// <summary>Sends it with the operation's credential and expects this status.</summary>
    public Task<JsonNode?> SendAsync(ApiCall call, int status) =>
        SendAsync(call, CredentialOf(call.Operation), status);

    /// <summary>Sends it with a bearer token, or none, and expects this status.</summary>
    public async Task<JsonNode?> SendAsync(
        ApiCall call, string? bearer, int status, Action<HttpRequestMessage>? change = null)
    {
        var operation = call.Operation;
        if (operation.IsSigned && call.Headers.GetValueOrDefault("X-Signature") is not "") call.Sign(Secret);
        using var request = call.ToRequest(bearer);
        change?.Invoke(request);
        using var response = await http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        var answered = (int)response.StatusCode;
        _seen.Add((operation.Key, answered));
        if (answered != status) _faults.Add($"{operation.Key} answered {answered}, not {status}: {body}");
        _faults.AddRange(contract.FaultsOf(
            operation, answered, response.Content.Headers.ContentType?.MediaType, body));
        CheckHeaders(operation, answered, response);
        if (answered == 200 && response.Headers.ETag is { } tag && operation.Statuses.Contains(304) && change is null)
            await SendAsync(call, bearer, 304, again => again.Headers.IfNoneMatch.Add(tag));
        return body.StartsWith('{') ? JsonNode.Parse(body) : null;
    }

    /// <summary>Sends it until it answers so: what it shows comes about behind the requests.</summary>
    public async Task SendUntilAsync(ApiCall call, int status)
    {
        await Condition.BecomesTrueAsync(
            async () =>
            {
                using var request = call.ToRequest(CredentialOf(call.Operation));
                using var response = await http.SendAsync(request);
                return (int)response.StatusCode == status;
            },
            () => $"{call.Operation.Key} did not become {status}");
        await SendAsync(call, status);
    }

    private void CheckHeaders(ApiOperation operation, int status, HttpResponseMessage response)
    {
        var described = contract.Resolve(operation.Json["responses"]![$"{status}"])?["headers"] as JsonObject ?? [];
        _faults.AddRange(described.Where(header => !response.Headers.Contains(header.Key))
            .Select(header => $"{operation.Key} {status} has no {header.Key}"));
    }
}
