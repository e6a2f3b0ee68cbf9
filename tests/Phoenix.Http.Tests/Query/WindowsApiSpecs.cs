using System.Net;
using System.Text.Json;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Tests.Query;

public class WindowsApiSpecs : IClassFixture<GatewayHost>
{
    private const string Caller = "tenant:acme";
    private const long NowUs = 1_763_469_297_120_000;
    private const long TimeUs = 1_763_942_400_000_000;

    private static readonly TenantId Tenant = new("acme");
    private static readonly LeaderboardId Board = new("xp-weekly");

    private readonly GatewayHost _host;

    public WindowsApiSpecs(GatewayHost host)
    {
        _host = host;
        _host.Engine.Reset();
        _host.Engine.Reply = message => message switch
        {
            GetWindows => new WindowsReply(
                [
                    new WindowSummary("2025-W47", TimeUs - 604_800_000_000, TimeUs, WindowStatus.Closing, 7),
                    new WindowSummary("all", null, null, WindowStatus.Open, 0),
                ],
                TimeUs - 604_800_000_000),
            GetSnapshots => new SnapshotsReply([new SnapshotSummary(TimeUs, "2025-W47", 7, 2)]),
            GetSnapshot q => new SnapshotReply(
                q.TimeUs, 2, new StandingsPage(
                    Board, new WindowView("2025-W47", null, q.TimeUs, WindowStatus.Closed, null),
                    [new StandingsEntry(1, 1, "u", 1_500_000, 3, NowUs)], 7, q.Limit, q.Offset, 43, 44, NowUs)),
            GetSnapshotEntry q => new SnapshotEntryReply(
                Board, q.TimeUs, 2, "2025-W47", new StandingsEntry(3, 4, q.UserId, -500_000, 2, NowUs), 7, 44),
            _ => null,
        };
    }

    [Fact]
    public async Task Lists_windows_and_goes_on_behind_the_cursor()
    {
        const string path = "/v1/leaderboards/xp-weekly/windows";
        using var response = await _host.SendAsync(Caller, "GET", path + "?limit=2&min_position=5");
        Assert.Equal(
            """
            {"windows":[{"window_key":"2025-W47","start":"2025-11-17T00:00:00Z","end":"2025-11-24T00:00:00Z",
            "status":"closing","total":7},{"window_key":"all","start":null,"end":null,"status":"open","total":0}],
            "next_cursor":"MTc2MzMzNzYwMDAwMDAwMA"}
            """.Replace("\n", "", StringComparison.Ordinal), await response.Content.ReadAsStringAsync());
        Assert.Equal(
            new GetWindows(Tenant, Board, new StandingsScope(null, NowUs, 5), 2, null),
            _host.Engine.Single<GetWindows>());

        _host.Engine.Reset();
        _host.Engine.Reply = _ => new WindowsReply([], null);
        var last = await _host.SendAsync(Caller, "GET", path + "?cursor=MTc2MzMzNzYwMDAwMDAwMA").JsonAsync(200);
        Assert.Equal(JsonValueKind.Null, last.GetProperty("next_cursor").ValueKind);
        Assert.Equal(
            new GetWindows(Tenant, Board, new StandingsScope(null, NowUs, 0), 100, TimeUs - 604_800_000_000),
            _host.Engine.Single<GetWindows>());
    }

    [Theory]
    [InlineData("", -62_135_596_800_000_000, 253_402_300_799_999_999)]
    [InlineData("?from=2025-11-24T00:00:00Z", TimeUs, 253_402_300_799_999_999)]
    [InlineData("?to=2025-11-24T01:00:00%2B01:00", -62_135_596_800_000_000, TimeUs)]
    [InlineData("?to=2025-11-24T01:00:00+01:00", -62_135_596_800_000_000, TimeUs)]
    public async Task Lists_snapshots_from_time_to_time(string query, long from, long to)
    {
        var list = await _host.SendAsync(Caller, "GET", "/v1/snapshots/xp-weekly" + query).JsonAsync(200);
        Assert.Equal(
            """[{"snapshot_time":"2025-11-24T00:00:00Z","window_key":"2025-W47","total":7,"revision":2}]""",
            list.GetProperty("snapshots").GetRawText());
        Assert.Equal(
            new GetSnapshots(Tenant, Board, new StandingsScope(null, NowUs, 0), from, to, 100),
            _host.Engine.Single<GetSnapshots>());
    }

    [Theory]
    [InlineData("2025-11-24T00:00:00Z")]
    [InlineData("2025-11-24T00%3A00%3A00.000Z")]
    [InlineData("2025-11-24T05:30:00+05:30")]
    [InlineData("2025-11-24T05:30:00%2B05:30")]
    [InlineData("2025-11-23t19:00:00-05:00")]
    public async Task Shows_a_snapshot_by_any_spelling_of_its_time(string time)
    {
        using var response = await _host.SendAsync(
            Caller, "GET", $"/v1/snapshots/xp-weekly/{time}?limit=5&offset=2");
        Assert.Equal(
            """
            {"snapshot_time":"2025-11-24T00:00:00Z","revision":2,"leaderboard_id":"xp-weekly","window_key":"2025-W47",
            "window":{"start":null,"end":"2025-11-24T00:00:00Z","status":"closed","previous_key":null},
            "entries":[{"rank":1,"place":1,"user_id":"u","score":1.5,"event_count":3,
            "updated_at":"2025-11-18T12:34:57.120Z"}],"total":7,"limit":5,"offset":2,"sequence":43,"position":"44",
            "as_of":"2025-11-18T12:34:57.120Z"}
            """.Replace("\n", "", StringComparison.Ordinal), await response.Content.ReadAsStringAsync());
        Assert.Equal("W/\"2025-W47.43.snapshot.2\"", response.Headers.ETag!.ToString());
        Assert.Equal(
            new GetSnapshot(Tenant, Board, new StandingsScope(null, NowUs, 0), TimeUs, 2, 5),
            _host.Engine.Single<GetSnapshot>());
    }

    [Theory]
    [InlineData("u%2F1", "u/1")]
    [InlineData("u%252F1", "u%2F1")]
    public async Task Shows_one_users_entry_in_a_snapshot(string segment, string user)
    {
        var entry = await _host.SendAsync(
            Caller, "GET", $"/v1/snapshots/xp-weekly/2025-11-24T00:00:00Z/user/{segment}").JsonAsync(200);
        Assert.Equal(
            $$$"""
            {"leaderboard_id":"xp-weekly","snapshot_time":"2025-11-24T00:00:00Z","revision":2,"window_key":"2025-W47",
            "rank":3,"place":4,"user_id":"{{{user}}}","score":-0.5,"event_count":2,
            "updated_at":"2025-11-18T12:34:57.120Z","total":7,"position":"44"}
            """.Replace("\n", "", StringComparison.Ordinal), entry.GetRawText());
        Assert.Equal(
            new GetSnapshotEntry(Tenant, Board, new StandingsScope(null, NowUs, 0), TimeUs, user),
            _host.Engine.Single<GetSnapshotEntry>());
    }

    [Theory]
    [InlineData("leaderboards/xp/windows?limit=0", "limit must be a whole number from 1 to 1000")]
    [InlineData("leaderboards/xp/windows?cursor=!", "cursor must be the next_cursor of a list")]
    [InlineData("leaderboards/xp/windows?cursor=YWJj", "cursor must be the next_cursor of a list")]
    [InlineData("leaderboards/xp/windows?min_position=x", "min_position must be a position")]
    [InlineData("snapshots/xp?from=yesterday", "from must be a time as RFC 3339 writes it")]
    [InlineData("snapshots/xp?to=2025-11-24T00:00:00", "to must be a time as RFC 3339 writes it")]
    [InlineData("snapshots/xp?limit=1001", "limit must be a whole number from 1 to 1000")]
    [InlineData("snapshots/xp/2025-11-24T00:00:00Z?offset=-1", "offset must be a whole number")]
    [InlineData("snapshots/xp/2025-11-24T00:00:00Z/user/%FF", "user_id must be percent-encoded UTF-8")]
    public async Task Refuses_bad_parameters_by_name(string path, string says)
    {
        var error = await _host.SendAsync(Caller, "GET", "/v1/" + path).RefusedAsync(400, "VALIDATION_ERROR", says);
        Assert.Equal(says.Split(' ')[0], error.GetProperty("details")[0].GetProperty("field").GetString());
        Assert.Empty(_host.Engine.Asked);
    }

    [Theory]
    [InlineData("snapshots/xp/2025-W47")]
    [InlineData("snapshots/xp/2025-11-24T00:00:00")]
    [InlineData("snapshots/xp/noon/user/u")]
    [InlineData("snapshots/no.such/2025-11-24T00:00:00Z")]
    public async Task Knows_no_snapshot_of_what_is_no_time_and_no_leaderboard(string path)
    {
        await _host.SendAsync(Caller, "GET", "/v1/" + path).RefusedAsync(404, "NOT_FOUND", "There is no");
        Assert.Empty(_host.Engine.Asked);
    }

    [Theory]
    [InlineData("leaderboards/xp/windows")]
    [InlineData("snapshots/xp")]
    [InlineData("snapshots/xp/2025-11-24T00:00:00Z")]
    [InlineData("snapshots/xp/2025-11-24T00:00:00Z/user/u")]
    public async Task Is_for_tokens_of_a_tenant_and_passes_refusals_on(string path)
    {
        await _host.SendAsync("", "GET", "/v1/" + path).RefusedAsync(401, "UNAUTHORIZED", "");
        await _host.SendAsync("key", "GET", "/v1/" + path).RefusedAsync(403, "FORBIDDEN", "no tenant of its own");
        _host.Engine.Reply = _ => new Refusal(ErrorCode.NotFound, "there is no such thing");
        await _host.SendAsync(Caller, "GET", "/v1/" + path).RefusedAsync(404, "NOT_FOUND", "no such thing");
    }

    [Fact]
    public async Task Answers_not_modified_while_the_snapshot_is_the_same()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/v1/snapshots/xp-weekly/2025-11-24T00:00:00Z");
        request.Headers.Add("X-Caller", Caller);
        request.Headers.Add("If-None-Match", "W/\"2025-W47.43.snapshot.2\"");
        using var response = await _host.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
    }
}
