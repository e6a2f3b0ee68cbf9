using System.Text.Json.Nodes;
using Phoenix.Http.Admin;
using Phoenix.Messages.Errors;

namespace Phoenix.Http.OpenApi;

/// <summary>Rebuild and verification of a board, for administrators.</summary>
internal static class RebuildDescription
{
    private const string Board = "/v1/leaderboards/{id}";

    private const string Shown =
        """
        {"leaderboard_id":"xp-weekly","state":"running","kind":"rebuild","generation":2,"scored":41,"head":99,
         "events_per_second":300000,"from":null,"started_at":"2025-11-18T12:34:57.120Z","finished_at":null,
         "error":null,"differences":null}
        """;

    public static ApiPart Part => new(
        "Rebuilds",
        "A board is scored again from the log by a create or change with `backfill`, or to verify what it serves.",
        Operations, Schemas);

    private static IReadOnlyList<Operation> Operations =>
    [
        new("GET", Board + "/rebuild", "getRebuild", "A board's last rebuild or verification")
        {
            Parameters = BoardParameters,
            Answers = [new(200, "How far it is, or how it ended.", Schema.Ref("Rebuild"), Shown)],
            Errors = [ErrorCode.NotFound],
        },
        new("DELETE", Board + "/rebuild", "cancelRebuild", "Cancel what is under way")
        {
            Description = "The board goes on by its old config. 409 where nothing is under way.",
            Parameters = BoardParameters,
            Answers = [new(200, "It is cancelled.", Schema.Ref("Rebuild"), Shown)],
            Errors = [ErrorCode.NotFound, ErrorCode.Conflict],
        },
        new("POST", Board + "/verify", "verifyLeaderboard", "Compare a board with its log")
        {
            Description = "Scores the log again in the shadow and compares every window and member at one position. "
                + "`getRebuild` tells the differences. 409 while one, or a rebuild, is under way.",
            Parameters = BoardParameters,
            Answers = [new(202, "It has begun.", Schema.Ref("Rebuild"), Shown)],
            Errors = [ErrorCode.NotFound, ErrorCode.Conflict],
        },
    ];

    private static IReadOnlyList<Parameter> BoardParameters => [Parameters.Board(), Parameters.WhoseBoards()];

    private static IReadOnlyList<(string Name, JsonObject Schema)> Schemas =>
    [
        ("Rebuild", Schema.Object(
            ("leaderboard_id", Schema.Name()),
            ("state", Schema.OneOf(RebuildJson.States)),
            ("kind", Schema.OneOf(RebuildJson.Kinds).OrNull()),
            ("generation", Schema.Whole(1, int.MaxValue).Says("How often the board was given a new beginning.")),
            ("scored", Schema.Whole().Says("The last row of the log that it has scored.")),
            ("head", Schema.Whole().Says("The log's last row; at its end once it has ended.")),
            ("events_per_second", Schema.Whole()),
            ("from", Schema.Time().OrNull()),
            ("started_at", Schema.Time().OrNull()),
            ("finished_at", Schema.Time().OrNull()),
            ("error", Schema.Text().OrNull()),
            ("windows?", Schema.Whole()),
            ("members?", Schema.Whole()),
            ("difference_count?", Schema.Whole()),
            ("differences", Schema.List(Schema.Ref("Difference")).OrNull()
                .Says("After a verification: the first 100.")))),
        ("Difference", Schema.Object(
            ("window_key", Schema.Text()),
            ("user_id", Schema.Text().OrNull().Says("Null where it concerns the window as a whole.")),
            ("what", Schema.Text()),
            ("served", Schema.Text()),
            ("rebuilt", Schema.Text()))),
    ];
}
