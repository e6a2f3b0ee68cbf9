using static Phoenix.System.Tests.Contract.ContractRow;
using static Phoenix.System.Tests.Contract.Credential;

namespace Phoenix.System.Tests.Contract;

/// <summary>§4: dry runs and recent events.</summary>
internal static class InspectionRows
{
    private const string DryRun = "/v1/leaderboards/dry-run";
    private const string Recent = "/v1/events/recent";
    private const string Invalid = "VALIDATION_ERROR";

    private static readonly string Sent = Event(("type", "\"match\""), ("attrs", """{"score":2.5}"""));

    public static IReadOnlyList<ContractRow> All { get; } = [.. DryRuns(), .. RecentEvents()];

    private static IEnumerable<ContractRow> DryRuns()
    {
        yield return Done(
            "POST", DryRun, Admin, 200,
            OneLine("""
                {"matched":true,"points":2.5,"window_key":"all","window_status":"open","filters":[],
                "rules":[{"index":0,"matched":true,"reason":"gives 2.5 points","points":2.5}]}
                """),
            Body(LeaderboardRows.Config, Sent));
        yield return Done(
            "POST", DryRun, Admin, 200,
            """{"path":"attrs.mode","operator":"in","expected":["a","b"],"actual":null,"holds":false}""",
            Body(With("\"scope\":{\"filters\":{\"attrs.mode\":{\"in\":[\"a\",\"b\"]}}},"), Sent));
        yield return Done(
            "POST", DryRun + "?tenant_id=acme", Key, 200,
            "\"reason\":\"the points can't be computed: attrs.score is missing\",\"points\":0}",
            Body(LeaderboardRows.Config, Event(("type", "\"match\""))));
        yield return Done(
            "POST", DryRun, Admin, 200, "the event's type is 'contract.row', the rule is for 'match'",
            Body(LeaderboardRows.Config, Event()));
        yield return Done(
            "POST", DryRun, Admin, 200, "\"window_key\":\"2025-11-18\",\"window_status\":\"closed\"",
            Body(
                LeaderboardRows.Config.Replace("all_time", "daily", StringComparison.Ordinal),
                Event(("occurred_at", "\"2025-11-18T12:34:56Z\""))));
        yield return Bad("config is required", $$"""{"event":{{Sent}}}""");
        yield return Bad("event is required", $$"""{"config":{{LeaderboardRows.Config}}}""");
        yield return Bad("board is not a known field", Body(LeaderboardRows.Config, Sent).Insert(1, "\"board\":1,"));
        yield return Bad("event_type cannot be empty", Body(LeaderboardRows.Config, Event(("type", null))));
        yield return Bad("seconds ahead", Body(
            LeaderboardRows.Config, Event(("occurred_at", "\"2999-01-01T00:00:00Z\""))));
        yield return Bad("event must be an object", Body(LeaderboardRows.Config, "7"));
        yield return Bad("config.timeframe is required", Body("{}", Sent));
        yield return Bad("column 1: unknown function", Body(
            LeaderboardRows.Config.Replace("attrs.score", "soundex(1)", StringComparison.Ordinal), Sent));
        yield return Refused(
            "POST", DryRun, Key, 400, Invalid, "tenant_id is required", Body(LeaderboardRows.Config, Sent));
        // A board may have this name: only POST is taken.
        yield return Refused("GET", DryRun, Token, 404, "NOT_FOUND", "");
    }

    private static IEnumerable<ContractRow> RecentEvents()
    {
        yield return Done("GET", Recent + "?limit=1", Admin, 200, "{\"events\":[{\"event_id\":\"");
        yield return Done("GET", Recent + "?limit=1000", Admin, 200, """
            {"leaderboard_id":"xp","verdict":"scored","points":10,"window_key":"all"}
            """.Trim());
        yield return Done("GET", Recent, Admin, 200, """
            {"leaderboard_id":"old","verdict":"inactive","points":0,"window_key":null}
            """.Trim());
        yield return Done("GET", Recent + "?tenant_id=other", Key, 200, """
            {"events":[],"accepted_total":0,"head":"1","boards":[]}
            """.Trim());
        foreach (var limit in new[] { "0", "1001", "x", "" })
            yield return Refused("GET", $"{Recent}?limit={limit}", Admin, 400, Invalid, "limit must be a whole number");
    }

    private static string Body(string config, string sent) => $$"""{"config":{{config}},"event":{{sent}}}""";

    private static string With(string more) => LeaderboardRows.Config.Insert(1, more);

    private static ContractRow Bad(string says, string body) =>
        Refused("POST", DryRun, Admin, 400, Invalid, says, body);
}
