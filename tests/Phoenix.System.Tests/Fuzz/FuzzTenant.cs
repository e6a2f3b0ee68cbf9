using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Phoenix.TestSupport.Nodes;
using Phoenix.TestSupport.OpenApi;

namespace Phoenix.System.Tests.Fuzz;

/// <summary>The tenant that one worker's requests are about: whatever they do to it, it is put right again and
/// again.</summary>
internal sealed class FuzzTenant(HttpClient http, int worker, int seed)
{
    private const int RenewalsEach = 20;

    private int _renewals;
    private int _events;

    public string Tenant { get; private set; } = "";
    public string Board { get; private set; } = "";
    public string Secret { get; private set; } = "";
    public string Token { get; private set; } = "";
    public string AdminToken { get; private set; } = "";

    /// <summary>Another board, of another tenant every now and then; all of it must succeed.</summary>
    public async Task RenewAsync()
    {
        if (_renewals % RenewalsEach == 0) await CreateAsync();
        else await AdministerAsync(HttpMethod.Patch, $"/v1/tenants/{Tenant}", new { status = "active" }, 200);
        if (_renewals % RenewalsEach != 0)
            await AdministerAsync(HttpMethod.Delete, $"/v1/leaderboards/{Board}?tenant_id={Tenant}", null, 200);
        var secret = await AdministerAsync(HttpMethod.Post, $"/v1/tenants/{Tenant}/rotate-secret", null, 200);
        Secret = secret["signing_secret"]!.GetValue<string>();
        Board = $"b{++_renewals}";
        await AdministerAsync(
            HttpMethod.Post, "/v1/leaderboards",
            new { leaderboard_id = Board, tenant_id = Tenant, config = Config() }, 201);
    }

    /// <summary>A call by the document's examples about this tenant and its board, with a credential that
    /// suffices.</summary>
    public ApiCall CallOf(ApiOperation operation)
    {
        var call = new ApiCall(operation);
        foreach (var name in call.Path.Keys)
        {
            call.Path[name] = name switch { "id" => Board, "tenant_id" => Tenant, _ => call.Path[name] };
        }
        if (operation.Caller is "admin" && operation.Parameters.Any(p => p.Name == "tenant_id"))
            call.Query["tenant_id"] = Tenant;
        call.SetEverywhere("tenant_id", Tenant);
        if (operation.Id is "createLeaderboard" or "createTenant")
        {
            call.SetEverywhere("leaderboard_id", $"x{_events++}");
            call.SetEverywhere("tenant_id", operation.Id == "createTenant" ? $"{Tenant}-{_events}" : Tenant);
        }
        foreach (var item in Events(call.Body)) item["event_id"] = $"e{_events++}";
        call.SetEverywhere("occurred_at", TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        if (!operation.IsSigned) return call;
        call.Headers["X-Tenant-Id"] = Tenant;
        call.Sign(Secret);
        return call;
    }

    /// <summary>The credential that the operation asks for; null: none.</summary>
    public string? CredentialOf(ApiOperation operation, Random random) => operation.Caller switch
    {
        null or "operations" => null,
        "tenant" => Token,
        "admin" when random.Next(2) == 0 => AdminToken,
        _ => TestCredentials.AdminKey,
    };

    private async Task CreateAsync()
    {
        Tenant = $"fuzz-{seed}-{worker}-{_renewals}";
        Token = TestCredentials.TokenOf(Tenant);
        AdminToken = TestCredentials.TokenOf(Tenant, "phoenix.admin");
        await AdministerAsync(HttpMethod.Post, "/v1/tenants", new { tenant_id = Tenant, name = Tenant }, 201);
    }

    private static object Config() => new
    {
        timeframe = new { type = "hourly" },
        scoring = new { rules = new[] { new { event_type = "*", points_expression = "default(attrs.score, 1)" } } },
    };

    private static IEnumerable<JsonNode> Events(JsonNode? body) => body switch
    {
        JsonObject single when single.ContainsKey("event_id") => [single],
        JsonObject several when several["events"] is JsonArray events => events.Select(item => item!),
        _ => [],
    };

    private async Task<JsonNode> AdministerAsync(HttpMethod method, string path, object? body, int expected)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("X-API-Key", TestCredentials.AdminKey);
        if (body is not null) request.Content = JsonContent.Create(body);
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if ((int)response.StatusCode == expected) return JsonNode.Parse(text)!;
        throw new InvalidOperationException($"{method} {path} was answered {(int)response.StatusCode}: {text}");
    }
}
