using System.Text.Json.Nodes;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Limits;

namespace Phoenix.Http.OpenApi;

/// <summary>The query gateway: windows, and the snapshots of those that are closed.</summary>
internal static class WindowsDescription
{
    private const string Snapshots = "/v1/snapshots/{id}";
    private const string Snapshot = Snapshots + "/{snapshot_time}";

    private const string WindowList =
        """
        {"windows":[{"window_key":"2025-W47","start":"2025-11-17T00:00:00Z","end":"2025-11-24T00:00:00Z",
                     "status":"closed","total":1250}],
         "next_cursor":null}
        """;

    private const string SnapshotList =
        """
        {"snapshots":[{"snapshot_time":"2025-11-24T00:00:00Z","window_key":"2025-11-17T00:00:00Z","total":1,
                       "revision":1}]}
        """;

    private const string Page =
        """
        {"snapshot_time":"2025-11-24T00:00:00Z","revision":1,"leaderboard_id":"cup","window_key":"2025-11-17T00:00:00Z",
         "window":{"start":"2025-11-17T00:00:00Z","end":"2025-11-24T00:00:00Z","status":"closed","previous_key":null},
         "entries":[{"rank":1,"place":1,"user_id":"user-123","score":1550,"event_count":3,
                     "updated_at":"2025-11-18T12:34:56Z"}],
         "total":1,"limit":100,"offset":0,"sequence":43,"position":"44","as_of":"2025-11-24T01:00:00.120Z"}
        """;

    private const string Entry =
        """
        {"leaderboard_id":"cup","snapshot_time":"2025-11-24T00:00:00Z","revision":1,
         "window_key":"2025-11-17T00:00:00Z","rank":1,"place":1,"user_id":"user-123","score":1550,"event_count":3,
         "updated_at":"2025-11-18T12:34:56Z","total":1,"position":"44"}
        """;

    public static ApiPart Part => new(
        "Windows and snapshots",
        "A window that has ended and taken its late events is closed: its final standings are its snapshot.",
        Operations, Schemas);

    private static IReadOnlyList<Operation> Operations =>
    [
        new("GET", "/v1/leaderboards/{id}/windows", "listWindows", "The windows that have entries, newest start first")
        {
            Parameters = [Parameters.Board(), Parameters.Limit(100), Parameters.Cursor(), Parameters.MinPosition()],
            Answers = [new(200, "The windows.", Schema.Ref("WindowList"), WindowList)],
            Errors = [ErrorCode.NotFound],
        },
        new("GET", Snapshots, "listSnapshots", "The snapshots of closed windows, newest first")
        {
            Parameters =
            [
                EndedBoard(),
                Parameters.Query("from", Schema.Time(), "Only those taken then or later."),
                Parameters.Query("to", Schema.Time(), "Only those taken then or before."),
                Parameters.Limit(100), Parameters.MinPosition(),
            ],
            Answers = [new(200, "The snapshots.", Schema.Ref("SnapshotList"), SnapshotList)],
            Errors = [ErrorCode.NotFound],
        },
        new("GET", Snapshot, "getSnapshot", "A page of a snapshot, by place")
        {
            Parameters =
            [
                EndedBoard(), SnapshotTime(), Parameters.Limit(100), Parameters.Offset(), Parameters.MinPosition(),
            ],
            Answers =
            [
                new(200, "The page; empty past the end.", Schema.Ref("SnapshotPage"), Page) { Headers = ["ETag"] },
                new(304, "The page is still the one that If-None-Match names.") { Headers = ["ETag"] },
            ],
            Errors = [ErrorCode.NotFound],
        },
        new("GET", Snapshot + "/user/{user_id}", "getSnapshotEntry", "One user's entry in a snapshot")
        {
            Parameters = [EndedBoard(), SnapshotTime(), Parameters.User(), Parameters.MinPosition()],
            Answers = [new(200, "The entry.", Schema.Ref("SnapshotEntry"), Entry)],
            Errors = [ErrorCode.NotFound],
        },
    ];

    private static Parameter EndedBoard() => Parameters.Path("id", Schema.Name(), "The leaderboard's id.", "cup");

    private static Parameter SnapshotTime() => Parameters.Path(
        "snapshot_time", Schema.Time(), "The window's end; any spelling of the same instant.", "2025-11-24T00:00:00Z");

    private static IReadOnlyList<(string Name, JsonObject Schema)> Schemas =>
    [
        ("WindowList", Schema.Object(
            ("windows", Schema.List(Schema.Object(
                ("window_key", Schema.Text()),
                ("start", Schema.Time().OrNull().Says("Null for all time.")),
                ("end", Schema.Time().OrNull().Says("Null for all time.")),
                ("status", Schema.OneOf("open", "closing", "closed")),
                ("total", Schema.Whole().Says("How many are ranked."))), 0, ContractLimits.PageSizeMax)),
            ("next_cursor", Schema.Text().OrNull().Says("Null at the end of the list.")))),
        ("SnapshotList", Schema.Object(
            ("snapshots", Schema.List(Schema.Object(
                ("snapshot_time", Schema.Time().Says("The window's end.")),
                ("window_key", Schema.Text()),
                ("total", Schema.Whole().Says("How many are ranked.")),
                ("revision", Revision())), 0, ContractLimits.PageSizeMax)))),
        ("SnapshotPage", Schema.Object(
            ("snapshot_time", Schema.Time()),
            ("revision", Revision()),
            ("leaderboard_id", Schema.Name()),
            ("window_key", Schema.Text()),
            ("window", Schema.Ref("Window")),
            ("entries", Schema.List(Schema.Ref("StandingsEntry"), 0, ContractLimits.PageSizeMax)),
            ("total", Schema.Whole()),
            ("limit", Schema.Whole(1, ContractLimits.PageSizeMax)),
            ("offset", Schema.Whole(0, int.MaxValue)),
            ("sequence", Schema.Whole()),
            ("position", Schema.Position()),
            ("as_of", Schema.Time()))),
        ("SnapshotEntry", Schema.Object(
            ("leaderboard_id", Schema.Name()),
            ("snapshot_time", Schema.Time()),
            ("revision", Revision()),
            ("window_key", Schema.Text()),
            ("rank", Schema.Whole(1)),
            ("place", Schema.Whole(1)),
            ("user_id", Schema.EventText()),
            ("score", Schema.Score()),
            ("event_count", Schema.Whole()),
            ("updated_at", Schema.Time()),
            ("total", Schema.Whole()),
            ("position", Schema.Position()))),
    ];

    private static JsonObject Revision() => Schema.Whole(1).Says("1; one more with each backfill.");
}
