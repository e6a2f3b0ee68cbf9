using System.Text.Json.Nodes;
using Phoenix.Http.Query;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Limits;

namespace Phoenix.Http.OpenApi;

/// <summary>The query gateway.</summary>
internal static class StandingsDescription
{
    private const string Board = "/v1/leaderboards/{id}";

    private const string Page =
        """
        {"leaderboard_id":"xp-weekly","window_key":"2025-W47",
         "window":{"start":"2025-11-17T00:00:00Z","end":"2025-11-24T00:00:00Z","status":"open",
                   "previous_key":"2025-W46"},
         "entries":[{"rank":1,"place":1,"user_id":"user-123","score":1550,"event_count":3,
                     "updated_at":"2025-11-18T12:34:56Z"}],
         "total":1,"limit":100,"offset":0,"sequence":43,"position":"43","as_of":"2025-11-18T12:34:57.120Z"}
        """;

    private const string Rank =
        """
        {"leaderboard_id":"xp-weekly","window_key":"2025-W47","user_id":"user-123","rank":1,"place":1,"score":1550,
         "total":1,"position":"43"}
        """;

    private const string Ranks =
        """
        {"leaderboard_id":"xp-weekly","window_key":"2025-W47",
         "entries":[{"rank":1,"place":1,"user_id":"user-123","score":1550,"event_count":3,
                     "updated_at":"2025-11-18T12:34:56Z"}],
         "not_found":["nobody"],"total":1,"position":"43"}
        """;

    public static ApiPart Part => new(
        "Standings", "What the token's tenant's boards show. `min_position` reads one's own write.", Operations,
        Schemas);

    private static IReadOnlyList<Operation> Operations =>
    [
        new("GET", Board, "getStandings", "A page of a board's window, by place")
        {
            Parameters =
            [
                Parameters.Board(), Parameters.Limit(100), Parameters.Offset(), Parameters.WindowKey(),
                Parameters.MinPosition(),
            ],
            Answers = PageAnswers("The page; empty past the end."),
            Errors = [ErrorCode.NotFound],
        },
        new("GET", Board + "/user/{user_id}", "getStandingsAround", "The page around a user")
        {
            Description = "`floor((limit-1)/2)` places above the user; at an edge the page slides and stays full.",
            Parameters =
            [
                Parameters.Board(), Parameters.User(), Parameters.Limit(11), Parameters.WindowKey(),
                Parameters.MinPosition(),
            ],
            Answers = PageAnswers("The page; it always holds the user."),
            Errors = [ErrorCode.NotFound],
        },
        new("GET", Board + "/rank/{user_id}", "getRank", "A user's rank")
        {
            Parameters = UserParameters,
            Answers = [new(200, "The rank.", Schema.Ref("UserRank"), Rank)],
            Errors = [ErrorCode.NotFound],
        },
        new("GET", Board + "/score/{user_id}", "getScore", "A user's score, ranked or not")
        {
            Parameters = UserParameters,
            Answers =
            [
                new(200, "The score; `rank` is null for a member beyond `min_score`.", Schema.Ref("UserRank"), Rank),
            ],
            Errors = [ErrorCode.NotFound],
        },
        new("POST", Board + "/ranks", "getRanks", "The entries of up to 100 users")
        {
            Parameters = [Parameters.Board(), Parameters.MinPosition()],
            Body = new RequestBody(
                Schema.Ref("RanksRequest"), """{"user_ids":["user-123","nobody"],"window_key":"current"}"""),
            Answers = [new(200, "Who is ranked, in the board's order, and who is not.", Schema.Ref("Ranks"), Ranks)],
            Errors = [ErrorCode.NotFound],
        },
    ];

    private static IReadOnlyList<Parameter> UserParameters =>
        [Parameters.Board(), Parameters.User(), Parameters.WindowKey(), Parameters.MinPosition()];

    private static IReadOnlyList<Answer> PageAnswers(string description) =>
    [
        new(200, description, Schema.Ref("StandingsPage"), Page) { Headers = ["ETag"] },
        new(304, "The page is still the one that If-None-Match names.") { Headers = ["ETag"] },
    ];

    private static IReadOnlyList<(string Name, JsonObject Schema)> Schemas =>
    [
        ("StandingsPage", Schema.Object(
            ("leaderboard_id", Schema.Name()),
            ("window_key", Schema.Text()),
            ("window", Schema.Ref("Window")),
            ("entries", Schema.List(Schema.Ref("StandingsEntry"), 0, ContractLimits.PageSizeMax)),
            ("total", Schema.Whole().Says("How many are ranked, however deep.")),
            ("limit", Schema.Whole(1, ContractLimits.PageSizeMax)),
            ("offset", Schema.Whole(0, int.MaxValue)),
            ("sequence", Schema.Whole().Says("Grows whenever anything on the window's pages changes.")),
            ("position", Schema.Position().Says("How far the board has applied the tenant's log.")),
            ("as_of", Schema.Time()))),
        ("Window", Schema.Object(
            ("start", Schema.Time().OrNull().Says("Null for all time.")),
            ("end", Schema.Time().OrNull().Says("Null for all time.")),
            ("status", Schema.OneOf("open", "closing", "closed")
                .Says("`closing`: ended, still takes late events. `closed`: final.")),
            ("previous_key", Schema.Text().OrNull().Says("The latest earlier window with entries.")))),
        ("StandingsEntry", Schema.Object(
            ("rank", Schema.Whole(1).Says("By the board's rule for ties.")),
            ("place", Schema.Whole(1).Says("Unique, in the order of the page.")),
            ("user_id", Schema.EventText()),
            ("score", Schema.Score().Says("Exact, at most six decimal places, without exponent.")),
            ("event_count", Schema.Whole().Says("Contributions.")),
            ("updated_at", Schema.Time().Says("The latest `occurred_at` among them.")))),
        ("RanksRequest", Schema.ClosedObject(
            ("user_ids", Schema.List(Schema.Text(), 0, RanksApi.UserIdsMax)),
            ("window_key?", Schema.Text().OrNull().Says("As the parameter of the other queries.")))),
        ("Ranks", Schema.Object(
            ("leaderboard_id", Schema.Name()),
            ("window_key", Schema.Text()),
            ("entries", Schema.List(Schema.Ref("StandingsEntry"), 0, RanksApi.UserIdsMax)),
            ("not_found", Schema.List(Schema.Text(), 0, RanksApi.UserIdsMax).Says("Each once.")),
            ("total", Schema.Whole()),
            ("position", Schema.Position()))),
        ("UserRank", Schema.Object(
            ("leaderboard_id", Schema.Name()),
            ("window_key", Schema.Text()),
            ("user_id", Schema.EventText()),
            ("rank", Schema.Whole(1).OrNull()),
            ("place", Schema.Whole(1).OrNull()),
            ("score", Schema.Score()),
            ("total", Schema.Whole()),
            ("position", Schema.Position()))),
    ];
}
