using System.Text.Json.Nodes;
using Phoenix.Http.Json;
using Phoenix.Messages.Limits;

namespace Phoenix.Http.OpenApi;

/// <summary>A board's config, as it is sent and shown: optional is what has a default.</summary>
internal static class ConfigSchemas
{
    public static IReadOnlyList<(string Name, JsonObject Schema)> All =>
    [
        ("LeaderboardConfig", Schema.ClosedObject(
            ("scope?", Schema.ClosedObject(("filters?", Schema.Ref("Conditions"))).OrNull()),
            ("timeframe", Schema.Ref("Timeframe")),
            ("scoring", Schema.Ref("Scoring")),
            ("ranking?", Schema.Ref("Ranking"))).Says("A config is shown with every default filled in.")),
        ("Conditions", Schema.Map(OperatorsOfPath()).Says(
            "By path into the event (`attrs.mode`, `actor.metadata.region`, `attrs.laps.0`): all of them must hold.")),
        ("Timeframe", Timeframe()),
        ("Scoring", Schema.ClosedObject(
            ("rules", Schema.List(Schema.Ref("ScoringRule"), 1, ContractLimits.RulesMax)),
            ("aggregation?", Schema.OneOf(ConfigNames.Aggregations).OrNull().Says("Default: `sum`.")))),
        ("ScoringRule", Schema.ClosedObject(
            ("event_type", Schema.EventText().Says("Exact, or `*` for all.")),
            ("conditions?", Schema.Ref("Conditions")),
            ("points_expression?", Schema.Text(1, ContractLimits.ExpressionLengthMax).OrNull()
                .Says("Required but for `count`: `attrs.score * 0.1 + max(attrs.kills, 3)`.")))),
        ("Ranking", Ranking()),
    ];

    private static JsonObject Timeframe() => Schema.ClosedObject(
        ("type", Schema.OneOf(ConfigNames.Timeframes)),
        ("timezone?", Schema.Text().OrNull().Says("An IANA name. Default: `UTC`.")),
        ("reset_day?", Schema.OneOf(ConfigNames.Days).OrNull().Says("Where a week begins. Default: `monday`.")),
        ("reset_time?", new JsonObject { ["type"] = "string", ["pattern"] = "^([01][0-9]|2[0-3]):[0-5][0-9]$" }.OrNull()
            .Says("Where a day begins. Default: `00:00`.")),
        ("reset_day_of_month?", Schema.Whole(1, 28).OrNull().Says("Where a month begins. Default: 1.")),
        ("grace_seconds?", Schema.Whole(-1, int.MaxValue).OrNull()
            .Says("How long an ended window takes late events; -1: for ever. Default: 3600.")),
        ("start?", Schema.Time().OrNull().Says("For `custom`, required there.")),
        ("end?", Schema.Time().OrNull().Says("For `custom`: one window.")),
        ("every?", Schema.Text().OrNull().Says("For `custom`, in place of `end`: an ISO 8601 duration, e.g. `P2W`.")));

    private static JsonObject Ranking() => Schema.ClosedObject(
        ("method?", Schema.OneOf(ConfigNames.Methods).OrNull().Says("Default: `score_desc`.")),
        ("size?", Schema.Whole(1, ContractLimits.BoardSizeMax).OrNull()
            .Says("How deep pages, live views and snapshots go; null: no limit. Default: 1000.")),
        ("min_score?", Schema.Score().OrNull().Says("With `score_desc`: members below it are not ranked.")),
        ("max_score?", Schema.Score().OrNull().Says("With `score_asc`: members above it are not ranked.")),
        ("ties?", Schema.OneOf(ConfigNames.Ties).OrNull().Says("Default: `competition` (1,2,2,4).")),
        ("tie_breaker?", Schema.OneOf(ConfigNames.TieBreakers).OrNull().Says("Default: `first_reached`.")));

    private static JsonObject OperatorsOfPath()
    {
        var properties = new JsonObject();
        foreach (var name in ConfigNames.Operators.All.Split(", "))
        {
            properties[name] = name switch
            {
                "in" or "nin" => Schema.List(Scalar(), null, PredicateJson.OperandsMax),
                "exists" => Schema.Flag(),
                "starts_with" => Schema.Text(0, PredicateJson.OperandLengthMax),
                _ => Scalar(),
            };
        }
        return new JsonObject
        {
            ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false, ["minProperties"] = 1,
        };
    }

    private static JsonObject Scalar() => new() { ["type"] = new JsonArray("string", "number", "boolean", "null") };
}
