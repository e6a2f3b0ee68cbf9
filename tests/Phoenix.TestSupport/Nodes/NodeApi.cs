using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Phoenix.TestSupport.Nodes;

/// <summary>The public HTTP API as a client of one tenant uses it.</summary>
/// <param name="http">A client with the node as its base address.</param>
/// <param name="tenant">The tenant; the token is made with the tests' signing key.</param>
public sealed class NodeApi(HttpClient http, string tenant)
{
    private readonly string _authorization = $"Bearer {TestCredentials.TokenOf(tenant)}";

    /// <summary>Creates a tenant with the admin key.</summary>
    public async Task CreateTenantAsync()
    {
        using var _ = await AdministerAsync("/v1/tenants", new { tenant_id = tenant, name = tenant });
    }

    /// <summary>Creates a board with the admin key.</summary>
    public async Task CreateBoardAsync(string board, object config)
    {
        using var _ = await AdministerAsync(
            "/v1/leaderboards", new { leaderboard_id = board, tenant_id = tenant, name = board, config });
    }

    /// <summary>Sends one event; its position and whether it was a duplicate.</summary>
    /// <exception cref="HttpRequestException">Anything but a 202.</exception>
    public async Task<(string Position, bool Duplicate)> SendAsync(object ingestionEvent)
    {
        using var answer = await SendAsync(HttpMethod.Post, "/v1/events", ingestionEvent, HttpStatusCode.Accepted);
        var root = answer.RootElement;
        return (root.GetProperty("position").GetString()!, root.GetProperty("duplicate").GetBoolean());
    }

    /// <summary>Sends up to 100 events in one request.</summary>
    /// <exception cref="HttpRequestException">Anything but a 202.</exception>
    public async Task<BulkAnswer> SendBulkAsync(IEnumerable<object> events)
    {
        using var answer = await SendAsync(HttpMethod.Post, "/v1/events/bulk", new { events }, HttpStatusCode.Accepted);
        var results = answer.RootElement.GetProperty("results").EnumerateArray().Select(DuplicateOf);
        var position = answer.RootElement.TryGetProperty("position", out var p) ? p.GetString() : null;
        return new BulkAnswer(position, [.. results]);
    }

    /// <summary>Sends an event that no board scores, and so learns a position after all that was sent before.</summary>
    public async Task<string> MarkPositionAsync() => (await SendAsync(new
    {
        event_id = Guid.NewGuid().ToString("N"),
        type = "tests.mark",
        actor = new { user_id = "tests" },
        occurred_at = TimeProvider.System.GetUtcNow(),
        attrs = new { },
    })).Position;

    /// <summary>The number of ranked users, without waiting for anything.</summary>
    public async Task<long> TotalAsync(string board)
    {
        using var page = await SendAsync(HttpMethod.Get, $"/v1/leaderboards/{board}?limit=1", null, HttpStatusCode.OK);
        return page.RootElement.GetProperty("total").GetInt64();
    }

    /// <summary>The whole board, not before it has applied the log up to <paramref name="minPosition"/>.</summary>
    /// <exception cref="InvalidOperationException">The board changed while it was read.</exception>
    public async Task<BoardPages> ReadBoardAsync(string board, string minPosition)
    {
        var entries = new List<BoardEntry>();
        var (sequence, total) = ("", 0L);
        do
        {
            using var page = await PageAsync(board, entries.Count, minPosition);
            var root = page.RootElement;
            if (entries.Count > 0 && sequence != root.GetProperty("sequence").GetRawText())
                throw new InvalidOperationException($"{board} changed from sequence {sequence} while it was read.");
            sequence = root.GetProperty("sequence").GetRawText();
            total = root.GetProperty("total").GetInt64();
            var before = entries.Count;
            entries.AddRange(root.GetProperty("entries").EnumerateArray().Select(EntryOf));
            if (entries.Count == before) break;
        }
        while (entries.Count < total);
        return new BoardPages(sequence, total, entries);
    }

    /// <summary>What the path answers; null where there is no such thing (yet).</summary>
    public async Task<JsonDocument?> FindAsync(string path)
    {
        using var response = await RespondAsync(HttpMethod.Get, path, null);
        return response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.ServiceUnavailable
            ? null : await ReadAsync(response, HttpStatusCode.OK);
    }

    private async Task<JsonDocument> PageAsync(string board, int offset, string minPosition)
    {
        var position = Uri.EscapeDataString(minPosition);
        var path = $"/v1/leaderboards/{board}?limit=1000&offset={offset}&min_position={position}";
        JsonDocument? page = null;
        // A query waits 2 s for the position; a node that has just started may need longer and says 503 meanwhile.
        await Condition.BecomesTrueAsync(
            async () =>
            {
                using var response = await RespondAsync(HttpMethod.Get, path, null);
                if (response.StatusCode == HttpStatusCode.ServiceUnavailable) return false;
                page = await ReadAsync(response, HttpStatusCode.OK);
                return true;
            },
            () => $"{board} did not reach position {minPosition}");
        return page!;
    }

    private static bool? DuplicateOf(JsonElement result) =>
        result.GetProperty("status").GetString() == "accepted" ? result.GetProperty("duplicate").GetBoolean() : null;

    private static BoardEntry EntryOf(JsonElement entry) => new(
        entry.GetProperty("rank").GetInt64(), entry.GetProperty("place").GetInt64(),
        entry.GetProperty("user_id").GetString()!, entry.GetProperty("score").GetDecimal(),
        entry.GetProperty("event_count").GetInt64());

    private async Task<JsonDocument> AdministerAsync(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("X-API-Key", TestCredentials.AdminKey);
        using var response = await http.SendAsync(request);
        return await ReadAsync(response, HttpStatusCode.Created);
    }

    private async Task<JsonDocument> SendAsync(HttpMethod method, string path, object? body, HttpStatusCode expected)
    {
        using var response = await RespondAsync(method, path, body);
        return await ReadAsync(response, expected);
    }

    private async Task<HttpResponseMessage> RespondAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = JsonContent.Create(body);
        request.Headers.Add("Authorization", _authorization);
        return await http.SendAsync(request);
    }

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        var text = await response.Content.ReadAsStringAsync();
        if (response.StatusCode == expected) return JsonDocument.Parse(text);
        var path = response.RequestMessage!.RequestUri!.AbsolutePath;
        throw new HttpRequestException($"{path}: {(int)response.StatusCode} {text}", null, response.StatusCode);
    }
}
