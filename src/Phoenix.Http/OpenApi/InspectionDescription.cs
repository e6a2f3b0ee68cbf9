using System.Text.Json.Nodes;
using Phoenix.Http.Json;
using Phoenix.Messages.Limits;

namespace Phoenix.Http.OpenApi;

/// <summary>What shows administrators how events are scored: dry runs and the last events.</summary>
internal static class InspectionDescription
{
    private const string DryRun =
        """
        {"tenant_id":"demo",
         "config":{"scope":{"filters":{"attrs.mode":{"eq":"ranked"}}},"timeframe":{"type":"daily"},
                   "scoring":{"rules":[{"event_type":"match.completed","points_expression":"attrs.score * 0.1"}]}},
         "event":{"event_id":"try-1","type":"match.completed","actor":{"user_id":"user-123"},
                  "occurred_at":"2025-11-18T12:34:56Z","attrs":{"score":1550,"mode":"ranked"}}}
        """;

    private const string Explanation =
        """
        {"matched":true,"points":155,"window_key":"2025-11-18","window_status":"closed",
         "filters":[{"path":"attrs.mode","operator":"eq","expected":"ranked","actual":"ranked","holds":true}],
         "rules":[{"index":0,"matched":true,"reason":"gives 155 points","points":155}]}
        """;

    private const string Recent =
        """
        {"events":[{"event_id":"evt_1","type":"match.completed","user_id":"user-123",
                    "occurred_at":"2025-11-18T12:34:56Z","accepted_at":"2025-11-18T12:34:57.120Z","position":"43",
                    "boards":[{"leaderboard_id":"xp-weekly","verdict":"scored","points":1550,
                               "window_key":"2025-W47"}]}],
         "accepted_total":1250,"head":"43",
         "boards":[{"leaderboard_id":"xp-weekly","position":"43","lag_rows":0}]}
        """;

    public static ApiPart Part => new(
        "Inspection", "How a config scores an event, and what the boards made of the last ones.", Operations, Schemas);

    private static IReadOnlyList<Operation> Operations =>
    [
        new("POST", "/v1/leaderboards/dry-run", "dryRun", "What a config makes of an event; nothing is stored")
        {
            Description = "Scored by the code that scores. What is wrong with config or event is named field by field.",
            Parameters = [Parameters.WhoseBoards()],
            Body = new RequestBody(Schema.Ref("DryRunRequest"), DryRun),
            Answers = [new(200, "Each filter and rule, with its reason.", Schema.Ref("DryRun"), Explanation)],
        },
        new("GET", "/v1/events/recent", "getRecentEvents", "The last accepted events, newest first")
        {
            Description = "From the memory of the tenant's node: as many as it has kept since the tenant started.",
            Parameters = [Parameters.WhoseBoards(), Parameters.Limit(100)],
            Answers = [new(200, "The events, with each board's verdict.", Schema.Ref("RecentEvents"), Recent)],
        },
    ];

    private static IReadOnlyList<(string Name, JsonObject Schema)> Schemas =>
    [
        ("DryRunRequest", Schema.ClosedObject(
            ("tenant_id?", Schema.Name().OrNull()),
            ("config", Schema.Ref("LeaderboardConfig")),
            ("event", Schema.Ref("IngestionEventV1")))),
        ("DryRun", Schema.Object(
            ("matched", Schema.Flag().Says("Every filter holds and some rule gives points.")),
            ("points", Schema.Score().Says("The score that the event alone would make.")),
            ("window_key", Schema.Text().OrNull().Says("Null where the event's time is in no window.")),
            ("window_status", Schema.OneOf("open", "closing", "closed", "none")
                .Says("By the server's clock and the config's grace.")),
            ("filters", Schema.List(Schema.Ref("FilterOutcome"))),
            ("rules", Schema.List(Schema.Ref("RuleOutcome"), 1, ContractLimits.RulesMax)))),
        ("FilterOutcome", Schema.Object(
            ("path", Schema.Text()),
            ("operator", Schema.OneOf(ConfigNames.Operators)),
            ("expected", Schema.Anything()),
            ("actual", Schema.Anything().Says("The event's value; null where it is missing.")),
            ("holds", Schema.Flag()))),
        ("RuleOutcome", Schema.Object(
            ("index", Schema.Whole(0, ContractLimits.RulesMax - 1)),
            ("matched", Schema.Flag().Says("As if the filters held.")),
            ("reason", Schema.Text().Says("What it gives, or why it gives nothing, for people.")),
            ("points", Schema.Score()))),
        ("RecentEvents", Schema.Object(
            ("events", Schema.List(Schema.Ref("RecentEvent"))),
            ("accepted_total", Schema.Whole().Says("All events of the tenant's log.")),
            ("head", Schema.Position().Says("The log's last row.")),
            ("boards", Schema.List(Schema.Object(
                ("leaderboard_id", Schema.Name()),
                ("position", Schema.Position()),
                ("lag_rows", Schema.Whole().Says("Rows of the log that the board has still to apply."))))))),
        ("RecentEvent", Schema.Object(
            ("event_id", Schema.EventText()),
            ("type", Schema.EventText()),
            ("user_id", Schema.EventText()),
            ("occurred_at", Schema.Time()),
            ("accepted_at", Schema.Time()),
            ("position", Schema.Position()),
            ("boards", Schema.List(Schema.Object(
                ("leaderboard_id", Schema.Name()),
                ("verdict", Schema.OneOf(ConfigNames.Verdicts)),
                ("points", Schema.Score()),
                ("window_key", Schema.Text().OrNull())))))),
    ];
}
