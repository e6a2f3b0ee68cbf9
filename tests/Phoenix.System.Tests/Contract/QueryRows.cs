using static Phoenix.System.Tests.Contract.ContractRow;
using static Phoenix.System.Tests.Contract.Credential;

namespace Phoenix.System.Tests.Contract;

/// <summary>§5: standings.</summary>
internal static class QueryRows
{
    private const string Xp = "/v1/leaderboards/xp";
    private const string NotFound = "NOT_FOUND";
    private const string Invalid = "VALIDATION_ERROR";
    private static readonly string[] Kinds = ["user", "rank", "score"];

    public static IReadOnlyList<ContractRow> All { get; } =
    [
        .. Pages(), .. Parameters(), .. Windows(), .. Ids(), .. Ranks(), .. Tags(),
    ];

    private static IEnumerable<ContractRow> Pages()
    {
        yield return Done("GET", Xp, Token, 200, OneLine("""
            {"leaderboard_id":"xp","window_key":"all",
            "window":{"start":null,"end":null,"status":"open","previous_key":null},"entries":[
            {"rank":1,"place":1,"user_id":"ann","score":10,"event_count":1,"updated_at":"2025-11-18T12:34:00Z"},
            {"rank":1,"place":2,"user_id":"a/b","score":10,
            """));
        yield return Done("GET", Xp, Token, 200, "],\"total\":8,\"limit\":100,\"offset\":0,\"sequence\":");
        yield return Done("GET", Xp + "?limit=1&offset=2", Token, 200, "\"entries\":[{\"rank\":1,\"place\":3,");
        yield return Done("GET", Xp + "?offset=2147483647", Token, 200, "\"entries\":[],\"total\":8,");
        yield return Done("GET", Xp + "?min_position=1&unknown=1", Token, 200, "\"position\":\"");
        yield return Done("GET", "/v1/leaderboards/old", Token, 200, "\"entries\":[],\"total\":0,");
        yield return Refused("GET", Xp + "/user/..x?limit=1", Token, 404, NotFound, "not ranked");
        yield return Done("GET", Xp + "/user/a%20b?limit=3", Token, 200, "\"place\":3,");
        yield return Done("GET", Xp + "/user/ann?limit=3", Token, 200, "\"place\":3,");
        yield return Done("GET", Xp + "/rank/ann", Token, 200, OneLine("""
            {"leaderboard_id":"xp","window_key":"all","user_id":"ann","rank":1,"place":1,"score":10,
            "total":8,"position":"
            """));
        yield return Done(
            "GET", Xp + "/score/low", Token, 200, "\"rank\":null,\"place\":null,\"score\":0,\"total\":8,");
        yield return Refused("GET", Xp + "/rank/low", Token, 404, NotFound, "not ranked");
        foreach (var board in new[] { "none", "a%20b", "a%2Fb", "%ff", new string('x', 65) })
        {
            yield return Refused("GET", $"/v1/leaderboards/{board}", Token, 404, NotFound, "");
            yield return Refused("GET", $"/v1/leaderboards/{board}/rank/ann", Token, 404, NotFound, "");
        }
    }

    private static IEnumerable<ContractRow> Parameters()
    {
        foreach (var limit in new[] { "0", "1001", "-1", "1.5", "ten", "", "01", "+1", "99999999999" })
        {
            yield return Refused("GET", $"{Xp}?limit={limit}", Token, 400, Invalid, "limit must be a whole number");
            yield return Refused(
                "GET", $"{Xp}/user/ann?limit={limit}", Token, 400, Invalid, "limit must be a whole number");
        }
        foreach (var offset in new[] { "-1", "x", "", "2147483648" })
            yield return Refused("GET", $"{Xp}?offset={offset}", Token, 400, Invalid, "offset must be a whole number");
        foreach (var position in new[] { "x", "-1", "", "1.5", "99999999999999999999" })
        {
            yield return Refused("GET", $"{Xp}?min_position={position}", Token, 400, Invalid, "min_position must be");
            foreach (var kind in Kinds)
            {
                yield return Refused(
                    "GET", $"{Xp}/{kind}/ann?min_position={position}", Token, 400, Invalid, "min_position must be");
            }
        }
        yield return Refused("GET", Xp + "?limit=1&limit=1", Token, 400, Invalid, "limit may be given once");
        yield return Refused("GET", Xp + "?min_position=999999999", Token, 503, "UNAVAILABLE", "not applied");
    }

    private static IEnumerable<ContractRow> Windows()
    {
        string[] unknown =
            ["2020-01-01", "nonsense", "2025-10-26T02+01:00", "%ff", "a%00", new string('x', 65)];
        foreach (var key in unknown)
        {
            yield return Refused("GET", $"{Xp}?window_key={key}", Token, 404, NotFound, "window");
            foreach (var kind in Kinds)
                yield return Refused("GET", $"{Xp}/{kind}/ann?window_key={key}", Token, 404, NotFound, "window");
        }
        foreach (var key in new[] { "all", "current", "" })
            yield return Done("GET", $"{Xp}?window_key={key}", Token, 200, "\"window_key\":\"all\"");
    }

    private static IEnumerable<ContractRow> Ids()
    {
        (string Path, string User)[] ids =
        [
            ("a%2Fb", "a/b"), ("a%2fb", "a/b"), ("a%252Fb", "a%2Fb"), ("a%20b", "a b"), ("a+b", "a+b"),
            ("%61nn", "ann"), ("%E6%97%A5%22%E6%9C%AC", "日\\\"本"),
        ];
        foreach (var kind in Kinds)
        {
            foreach (var (path, user) in ids)
                yield return Done("GET", $"{Xp}/{kind}/{path}", Token, 200, $"\"user_id\":\"{user}\"");
            foreach (var path in new[] { "%FC", "%E6%97", "%", "%a", "%zz", "a%C0%AFb" })
                yield return Refused("GET", $"{Xp}/{kind}/{path}", Token, 400, Invalid, "user_id must be");
            foreach (var path in new[] { "nobody", "%7F", "a%C2%85", "%0A", new string('x', 129) })
                yield return Refused("GET", $"{Xp}/{kind}/{path}", Token, 404, NotFound, "not ranked");
        }
    }

    private static IEnumerable<ContractRow> Ranks()
    {
        const string Path = Xp + "/ranks";
        yield return Done("POST", Path, Token, 200, "\"not_found\":[\"nobody\",\"low\",\"\"],\"total\":8,", Users(
            "..", "nobody", "ann", "low", "", "ann"));
        yield return Done("POST", Path, Token, 200, "\"entries\":[{\"rank\":1,\"place\":1,\"user_id\":\"ann\",", Users(
            "..", "ann"));
        yield return Done("POST", Path, Token, 200, "\"place\":7,\"user_id\":\"..\",", Users("..", "ann"));
        yield return Done("POST", Path, Token, 200, "\"place\":6,\"user_id\":\".\",", Users("."));
        yield return Done("POST", Path + "?min_position=1", Token, 200, "\"entries\":[],", """{"user_ids":[]}""");
        yield return Done(
            "POST", Path, Token, 200, "\"window_key\":\"all\"", """{"user_ids":["ann"],"window_key":"current"}""");
        yield return Refused(
            "POST", Path, Token, 404, NotFound, "window", """{"user_ids":["ann"],"window_key":"2020-01-01"}""");
        yield return Refused("POST", "/v1/leaderboards/none/ranks", Token, 404, NotFound, "", Users("ann"));
        yield return Refused("POST", Path + "?min_position=x", Token, 400, Invalid, "min_position", Users("ann"));
        foreach (var ids in new[] { "null", "\"ann\"", "[7]", "{}" })
            yield return Refused("POST", Path, Token, 400, Invalid, "user_ids", $$"""{"user_ids":{{ids}}}""");
        foreach (var body in new[] { "{}", "[]", "", "{", """{"user_ids":[],"limit":1}""" })
            yield return Refused("POST", Path, Token, 400, Invalid, "", body);
        yield return Refused(
            "POST", Path, Token, 400, Invalid, "at most 100", Users([.. Enumerable.Repeat("ann", 101)]));
    }

    private static IEnumerable<ContractRow> Tags()
    {
        foreach (var path in new[] { Xp, Xp + "/user/ann" })
        {
            yield return Done("GET", path, Token, 304, "") with { Headers = [("If-None-Match", "*")] };
            yield return Done("GET", path, Token, 200, "entries") with
            {
                Headers = [("If-None-Match", "\"x\", W/\"y\"")],
            };
            yield return Done("GET", path, Token, 200, "entries") with
            {
                Headers = [("If-None-Match", "nonsense")], Answers = [("Cache-Control", "private, no-cache")],
            };
        }
        yield return Refused("GET", "/v1/leaderboards/none", Token, 404, NotFound, "") with
        {
            Headers = [("If-None-Match", "*")],
        };
    }

    private static string Users(params string[] users) =>
        $$"""{"user_ids":[{{string.Join(',', users.Select(user => $"\"{user}\""))}}]}""";
}
