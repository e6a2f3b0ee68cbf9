using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using Phoenix.Http.Query;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Tests.Query;

public class StandingsApiSpecs : IClassFixture<GatewayHost>
{
    private const string Caller = "tenant:acme";
    private const long NowUs = 1_763_469_297_120_000;

    private static readonly TenantId Tenant = new("acme");
    private static readonly LeaderboardId Board = new("xp-weekly");

    private readonly GatewayHost _host;

    public StandingsApiSpecs(GatewayHost host)
    {
        _host = host;
        _host.Engine.Reset();
        _host.Engine.Reply = message => message switch
        {
            GetStandings q => Page(q.Limit, q.Offset),
            GetStandingsAround q => Page(q.Limit, 0),
            GetRank q => new RankReply(Board, "all", q.UserId, 3, 4, 1_550_500_000, 1_250, 43),
            GetScore q => new RankReply(Board, "all", q.UserId, 0, 0, -1, 1_250, 43),
            _ => null,
        };
    }

    [Fact]
    public async Task Shows_a_page()
    {
        const string expected =
            """
            {"leaderboard_id":"xp-weekly","window_key":"2025-W47",
            "window":{"start":"2025-11-17T00:00:00Z","end":null,"status":"closing","previous_key":"2025-W46"},
            "entries":[{"rank":1,"place":1,"user_id":"user-123","score":1550,"event_count":3,
            "updated_at":"2025-11-18T12:34:57.000001Z"},
            {"rank":2,"place":2,"user_id":"日\"<é>","score":-0.5,"event_count":1,"updated_at":"1970-01-01T00:00:00Z"}],
            "total":1250,"limit":100,"offset":0,"sequence":43,"position":"44","as_of":"2025-11-18T12:34:57.120Z"}
            """;
        using var response = await _host.SendAsync(Caller, "GET", "/v1/leaderboards/xp-weekly");
        Assert.Equal(expected.Replace("\n", "", StringComparison.Ordinal), await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("W/\"2025-W47.43.closing\"", response.Headers.ETag!.ToString());
        Assert.Equal("no-cache, private", response.Headers.CacheControl!.ToString());
        Assert.Equal(
            new GetStandings(Tenant, Board, new StandingsScope(null, NowUs, 0), 0, 100),
            _host.Engine.Single<GetStandings>());
    }

    [Theory]
    [InlineData("", null, 0, 0, 100)]
    [InlineData("?limit=1000&offset=2147483647", null, 0, 2_147_483_647, 1_000)]
    [InlineData("?limit=1&offset=0&window_key=2025-W47&min_position=9223372036854775807",
        "2025-W47", long.MaxValue, 0, 1)]
    [InlineData("?window_key=current", "current", 0, 0, 100)]
    [InlineData("?window_key=", null, 0, 0, 100)]
    [InlineData("?window_key=2025-10-26T02+02:00", "2025-10-26T02+02:00", 0, 0, 100)]
    [InlineData("?window_key=2025-10-26T02%2B02%3A00", "2025-10-26T02+02:00", 0, 0, 100)]
    [InlineData("?window_key=2025-10-26T02%2002:00", "2025-10-26T02+02:00", 0, 0, 100)]
    [InlineData("?min_position=0&unknown=%FF&LIMIT=x&=", null, 0, 0, 100)]
    public async Task Reads_the_query_of_a_page(string query, string? key, long position, int offset, int limit)
    {
        var page = await _host.SendAsync(Caller, "GET", "/v1/leaderboards/xp-weekly" + query).JsonAsync(200);
        Assert.Equal(limit, page.GetProperty("limit").GetInt32());
        Assert.Equal(
            new GetStandings(Tenant, Board, new StandingsScope(key, NowUs, position), offset, limit),
            _host.Engine.Single<GetStandings>());
    }

    [Theory]
    [InlineData("", "limit=0", "limit must be a whole number from 1 to 1000")]
    [InlineData("", "limit=1001", "limit must be a whole number from 1 to 1000")]
    [InlineData("", "limit=", "limit must be a whole number")]
    [InlineData("", "limit=+5", "limit must be a whole number")]
    [InlineData("", "limit=-5", "limit must be a whole number")]
    [InlineData("", "limit=5.0", "limit must be a whole number")]
    [InlineData("", "limit=%D9%A5", "limit must be a whole number")]
    [InlineData("", "limit=99999999999999999999", "limit must be a whole number")]
    [InlineData("", "limit=1&limit=2", "limit may be given once")]
    [InlineData("", "offset=-1", "offset must be a whole number from 0 to 2147483647")]
    [InlineData("", "offset=2147483648", "offset must be a whole number from 0 to 2147483647")]
    [InlineData("", "min_position=x", "min_position must be a position")]
    [InlineData("", "min_position=", "min_position must be a position")]
    [InlineData("", "min_position=-1", "min_position must be a position")]
    [InlineData("", "min_position=042", "min_position must be a position")]
    [InlineData("", "min_position=9223372036854775808", "min_position must be a position")]
    [InlineData("/user/u", "limit=0", "limit must be a whole number from 1 to 1000")]
    [InlineData("/user/u", "min_position=x", "min_position must be a position")]
    [InlineData("/rank/u", "min_position=x", "min_position must be a position")]
    [InlineData("/score/u", "min_position=x", "min_position must be a position")]
    public async Task Refuses_bad_parameters_by_name(string path, string query, string says)
    {
        var error = await _host.SendAsync(Caller, "GET", $"/v1/leaderboards/xp-weekly{path}?{query}")
            .RefusedAsync(400, "VALIDATION_ERROR", says);
        Assert.Equal(says.Split(' ')[0], error.GetProperty("details")[0].GetProperty("field").GetString());
        Assert.Empty(_host.Engine.Asked);
    }

    [Fact]
    public async Task Names_every_bad_parameter()
    {
        var error = await _host.SendAsync(Caller, "GET", "/v1/leaderboards/xp-weekly?limit=x&offset=x&min_position=x")
            .RefusedAsync(400, "VALIDATION_ERROR", "offset");
        Assert.Equal(3, error.GetProperty("details").GetArrayLength());
    }

    [Theory]
    [InlineData("/v1/leaderboards/no.such")]
    [InlineData("/v1/leaderboards/a%20b")]
    [InlineData("/v1/leaderboards/a%2Fb/rank/u")]
    [InlineData("/v1/leaderboards/%C3%A9/user/u")]
    [InlineData("/v1/leaderboards/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/score/u")]
    [InlineData("/v1/leaderboards/xp-weekly?window_key=%00")]
    [InlineData("/v1/leaderboards/xp-weekly?window_key=%FF")]
    [InlineData("/v1/leaderboards/xp-weekly?window_key=a/b")]
    [InlineData("/v1/leaderboards/xp?window_key=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("/v1/leaderboards/xp-weekly/rank/a%07b")]
    public async Task Knows_that_what_can_not_be_is_not_there(string path)
    {
        await _host.SendAsync(Caller, "GET", path).RefusedAsync(404, "NOT_FOUND", "");
        Assert.Empty(_host.Engine.Asked);
    }

    [Fact]
    public async Task Asks_for_the_page_around_a_user()
    {
        var page = await _host.SendAsync(Caller, "GET", "/v1/leaderboards/xp-weekly/user/u%201?window_key=all")
            .JsonAsync(200);
        Assert.Equal(2, page.GetProperty("entries").GetArrayLength());
        Assert.Equal(
            new GetStandingsAround(Tenant, Board, new StandingsScope("all", NowUs, 0), "u 1", 11),
            _host.Engine.Single<GetStandingsAround>());
    }

    [Fact]
    public async Task Shows_a_rank()
    {
        using var response = await _host.SendAsync(Caller, "GET", "/v1/leaderboards/xp-weekly/rank/u1?min_position=43");
        Assert.Equal(
            """{"leaderboard_id":"xp-weekly","window_key":"all","user_id":"u1","rank":3,"place":4,"score":1550.5,"""
            + "\"total\":1250,\"position\":\"43\"}",
            await response.Content.ReadAsStringAsync());
        Assert.Equal(
            new GetRank(Tenant, Board, new StandingsScope(null, NowUs, 43), "u1"), _host.Engine.Single<GetRank>());
    }

    [Fact]
    public async Task Shows_a_score_without_a_rank()
    {
        var reply = await _host.SendAsync(Caller, "GET", "/v1/leaderboards/xp-weekly/score/u1").JsonAsync(200);
        Assert.Equal(JsonValueKind.Null, reply.GetProperty("rank").ValueKind);
        Assert.Equal(JsonValueKind.Null, reply.GetProperty("place").ValueKind);
        Assert.Equal("-0.000001", reply.GetProperty("score").GetRawText());
    }

    [Theory]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("%E6%97%A5", "日")]
    [InlineData("a+b", "a+b")]
    [InlineData("x/../a%2Fb", "a/b")]
    [InlineData("a?window_key=all", "a")]
    [InlineData("a/", "a")]
    [InlineData("%61..", "a..")]
    public async Task Decodes_the_user_once_from_the_raw_target(string segment, string expected)
    {
        foreach (var kind in (string[])["user", "rank", "score"])
        {
            var response = await _host.SendRawAsync(Caller, $"/v1/leaderboards/xp-weekly/{kind}/{segment}");
            Assert.StartsWith("HTTP/1.1 200", response, StringComparison.Ordinal);
        }
        Assert.Equal(expected, _host.Engine.Single<GetStandingsAround>().UserId);
        Assert.Equal(expected, _host.Engine.Single<GetRank>().UserId);
        Assert.Equal(expected, _host.Engine.Single<GetScore>().UserId);
    }

    [Theory]
    [InlineData("%FF", 400)]
    [InlineData("%C3%28", 400)]
    [InlineData("%", 400)]
    [InlineData("a%zz", 400)]
    [InlineData("..", 200)]
    [InlineData("b/..", 404)]
    [InlineData("b/c/%2E%2E", 404)]
    [InlineData("b/%2E", 404)]
    [InlineData("b/c", 404)]
    public async Task Never_takes_another_user_for_a_malformed_one(string segment, int status)
    {
        var response = await _host.SendRawAsync(Caller, $"/v1/leaderboards/xp-weekly/rank/{segment}");
        Assert.StartsWith($"HTTP/1.1 {status}", response, StringComparison.Ordinal);
        Assert.DoesNotContain(_host.Engine.Asked, asked => asked is GetRank);
        if (status == 400) Assert.Contains("user_id must be percent-encoded UTF-8", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_a_user_of_128_code_points_and_none_longer()
    {
        var longest = string.Concat(Enumerable.Repeat("%F0%9F%98%80", 128));
        await _host.SendAsync(Caller, "GET", $"/v1/leaderboards/xp-weekly/rank/{longest}").JsonAsync(200);
        await _host.SendAsync(Caller, "GET", $"/v1/leaderboards/xp-weekly/rank/{longest}a")
            .RefusedAsync(404, "NOT_FOUND", "not ranked");
        Assert.Equal(256, _host.Engine.Single<GetRank>().UserId.Length);
    }

    [Theory]
    [InlineData("W/\"2025-W47.43.closing\"", 304)]
    [InlineData("\"other\", \"2025-W47.43.closing\"", 304)]
    [InlineData("*", 304)]
    [InlineData("W/\"2025-W47.42.closing\"", 200)]
    public async Task Says_when_nothing_has_changed(string ifNoneMatch, int status)
    {
        foreach (var path in (string[])["", "/user/u"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/leaderboards/xp-weekly" + path);
            request.Headers.Add("X-Caller", Caller);
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
            using var response = await _host.Client.SendAsync(request);
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal("W/\"2025-W47.43.closing\"", response.Headers.ETag!.ToString());
            Assert.Equal(status == 304, (await response.Content.ReadAsByteArrayAsync()).Length == 0);
        }
    }

    [Theory]
    [InlineData("", 401, "UNAUTHORIZED")]
    [InlineData("key", 403, "FORBIDDEN")]
    public async Task Answers_tokens_of_a_tenant_only(string caller, int status, string code)
    {
        foreach (var path in (string[])["", "/user/u", "/rank/u", "/score/u"])
        {
            await _host.SendAsync(caller, "GET", $"/v1/leaderboards/xp-weekly{path}?tenant_id=acme")
                .RefusedAsync(status, code, "");
        }
        Assert.Empty(_host.Engine.Asked);
    }

    [Theory]
    [InlineData("tenant:beta")]
    [InlineData("admin:beta")]
    [InlineData("platform:beta")]
    public async Task Asks_for_the_caller_s_own_tenant_whatever_the_query_says(string caller)
    {
        await _host.SendAsync(caller, "GET", "/v1/leaderboards/xp-weekly?tenant_id=acme").JsonAsync(200);
        Assert.Equal(new TenantId("beta"), _host.Engine.Single<GetStandings>().TenantId);
    }

    [Theory]
    [InlineData(ErrorCode.NotFound, 404, "NOT_FOUND")]
    [InlineData(ErrorCode.Forbidden, 403, "FORBIDDEN")]
    [InlineData(ErrorCode.Unavailable, 503, "UNAVAILABLE")]
    [InlineData(ErrorCode.InternalError, 500, "INTERNAL_ERROR")]
    public async Task Passes_the_engine_s_refusals_on(ErrorCode code, int status, string name)
    {
        _host.Engine.Reply = _ => new Refusal(code, "Because.", code == ErrorCode.Unavailable ? 2 : 0);
        foreach (var path in (string[])["", "/user/u", "/rank/u", "/score/u"])
        {
            var pending = _host.SendAsync(Caller, "GET", "/v1/leaderboards/xp-weekly" + path);
            await pending.RefusedAsync(status, name, "Because.");
            var retryAfter = (await pending).Headers.RetryAfter?.ToString();
            Assert.Equal(code == ErrorCode.Unavailable ? "2" : null, retryAfter);
        }
    }

    [Fact]
    public void Writes_entries_without_allocating()
    {
        var few = Measure(Page(100, 0));
        var many = Measure(Page(100, 0) with
        {
            Entries = [.. Enumerable.Range(1, 1_000)
                .Select(i => new StandingsEntry(i, i, "user", i * 12_345L, 3, NowUs))],
        });
        Assert.Equal(few, many);
    }

    private static long Measure(StandingsPage page)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 20);
        using var json = new Utf8JsonWriter(buffer);
        StandingsJson.WritePage(json, page);
        json.Flush();
        buffer.ResetWrittenCount();
        json.Reset(buffer);
        var before = GC.GetAllocatedBytesForCurrentThread();
        StandingsJson.WritePage(json, page);
        json.Flush();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static StandingsPage Page(int limit, long offset) => new(
        Board,
        new WindowView("2025-W47", 1_763_337_600_000_000, null, WindowStatus.Closing, "2025-W46"),
        [
            new StandingsEntry(1, 1, "user-123", 1_550_000_000, 3, 1_763_469_297_000_001),
            new StandingsEntry(2, 2, "日\"<é>", -500_000, 1, 0),
        ],
        1_250, limit, offset, 43, 44, NowUs + 999);
}
