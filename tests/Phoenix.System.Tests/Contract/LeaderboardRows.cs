using static Phoenix.System.Tests.Contract.ContractRow;
using static Phoenix.System.Tests.Contract.Credential;

namespace Phoenix.System.Tests.Contract;

/// <summary>§4: leaderboards. Rows that change a board stand in the order in which they are sent.</summary>
internal static class LeaderboardRows
{
    public const string Config =
        "{\"timeframe\":{\"type\":\"all_time\"},\"scoring\":{\"rules\":["
        + "{\"event_type\":\"match\",\"points_expression\":\"attrs.score\"}]}}";

    private const string Boards = "/v1/leaderboards";
    private const string Shelf = Boards + "/shelf";
    private const string Invalid = "VALIDATION_ERROR";
    private const string Conflict = "CONFLICT";

    public static IReadOnlyList<ContractRow> All { get; } =
    [
        .. Lists(), .. Fields(), .. Configs(), .. Created(), .. Changed(), .. Archived(), .. Limited(),
    ];

    private static IEnumerable<ContractRow> Lists()
    {
        yield return Done("GET", Boards, Admin, 200, """{"total":5,"leaderboards":[{"leaderboard_id":"cup",""");
        yield return Done("GET", Boards + "?tenant_id=other", Key, 200, """{"total":0,"leaderboards":[]}""");
        yield return Refused("GET", Boards + "?tenant_id=acme&tenant_id=acme", Key, 400, Invalid, "may be given once");
        yield return Done("GET", Shelf + "/definition", Admin, 200, OneLine("""
            {"leaderboard_id":"shelf","tenant_id":"acme","name":"shelf","description":"","status":"active","version":1,
            "config":{"scope":{"filters":{}},"timeframe":{"type":"all_time","timezone":"UTC","reset_day":"monday",
            "reset_time":"00:00","reset_day_of_month":1,"grace_seconds":3600},"scoring":{"rules":[
            {"event_type":"match","conditions":{},"points_expression":"attrs.score"}],"aggregation":"sum"},
            "ranking":{"method":"score_desc","size":1000,"min_score":1,"ties":"competition",
            "tie_breaker":"first_reached"}},"created_at":"
            """));
        foreach (var board in new[] { "none", "a%20b", "%ff" })
            yield return Refused("GET", $"{Boards}/{board}/definition", Admin, 404, "NOT_FOUND", "");
    }

    private static IEnumerable<ContractRow> Fields()
    {
        yield return Bad("leaderboard_id is required", $$"""{"config":{{Config}}}""");
        yield return Bad("config is required", """{"leaderboard_id":"bad"}""");
        yield return Bad("config must be an object", """{"leaderboard_id":"bad","config":7}""");
        foreach (var id in new[] { "\"a b\"", "\"\"", $"\"{new string('x', 65)}\"" })
            yield return Bad("leaderboard_id must be 1 to 64", $$"""{"leaderboard_id":{{id}},"config":{{Config}}}""");
        yield return Bad("leaderboard_id must be a string", $$"""{"leaderboard_id":7,"config":{{Config}}}""");
        yield return Bad("size is not a known field", $$"""{"leaderboard_id":"bad","size":1,"config":{{Config}}}""");
        yield return Bad("name must have 1 to 200", $$"""{"leaderboard_id":"bad","name":"","config":{{Config}}}""");
        yield return Bad("is given twice", $$"""{"leaderboard_id":"bad","leaderboard_id":"bad","config":{{Config}}}""");
        yield return Bad("empty", "");
        yield return Bad("not valid JSON", "{");
        yield return Bad("body must be an object", "[]");
        yield return Refused(
            "POST", Boards, Admin, 403, "FORBIDDEN", "own tenant",
            $$"""{"leaderboard_id":"bad","tenant_id":"other","config":{{Config}}}""");
        yield return Refused(
            "POST", Boards + "?tenant_id=acme", Key, 400, Invalid, "the same in query and body",
            $$"""{"leaderboard_id":"bad","tenant_id":"other","config":{{Config}}}""");
    }

    private static IEnumerable<ContractRow> Configs()
    {
        (string Find, string Put, string Says)[] faults =
        [
            (Config, "{}", "config.timeframe is required"),
            ("all_time", "yearly", "config.timeframe.type must be one of"),
            ("\"type\":\"all_time\"", "", "config.timeframe.type is required"),
            ("\"type\":\"all_time\"", "\"type\":\"daily\",\"timezone\":\"Mars/Base\"", "IANA timezone"),
            ("\"type\":\"all_time\"", "\"type\":\"daily\",\"reset_time\":\"24:00\"", "config.timeframe.reset_time"),
            ("\"type\":\"all_time\"", "\"type\":\"daily\",\"grace_seconds\":-2", "config.timeframe.grace_seconds"),
            ("\"type\":\"all_time\"", "\"type\":\"daily\",\"grace\":1", "config.timeframe.grace is not a known field"),
            ("\"type\":\"all_time\"", "\"type\":\"custom\"", "config.timeframe.start is required"),
            ("\"scoring\"", "\"scope\":{\"filter\":{}},\"scoring\"", "config.scope.filter is not a known field"),
            ("\"scoring\"", "\"scope\":{\"filters\":{\"a\":{\"is\":1}}},\"scoring\"", "is not a known operator"),
            ("\"scoring\"", "\"scope\":{\"filters\":{\"a\":{\"eq\":[1]}}},\"scoring\"", "must be a scalar"),
            ("\"scoring\"", "\"ranking\":{\"size\":0},\"scoring\"", "config.ranking.size must be"),
            ("\"scoring\"", "\"ranking\":{\"size\":100001},\"scoring\"", "config.ranking.size must be"),
            ("\"scoring\"", "\"ranking\":{\"max_score\":1},\"scoring\"", "config.ranking.max_score"),
            ("\"rules\":[", "\"aggregation\":\"median\",\"rules\":[", "config.scoring.aggregation must be one of"),
            ("\"match\"", "\"match.*\"", "config.scoring.rules[0].event_type"),
            ("\"match\"", "\"\"", "config.scoring.rules[0].event_type"),
            ("\"event_type\":\"match\",", "", "config.scoring.rules[0].event_type is required"),
            (",\"points_expression\":\"attrs.score\"", "", "config.scoring.rules[0].points_expression is required"),
            ("attrs.score", "attrs.score +", "column 14"),
            ("attrs.score", "soundex(1)", "unknown function 'soundex'"),
            ("attrs.score", new string('(', 33) + "1" + new string(')', 33), "32 levels of nesting"),
            ("attrs.score", new string('(', 1_025), "at most 1024"),
            ("attrs.score", string.Join('+', Enumerable.Repeat("1", 200)), "256"),
        ];
        foreach (var (find, put, says) in faults)
        {
            var config = Config.Replace(find, put, StringComparison.Ordinal);
            yield return Bad(says, $$"""{"leaderboard_id":"bad","config":{{config}}}""");
            yield return Refused("PUT", Shelf, Admin, 400, Invalid, says, $$"""{"config":{{config}}}""");
        }
    }

    private static IEnumerable<ContractRow> Created()
    {
        yield return Done(
            "POST", Boards, Admin, 201, "\"name\":\"made\",\"description\":\"\",\"status\":\"active\",\"version\":1,",
            $$"""{"leaderboard_id":"made","config":{{Config}}}""");
        yield return Refused(
            "POST", Boards, Admin, 409, Conflict, "exists already",
            $$"""{"leaderboard_id":"made","config":{{Config}}}""");
        yield return Done(
            "POST", Boards + "?tenant_id=acme", Key, 201, "\"aggregation\":\"count\"",
            """
            {"leaderboard_id":"counts","tenant_id":"acme","name":"Counts","description":"a\nb","config":{"scope":null,
             "timeframe":{"type":"weekly","timezone":"Europe/Berlin","reset_day":"sunday","reset_time":"04:30"},
             "scoring":{"rules":[{"event_type":"*"}],"aggregation":"count"},"ranking":{"size":null,"ties":"dense"}}}
            """);
    }

    private static IEnumerable<ContractRow> Changed()
    {
        yield return Done("PUT", Shelf, Admin, 200, "\"version\":2,", $$"""{"config":{{Config}},"version":1}""");
        yield return Refused(
            "PUT", Shelf, Admin, 409, Conflict, "version 2", $$"""{"config":{{Config}},"version":1}""");
        yield return Refused("PUT", Shelf, Admin, 400, Invalid, "version", $$"""{"config":{{Config}},"version":0}""");
        yield return Refused(
            "PUT", Shelf, Admin, 400, Invalid, "name is not", $$"""{"config":{{Config}},"name":"x"}""");
        yield return Refused("PUT", Shelf, Admin, 400, Invalid, "config is required", "{}");
        yield return Refused("PUT", Boards + "/none", Admin, 404, "NOT_FOUND", "", $$"""{"config":{{Config}}}""");
        yield return Refused("PUT", Boards + "/a%20b", Admin, 404, "NOT_FOUND", "", $$"""{"config":{{Config}}}""");
        yield return Refused(
            "PUT", Shelf, Admin, 400, Invalid, "backfill",
            $$"""{"config":{{Config.Replace("all_time", "daily", StringComparison.Ordinal)}}}""");
        yield return Done("PATCH", Shelf, Admin, 200, "\"name\":\"Shelf\"", """{"name":"Shelf","version":2}""");
        yield return Done("PATCH", Shelf, Admin, 200, "\"version\":3,", """{"name":"Shelf"}""");
        yield return Refused("PATCH", Shelf, Admin, 409, Conflict, "version 3", """{"name":"x","version":2}""");
        yield return Done("PATCH", Shelf, Admin, 200, "\"status\":\"inactive\"", """{"status":"inactive"}""");
        yield return Done("PATCH", Shelf, Admin, 200, "\"status\":\"active\"", """{"status":"active"}""");
        yield return Done(
            "PATCH", Shelf + "?tenant_id=acme", Key, 200, "\"description\":\"\"", """{"description":""}""");
        foreach (var body in new[] { "{}", """{"status":"gone"}""", """{"config":{}}""", """{"name":7}""", "[]", "{" })
            yield return Refused("PATCH", Shelf, Admin, 400, Invalid, "", body);
        yield return Refused("PATCH", Boards + "/none", Admin, 404, "NOT_FOUND", "", """{"name":"x"}""");
        yield return Refused("PATCH", Shelf, OtherAdmin, 404, "NOT_FOUND", "", """{"name":"x"}""");
        yield return Refused(
            "PATCH", Shelf + "?tenant_id=acme", OtherAdmin, 403, "FORBIDDEN", "own tenant", """{"name":"x"}""");
    }

    private static IEnumerable<ContractRow> Archived()
    {
        yield return Refused("DELETE", Boards + "/none", Admin, 404, "NOT_FOUND", "");
        yield return Refused("DELETE", Boards + "/last", Key, 400, Invalid, "tenant_id is required");
        yield return Done("DELETE", Boards + "/last", Admin, 200, "\"status\":\"archived\",\"version\":2,");
        yield return Done("DELETE", Boards + "/last", Admin, 200, "\"status\":\"archived\",\"version\":2,");
        yield return Done("GET", Boards + "/last", Token, 200, "\"total\":8,");
        foreach (var status in new[] { "active", "inactive" })
        {
            yield return Refused(
                "PATCH", Boards + "/last", Admin, 409, Conflict, "archived", $$"""{"status":"{{status}}"}""");
        }
        yield return Refused("PUT", Boards + "/last", Admin, 409, Conflict, "archived", $$"""{"config":{{Config}}}""");
        yield return Refused(
            "POST", Boards, Admin, 409, Conflict, "exists", $$"""{"leaderboard_id":"last","config":{{Config}}}""");
    }

    /// <summary>Archived boards count: xp, old, shelf, last, cup, made and counts are there.</summary>
    private static IEnumerable<ContractRow> Limited()
    {
        for (var board = 8; board <= ContractNode.BoardsMax; board++)
            yield return Done(
                "POST", Boards, Admin, 201, "", $$"""{"leaderboard_id":"b{{board}}","config":{{Config}}}""");
        yield return Refused(
            "POST", Boards, Admin, 429, "RATE_LIMITED", "9 leaderboards",
            $$"""{"leaderboard_id":"more","config":{{Config}}}""");
    }

    private static ContractRow Bad(string says, string body) =>
        Refused("POST", Boards, Admin, 400, Invalid, says, body);
}
