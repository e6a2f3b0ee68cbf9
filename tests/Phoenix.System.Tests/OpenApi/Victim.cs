using System.Globalization;
using System.Text.Json.Nodes;
using Phoenix.TestSupport.Nodes;
using Phoenix.TestSupport.OpenApi;

namespace Phoenix.System.Tests.OpenApi;

/// <summary>A tenant with a board, a user and standings, whose every id and name can be told in a text.</summary>
internal sealed class Victim
{
    private const string Tenant = "victim-tenant";
    private const string Board = "victim-board";
    private const string User = "victim-user";

    /// <summary>What an answer tells of the moment only.</summary>
    private static readonly string[] OfTheMoment = ["as_of", "created_at", "started_at", "lag_rows"];

    private readonly HttpClient _http;
    private readonly ApiContract _contract;
    private readonly Dictionary<string, string> _path;

    private Victim(HttpClient http, ApiContract contract, Dictionary<string, string> path) =>
        (_http, _contract, _path) = (http, contract, path);

    /// <summary>Texts that stand in what belongs to it, and nowhere else.</summary>
    public IReadOnlyList<string> Marks =>
        [Tenant, Board, User, "victim-name", "victim-description", "victim-event", "victim-attribute"];

    public static async Task<Victim> CreateAsync(NodeProcess node, ApiContract contract)
    {
        var api = new NodeApi(node.Http, Tenant);
        await api.CreateTenantAsync();
        // The day that ended two days ago takes its event still, and then closes: it is the victim's snapshot.
        var now = TimeProvider.System.GetUtcNow();
        var ended = new DateTimeOffset(now.UtcDateTime.Date.AddDays(-2), TimeSpan.Zero);
        var grace = now + EndedWindow.Rest - ended;
        await api.CreateBoardAsync(Board, new
        {
            timeframe = new { type = "daily", grace_seconds = (int)grace.TotalSeconds },
            scoring = new { rules = new[] { new { event_type = "*", points_expression = "attrs.score" } } },
        });
        foreach (var (id, at) in new[] { ("victim-event-1", ended.AddHours(-1)), ("victim-event-2", now) })
        {
            await api.SendAsync(new
            {
                event_id = id,
                type = "victim-event",
                actor = new { user_id = User },
                occurred_at = at,
                attrs = new { score = 7, secret = "victim-attribute" },
            });
        }
        var path = new Dictionary<string, string>
        {
            ["id"] = Board,
            ["tenant_id"] = Tenant,
            ["user_id"] = User,
            ["snapshot_time"] = ended.ToString("O", CultureInfo.InvariantCulture),
        };
        var victim = new Victim(node.Http, contract, path);
        await Condition.BecomesTrueAsync(
            async () => await api.TotalAsync(Board) == 1, () => "the victim's board has no standings");
        await EndedWindow.AwaitAsync(api, Board);
        return victim;
    }

    /// <summary>A call by the document's examples in which everything that can be named is the victim's.</summary>
    public ApiCall CallOf(ApiOperation operation)
    {
        var call = new ApiCall(operation);
        foreach (var name in call.Path.Keys)
        {
            call.Path[name] = _path.TryGetValue(name, out var value)
                ? value
                : throw new InvalidOperationException($"{operation.Key} needs a victim's {name}: give one here.");
        }
        (call.Body as JsonObject)?.Remove("tenant_id");
        if (operation.Id != "createLeaderboard") call.SetEverywhere("leaderboard_id", Board);
        call.SetEverywhere("user_id", User);
        call.SetEverywhere("user_ids", new JsonArray(User));
        call.SetEverywhere("occurred_at", TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        return call;
    }

    /// <summary>Names the victim as the tenant, where the operation takes it in the query.</summary>
    public bool NameInQuery(ApiCall call)
    {
        if (!call.Operation.Parameters.Any(parameter => parameter is { In: "query", Name: "tenant_id" })) return false;
        call.Query["tenant_id"] = Tenant;
        return true;
    }

    /// <summary>Names the victim as the tenant in the body, where there is one.</summary>
    public bool NameInBody(ApiCall call)
    {
        if (call.Body is not JsonObject body) return false;
        body["tenant_id"] = Tenant;
        return true;
    }

    /// <summary>
    /// What the victim itself sees of itself, by every operation that reads. It must see it: else nothing is proven.
    /// </summary>
    public async Task<Dictionary<string, string>> ShowAsync()
    {
        var shown = new Dictionary<string, string>();
        foreach (var operation in _contract.Operations.Where(
            operation => operation is { Method: "GET", IsSocket: false, Caller: "tenant" or "admin" }))
        {
            var call = CallOf(operation);
            using var request = call.ToRequest(TestCredentials.TokenOf(Tenant, "phoenix.admin"));
            using var response = await _http.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, $"{operation.Key}: {body}");
            shown[operation.Key] = WithoutTheMoment(JsonNode.Parse(body)!).ToJsonString();
        }
        return shown;
    }

    private static JsonNode WithoutTheMoment(JsonNode node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items.OfType<JsonNode>()) WithoutTheMoment(item);
        }
        if (node is not JsonObject fields) return node;
        foreach (var name in OfTheMoment) fields.Remove(name);
        foreach (var (_, field) in fields)
        {
            if (field is not null) WithoutTheMoment(field);
        }
        return node;
    }
}
