using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Contract;

/// <summary>One node in Production with what the rows need: tenants acme, other and asleep (suspended), boards and
/// scores of acme.</summary>
public sealed class ContractNode : IAsyncLifetime
{
    public const string Origin = "https://game.example";
    public const int BoardsMax = 9;
    public const int EventsPerSecond = 95;

    private static readonly TimeSpan CupEnd = TimeSpan.FromSeconds(1);
    private const int CupGraceSeconds = 7;

    /// <summary>Users whose ids need care in a path; each has 10 points, in this order.</summary>
    public static readonly string[] Users = ["ann", "a/b", "a%2Fb", "a b", "a+b", ".", "..", "日\"本"];

    private readonly DataFolder _data = new();
    private NodeProcess _node = null!;

    public int Port => _node.Url.Port;

    /// <summary>Signs requests for gamer tokens of acme.</summary>
    public string SigningSecret { get; private set; } = "";

    public string SuspendedSecret { get; private set; } = "";

    /// <summary>The window of the board cup, which is closed: <c>$cup</c> is its key, <c>$end</c> its end.</summary>
    private string _cup = "";
    private string _cupEnd = "";

    /// <summary>Puts what only this node knows into a row's text.</summary>
    public string Fill(string text) => text.Replace("$cup", _cup, StringComparison.Ordinal)
        .Replace("$end", _cupEnd, StringComparison.Ordinal);

    public async Task InitializeAsync()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ContractCredentials.HashedKey)));
        _node = await NodeProcess.StartReadyAsync(new NodeSettings
        {
            DataDirectory = _data.Path,
            Environment = "Production",
            Variables = new Dictionary<string, string>
            {
                ["Phoenix__Admin__ApiKeys__1"] = $"sha256:{hash}",
                ["Phoenix__Http__AllowedOrigins__0"] = Origin,
                ["Phoenix__Limits__Boards"] = $"{BoardsMax}",
                ["Phoenix__Limits__EventsPerSecond"] = $"{EventsPerSecond}",
            },
        });
        SigningSecret = await CreateTenantAsync("acme");
        await CreateTenantAsync("other");
        SuspendedSecret = await CreateTenantAsync("asleep");
        await AdministerAsync(HttpMethod.Patch, "/v1/tenants/asleep", new { status = "suspended" });
        await CreateBoardsAsync();
        await ScoreAsync();
        await PlayCupAsync();
    }

    public async Task DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
        _data.Dispose();
    }

    private async Task<string> CreateTenantAsync(string tenant)
    {
        var created = await AdministerAsync(HttpMethod.Post, "/v1/tenants", new { tenant_id = tenant, name = tenant });
        return created.GetProperty("signing_secret").GetString()!;
    }

    /// <summary><c>xp</c> for reading, <c>old</c> archived, <c>shelf</c> and <c>last</c> for changing.</summary>
    private async Task CreateBoardsAsync()
    {
        foreach (var board in new[] { "xp", "old", "shelf", "last" })
        {
            await AdministerAsync(HttpMethod.Post, "/v1/leaderboards", new
            {
                tenant_id = "acme",
                leaderboard_id = board,
                config = new
                {
                    timeframe = new { type = "all_time" },
                    scoring = new { rules = new[] { new { event_type = "match", points_expression = "attrs.score" } } },
                    ranking = new { min_score = 1 },
                },
            });
        }
        await AdministerAsync(HttpMethod.Delete, "/v1/leaderboards/old?tenant_id=acme", null);
    }

    private async Task ScoreAsync()
    {
        var api = new NodeApi(_node.Http, "acme");
        var scores = Users.Select(user => (User: user, Score: 10)).Append((User: "low", Score: 0));
        var accepted = await api.SendBulkAsync(scores.Select((score, i) => (object)new
        {
            event_id = $"seed-{i}",
            type = "match",
            actor = new { user_id = score.User },
            occurred_at = $"2025-11-18T12:34:0{i}Z",
            attrs = new { score = score.Score },
        }));
        await api.ReadBoardAsync("xp", accepted.Position!);
    }

    /// <summary>A board with one window, which closes before the first row is sent.</summary>
    private async Task PlayCupAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var start = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        (_cup, _cupEnd) = (Text(start), Text(start + CupEnd));
        await AdministerAsync(HttpMethod.Post, "/v1/leaderboards", new
        {
            tenant_id = "acme",
            leaderboard_id = "cup",
            config = new
            {
                timeframe = new { type = "custom", start = _cup, end = _cupEnd, grace_seconds = CupGraceSeconds },
                scoring = new { rules = new[] { new { event_type = "cup", points_expression = "attrs.score" } } },
            },
        });
        await new NodeApi(_node.Http, "acme").SendBulkAsync(new[] { "ann", "a/b" }.Select((user, i) => (object)new
        {
            event_id = $"cup-{i}",
            type = "cup",
            actor = new { user_id = user },
            occurred_at = _cup,
            attrs = new { score = 2 - i },
        }));
        await Condition.BecomesTrueAsync(
            async () =>
            {
                var snapshots = await RawHttp.SendAsync(
                    Port, "GET", "/v1/snapshots/cup", [ContractCredentials.HeaderOf(Credential.Token)!.Value], null);
                return snapshots.Body.Contains(_cupEnd, StringComparison.Ordinal);
            },
            () => "The cup's window never closed.");
    }

    private static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private async Task<JsonElement> AdministerAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = JsonContent.Create(body);
        request.Headers.Add("X-API-Key", TestCredentials.AdminKey);
        using var response = await _node.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
