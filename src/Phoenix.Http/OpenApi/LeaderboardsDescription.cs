using System.Text.Json.Nodes;
using Phoenix.Http.Admin;
using Phoenix.Http.Json;
using Phoenix.Messages.Errors;

namespace Phoenix.Http.OpenApi;

/// <summary>The boards, for administrators.</summary>
internal static class LeaderboardsDescription
{
    private const string Boards = "/v1/leaderboards";
    private const string Board = Boards + "/{id}";

    private const string Config =
        """
        {"scope":{"filters":{"actor.metadata.region":{"in":["na-east","na-west"]}}},
         "timeframe":{"type":"weekly","timezone":"Europe/Berlin","grace_seconds":3600},
         "scoring":{"rules":[{"event_type":"match.completed","conditions":{"attrs.victory":{"eq":true}},
                              "points_expression":"attrs.score"}],"aggregation":"sum"},
         "ranking":{"method":"score_desc","size":1000}}
        """;

    private const string Shown =
        """
        {"leaderboard_id":"xp-weekly","tenant_id":"demo","name":"XP of the week","description":"","status":"active",
         "version":1,
         "config":{
           "scope":{"filters":{"actor.metadata.region":{"in":["na-east","na-west"]}}},
           "timeframe":{"type":"weekly","timezone":"Europe/Berlin","reset_day":"monday","reset_time":"00:00",
                        "reset_day_of_month":1,"grace_seconds":3600},
           "scoring":{"rules":[{"event_type":"match.completed","conditions":{"attrs.victory":{"eq":true}},
                                "points_expression":"attrs.score"}],"aggregation":"sum"},
           "ranking":{"method":"score_desc","size":1000,"min_score":null,"ties":"competition",
                      "tie_breaker":"first_reached"}},
         "created_at":"2025-11-18T12:00:00Z","updated_at":"2025-11-18T12:00:00Z"}
        """;

    public static ApiPart Part => new(
        "Leaderboards",
        "A tenant's boards and their rules. With a platform credential `tenant_id` says whose, in query or body.",
        Operations, [.. Schemas, .. ConfigSchemas.All]);

    private static IReadOnlyList<Operation> Operations =>
    [
        new("GET", Boards, "listLeaderboards", "A tenant's boards")
        {
            Parameters = [Parameters.WhoseBoards()],
            Answers =
            [
                new(200, "All of them, archived ones too.", Schema.Ref("LeaderboardList"),
                    $$"""{"total":1,"leaderboards":[{{Shown}}]}"""),
            ],
        },
        new("POST", Boards, "createLeaderboard", "Create a board")
        {
            Parameters = [Parameters.WhoseBoards()],
            Body = new RequestBody(
                Schema.Ref("CreateLeaderboard"),
                $$"""{"leaderboard_id":"xp-weekly","tenant_id":"demo","name":"XP of the week","config":{{Config}}}"""),
            Answers = [new(201, "The board, every default filled in.", Schema.Ref("Leaderboard"), Shown)],
            Errors = [ErrorCode.Conflict, ErrorCode.RateLimited],
        },
        new("GET", Board + "/definition", "getLeaderboard", "A board's definition")
        {
            Parameters = BoardParameters,
            Answers = BoardAnswers,
            Errors = [ErrorCode.NotFound],
        },
        new("PUT", Board, "putLeaderboardConfig", "Change a board's config")
        {
            Description =
                "Scores what the log accepts afterwards. `timeframe` (all but `grace_seconds`) and `aggregation` "
                + "change only together with `backfill`.",
            Parameters = BoardParameters,
            Body = new RequestBody(
                Schema.Ref("PutLeaderboardConfig"), $$"""{"tenant_id":"demo","config":{{Config}}}"""),
            Answers = BoardAnswers,
            Errors = [ErrorCode.NotFound, ErrorCode.Conflict],
        },
        new("PATCH", Board, "changeLeaderboard", "Change a board's status, name or description")
        {
            Parameters = BoardParameters,
            Body = new RequestBody(
                Schema.Ref("ChangeLeaderboard"), """{"tenant_id":"demo","description":"Everything that gave XP"}"""),
            Answers = BoardAnswers,
            Errors = [ErrorCode.NotFound, ErrorCode.Conflict],
        },
        new("DELETE", Board, "archiveLeaderboard", "Archive a board")
        {
            Description = "Final: an archived board is queried only, and its id stays taken.",
            Parameters = BoardParameters,
            Answers = BoardAnswers,
            Errors = [ErrorCode.NotFound],
        },
    ];

    private static IReadOnlyList<Parameter> BoardParameters => [Parameters.Board(), Parameters.WhoseBoards()];

    private static IReadOnlyList<Answer> BoardAnswers => [new(200, "The board.", Schema.Ref("Leaderboard"), Shown)];

    private static IReadOnlyList<(string Name, JsonObject Schema)> Schemas =>
    [
        ("Leaderboard", Schema.Object(
            ("leaderboard_id", Schema.Name()),
            ("tenant_id", Schema.Name()),
            ("name", Schema.Text(1, AdminLimits.NameCodePointsMax)),
            ("description", Schema.Text(0, AdminLimits.DescriptionCodePointsMax)),
            ("status", Schema.OneOf(ConfigNames.LeaderboardStatuses)
                .Says("`inactive` keeps its standings and scores nothing; `archived` is final.")),
            ("version", Schema.Whole(1, int.MaxValue).Says("Grows with every change.")),
            ("config", Schema.Ref("LeaderboardConfig")),
            ("created_at", Schema.Time()),
            ("updated_at", Schema.Time()))),
        ("LeaderboardList", Schema.Object(
            ("total", Schema.Whole(0, int.MaxValue)), ("leaderboards", Schema.List(Schema.Ref("Leaderboard"))))),
        ("CreateLeaderboard", Schema.ClosedObject(
            ("leaderboard_id", Schema.Name()),
            ("tenant_id?", Schema.Name().OrNull()),
            ("name?", Name().Says("Default: the id.")),
            ("description?", Description()),
            ("config", Schema.Ref("LeaderboardConfig")),
            ("backfill?", Backfill()))),
        ("PutLeaderboardConfig", Schema.ClosedObject(
            ("tenant_id?", Schema.Name().OrNull()),
            ("config", Schema.Ref("LeaderboardConfig")),
            ("version?", Version()),
            ("backfill?", Backfill()))),
        ("ChangeLeaderboard", Schema.ClosedObject(
            ("tenant_id?", Schema.Name().OrNull()),
            ("status?", Schema.OneOf(ConfigNames.LeaderboardStatuses).OrNull()),
            ("name?", Name()),
            ("description?", Description()),
            ("version?", Version())).Says("At least one of status, name, description.")),
    ];

    private static JsonObject Name() => Schema.Text(1, AdminLimits.NameCodePointsMax).OrNull();

    private static JsonObject Description() => Schema.Text(0, AdminLimits.DescriptionCodePointsMax).OrNull();

    private static JsonObject Version() =>
        Schema.Whole(1, int.MaxValue).OrNull().Says("The version that the change is meant for; a stale one is 409.");

    private static JsonObject Backfill() => new JsonObject
    {
        ["type"] = new JsonArray("boolean", "string", "null"),
        ["format"] = "date-time",
    }.Says("Score the log again: `true` from its beginning, a time from the first event accepted then.");
}
