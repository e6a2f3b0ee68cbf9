using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Tests.Query;

public class RanksApiSpecs : IClassFixture<GatewayHost>
{
    private const string Caller = "tenant:acme";
    private const string Path = "/v1/leaderboards/xp/ranks";
    private const long NowUs = 1_763_469_297_120_000;

    private static readonly LeaderboardId Board = new("xp");

    private readonly GatewayHost _host;

    public RanksApiSpecs(GatewayHost host)
    {
        _host = host;
        _host.Engine.Reset();
        _host.Engine.Reply = message => message is GetRanks
            ? new RanksReply(Board, "all", [new StandingsEntry(2, 3, "a", 1_500_000, 4, NowUs)], 9, 43)
            : null;
    }

    [Fact]
    public async Task Shows_the_entries_and_who_has_none()
    {
        const string expected =
            """
            {"leaderboard_id":"xp","window_key":"all","entries":[{"rank":2,"place":3,"user_id":"a","score":1.5,
            "event_count":4,"updated_at":"2025-11-18T12:34:57.120Z"}],"not_found":["..","","b"],"total":9,
            "position":"43"}
            """;

        var shown = await _host.SendAsync(
            Caller, "POST", Path + "?min_position=42",
            """{"user_ids":["..","a","","b","a","b"],"window_key":"2025-10-26T02 01:00"}""").JsonAsync(200);

        Assert.Equal(expected.Replace("\n", "", StringComparison.Ordinal), shown.GetRawText());
        var asked = _host.Engine.Single<GetRanks>();
        Assert.Equal(new StandingsScope("2025-10-26T02+01:00", NowUs, 42), asked.Scope);
        // An id that no event can have is not asked for.
        Assert.Equal(["..", "a", "b", "a", "b"], asked.UserIds);
    }

    [Theory]
    [InlineData("{}", "user_ids is required")]
    [InlineData("""{"user_ids":"a"}""", "user_ids must be an array of at most 100 strings")]
    [InlineData("""{"user_ids":["a",1]}""", "user_ids must be an array of at most 100 strings")]
    [InlineData("""{"user_ids":[],"limit":1}""", "limit is not a known field")]
    [InlineData("""{"user_ids":[],"window_key":1}""", "window_key must be a string")]
    [InlineData("[]", "body must be an object")]
    [InlineData("{", "not valid JSON")]
    public async Task A_bad_body_is_refused(string body, string says) =>
        await _host.SendAsync(Caller, "POST", Path, body).RefusedAsync(400, "VALIDATION_ERROR", says);

    [Theory]
    [InlineData(100, 200)]
    [InlineData(101, 400)]
    [InlineData(0, 200)]
    public async Task Takes_a_hundred_users(int count, int status)
    {
        var ids = string.Join(',', Enumerable.Range(0, count).Select(i => $"\"u{i}\""));
        await _host.SendAsync(Caller, "POST", Path, $$"""{"user_ids":[{{ids}}]}""").JsonAsync(status);
    }

    [Theory]
    [InlineData("/v1/leaderboards/x%20y/ranks", "", 404, "NOT_FOUND", "no such leaderboard")]
    [InlineData(Path, ",\"window_key\":\"a b!\"", 404, "NOT_FOUND", "no such window")]
    [InlineData(Path + "?min_position=x", "", 400, "VALIDATION_ERROR", "min_position must be")]
    public async Task Refuses_as_the_other_queries_do(string path, string more, int status, string code, string says) =>
        await _host.SendAsync(Caller, "POST", path, $$"""{"user_ids":["a"]{{more}}}""")
            .RefusedAsync(status, code, says);

    [Fact]
    public async Task Passes_on_what_the_board_refuses()
    {
        _host.Engine.Reply = _ => Refusal.Unavailable("behind");
        await _host.SendAsync(Caller, "POST", Path, """{"user_ids":["a"]}""")
            .RefusedAsync(503, "UNAVAILABLE", "behind");
    }
}
