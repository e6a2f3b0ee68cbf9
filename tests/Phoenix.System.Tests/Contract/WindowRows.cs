using static Phoenix.System.Tests.Contract.ContractRow;
using static Phoenix.System.Tests.Contract.Credential;

namespace Phoenix.System.Tests.Contract;

/// <summary>§5: windows and snapshots, and queries of a window that is closed.</summary>
internal static class WindowRows
{
    private const string NotFound = "NOT_FOUND";
    private const string Invalid = "VALIDATION_ERROR";
    private const string Cup = "/v1/leaderboards/cup";
    private const string Snapshots = "/v1/snapshots/cup";

    private const string Ann =
        "\"rank\":1,\"place\":1,\"user_id\":\"ann\",\"score\":2,\"event_count\":1,\"updated_at\":\"$cup\"";

    public static IReadOnlyList<ContractRow> All { get; } = [.. Windows(), .. Lists(), .. Pages(), .. Closed()];

    private static IEnumerable<ContractRow> Windows()
    {
        yield return Done("GET", Cup + "/windows", Token, 200, OneLine("""
            {"windows":[{"window_key":"$cup","start":"$cup","end":"$end","status":"closed","total":2}],
            "next_cursor":null}
            """));
        yield return Done("GET", "/v1/leaderboards/xp/windows?limit=1000&min_position=1", Token, 200, OneLine("""
            {"windows":[{"window_key":"all","start":null,"end":null,"status":"open","total":8}],"next_cursor":null}
            """));
        yield return Done("GET", "/v1/leaderboards/old/windows", Token, 200, """{"windows":[],"next_cursor":null}""");
        foreach (var query in new[] { "limit=0", "limit=1001", "cursor=x", "min_position=x" })
            yield return Refused("GET", $"{Cup}/windows?{query}", Token, 400, Invalid, query[..5]);
        yield return Refused("GET", "/v1/leaderboards/none/windows", Token, 404, NotFound, "");
        yield return Refused("GET", Cup + "/windows", SuspendedToken, 403, "FORBIDDEN", "suspended");
    }

    private static IEnumerable<ContractRow> Lists()
    {
        const string One =
            "{\"snapshots\":[{\"snapshot_time\":\"$end\",\"window_key\":\"$cup\",\"total\":2,\"revision\":1}]}";
        foreach (var query in new[] { "", "?from=$end&to=$end", "?from=2025-01-01T00:00:00+01:00&limit=1" })
            yield return Done("GET", Snapshots + query, Token, 200, One);
        yield return Done("GET", Snapshots + "?from=2999-01-01T00:00:00Z", Token, 200, """{"snapshots":[]}""");
        yield return Done("GET", "/v1/snapshots/xp", Token, 200, """{"snapshots":[]}""");
        foreach (var query in new[] { "from=x", "to=2025-11-18", "limit=0", "limit=x", "min_position=x" })
            yield return Refused("GET", $"{Snapshots}?{query}", Token, 400, Invalid, query[..2]);
        foreach (var board in new[] { "none", "a%20b" })
            yield return Refused("GET", $"/v1/snapshots/{board}", Token, 404, NotFound, "");
        yield return Refused("GET", Snapshots, SuspendedToken, 403, "FORBIDDEN", "suspended");
    }

    private static IEnumerable<ContractRow> Pages()
    {
        const string Page = Snapshots + "/$end";
        yield return Done("GET", Page, Token, 200, "\"snapshot_time\":\"$end\",\"revision\":1,");
        yield return Done("GET", Page, Token, 200, "\"entries\":[{" + Ann + "},");
        yield return Done("GET", Page + "?limit=1&offset=1", Token, 200, "\"entries\":[{\"rank\":2,\"place\":2,");
        yield return Done("GET", Page + "?offset=2", Token, 200, "\"entries\":[],\"total\":2,");
        yield return Done("GET", Page, Token, 304, "") with { Headers = [("If-None-Match", "*")] };
        yield return Done("GET", Page + "/user/ann", Token, 200, Ann);
        yield return Done("GET", Page + "/user/a%2Fb", Token, 200, "\"rank\":2,\"place\":2,\"user_id\":\"a/b\"");
        yield return Refused("GET", Page + "/user/nobody", Token, 404, NotFound, "not ranked");
        yield return Refused("GET", Page + "/user/%FC", Token, 400, Invalid, "user_id must be");
        foreach (var query in new[] { "limit=0", "offset=-1", "min_position=x" })
            yield return Refused("GET", $"{Page}?{query}", Token, 400, Invalid, query[..5]);
        foreach (var time in new[] { "2020-01-01T00:00:00Z", "2020-01-01", "nonsense", "$cup" })
        {
            yield return Refused("GET", $"{Snapshots}/{time}", Token, 404, NotFound, "");
            yield return Refused("GET", $"{Snapshots}/{time}/user/ann", Token, 404, NotFound, "");
        }
    }

    private static IEnumerable<ContractRow> Closed()
    {
        yield return Done(
            "GET", Cup, Token, 200, """{"start":"$cup","end":"$end","status":"closed","previous_key":null}""");
        yield return Done("GET", Cup + "?window_key=$cup", Token, 200, "\"entries\":[{" + Ann + "},");
        yield return Done("GET", Cup + "/user/ann?limit=1&window_key=$cup", Token, 200, "\"entries\":[{" + Ann + "}]");
        yield return Done("GET", Cup + "/rank/a%2Fb", Token, 200, "\"rank\":2,\"place\":2,\"score\":1,\"total\":2,");
        yield return Done("GET", Cup + "/score/ann", Token, 200, "\"rank\":1,\"place\":1,\"score\":2,\"total\":2,");
        const string Asked = """{"user_ids":["a/b","nobody","ann"]}""";
        yield return Done("POST", Cup + "/ranks", Token, 200, "\"window_key\":\"$cup\",\"entries\":[{" + Ann, Asked);
        yield return Done("POST", Cup + "/ranks", Token, 200, "}],\"not_found\":[\"nobody\"],\"total\":2,", Asked);
        yield return Refused("GET", Cup + "/rank/nobody", Token, 404, NotFound, "not ranked");
        // No window holds now.
        yield return Refused("GET", Cup + "?window_key=current", Token, 404, NotFound, "no window");
    }
}
