using System.Text.Json.Nodes;
using Phoenix.Http.Live;
using Phoenix.Messages.Errors;

namespace Phoenix.Http.OpenApi;

/// <summary>The live gateway: the handshake as an operation, the messages as schemas.</summary>
internal static class LiveDescription
{
    public static ApiPart Part => new(
        "Live", "Standings as they change, over a WebSocket.", Operations, [.. ClientMessages, .. ServerMessages]);

    private static IReadOnlyList<Operation> Operations =>
    [
        new("GET", "/v1/leaderboards/{id}/ws", "watchStandings", "Watch a board (WebSocket handshake)")
        {
            Description =
                "The client sends `LiveClientMessage`s, the server `LiveServerMessage`s, each a text frame of JSON. A "
                + "browser, which can't set `Authorization`, offers the subprotocols `phoenix.v1, bearer.<token>`. "
                + "Close codes: 1001 the server stops, 1009 a message over 64 KiB, 1013 the client can't keep up, 4401 "
                + "the token has expired, 4403 the tenant is suspended.",
            Parameters =
            [
                Parameters.Board(),
                Parameters.Query("page", Page().Default(1), "The page to watch."),
                Parameters.Query("page_size", PageSize().Default(100), "Its size."),
                Parameters.WindowKey(),
                Parameters.Query(
                    "filter", Schema.Text(), "`top_n:<n>`, `around:<user_id>` or `users:<user_id>,…`."),
                Parameters.Query(
                    "resume", Schema.Whole(), "The client's `sequence`: `resumed` answers where it is current."),
            ],
            Answers = [new(101, "The socket is open, and a `snapshot` comes.")],
            Errors = [ErrorCode.NotFound, ErrorCode.RateLimited],
            Messages = ("LiveClientMessage", "LiveServerMessage"),
        },
    ];

    private static IReadOnlyList<(string Name, JsonObject Schema)> ClientMessages =>
    [
        ("LiveClientMessage", Either("LiveConfigure", "LiveRequestPage", "LivePing")),
        ("LiveConfigure", Schema.ClosedObject(
            ("type", Schema.OneOf("configure")),
            ("page?", Page().OrNull()),
            ("page_size?", PageSize().OrNull()),
            ("filter?", Schema.Ref("LiveFilter").OrNull()),
            ("window_key?", Schema.Text().OrNull())).Says(
            "Changes what is watched; answered by a `snapshot`. What is left out stays; `filter: null` removes it.")),
        ("LiveFilter", Schema.ClosedObject(
            ("type", Schema.OneOf("top_n", "around", "users")),
            ("n?", Schema.Whole(1, LiveViewRules.TopNMax)),
            ("user_id?", Schema.EventText()),
            ("user_ids?", Schema.List(Schema.EventText(), 1, LiveViewRules.UsersMax)))),
        ("LiveRequestPage", Schema.ClosedObject(
            ("type", Schema.OneOf("request_page")), ("page?", Page()), ("page_size?", PageSize()))
            .Says("A one-off `snapshot`; what is watched stays.")),
        ("LivePing", Schema.ClosedObject(("type", Schema.OneOf("ping"))).Says("Answered by `pong`.")),
    ];

    private static IReadOnlyList<(string Name, JsonObject Schema)> ServerMessages =>
    [
        ("LiveServerMessage", Either(
            "LiveSnapshot", "LiveUpdate", "LiveResumed", "LiveWindowChanged", "LiveHeartbeat", "LivePong",
            "LiveError")),
        ("LiveSnapshot", Schema.Object(
            ("type", Schema.OneOf("snapshot")),
            ("sequence", Schema.Whole()),
            ("leaderboard_id", Schema.Name()),
            ("window_key", Schema.Text()),
            ("page", Page()),
            ("page_size", PageSize()),
            ("total", Schema.Whole()),
            ("entries", Schema.List(Schema.Ref("StandingsEntry"))),
            ("position", Schema.Position()),
            ("as_of", Schema.Time()),
            ("one_off?", Schema.Flag()))),
        ("LiveUpdate", Schema.Object(
            ("type", Schema.OneOf("update")),
            ("sequence", Schema.Whole()),
            ("window_key", Schema.Text()),
            ("total", Schema.Whole()),
            ("entries", Schema.List(Schema.Ref("StandingsEntry")).Says("Changed or new rows.")),
            ("removed", Schema.List(Schema.EventText()).Says("Users that left the view.")),
            ("position", Schema.Position()),
            ("as_of", Schema.Time()))),
        ("LiveResumed", Schema.Object(("type", Schema.OneOf("resumed")), ("sequence", Schema.Whole()))),
        ("LiveWindowChanged", Schema.Object(
            ("type", Schema.OneOf("window_changed")), ("window_key", Schema.Text()))),
        ("LiveHeartbeat", Schema.Object(
            ("type", Schema.OneOf("heartbeat")), ("sequence", Schema.Whole()), ("as_of", Schema.Time()))),
        ("LivePong", Schema.Object(("type", Schema.OneOf("pong")))),
        ("LiveError", ApiComponents.ErrorWith(("type", Schema.OneOf("error")))),
    ];

    private static JsonObject Page() => Schema.Whole(1, LiveViewRules.PageMax);

    private static JsonObject PageSize() => Schema.Whole(1, LiveViewRules.PageSizeMax);

    private static JsonObject Either(params string[] names) => new()
    {
        ["oneOf"] = new JsonArray([.. names.Select(name => (JsonNode)Schema.Ref(name))]),
        ["discriminator"] = new JsonObject { ["propertyName"] = "type" },
    };
}
