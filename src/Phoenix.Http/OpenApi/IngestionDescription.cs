using System.Text.Json.Nodes;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Limits;

namespace Phoenix.Http.OpenApi;

/// <summary>The ingestion gateway.</summary>
internal static class IngestionDescription
{
    private const string Event =
        """
        {"event_id":"evt_1","type":"match.completed",
         "actor":{"user_id":"user-123","metadata":{"region":"na-east"}},"subject":{"type":"match","id":"m-7"},
         "occurred_at":"2025-11-18T12:34:56Z","attrs":{"score":1550,"victory":true}}
        """;

    public static ApiPart Part => new("Ingestion", "Events go in.", Operations, Schemas);

    private static IReadOnlyList<Operation> Operations =>
    [
        new("POST", "/v1/events", "sendEvent", "Send one event")
        {
            Description =
                "Answered once the event is durable. Send it again with the same `event_id` whenever an answer is "
                + "missing or was a 5xx: inside the dedupe window it is scored once.",
            Body = new RequestBody(Schema.Ref("IngestionEventV1"), Event),
            Answers =
            [
                new(202, "The event is in the log.", Schema.Ref("EventAccepted"),
                    """{"status":"accepted","event_id":"evt_1","duplicate":false,"position":"42"}"""),
            ],
            Errors = [ErrorCode.RateLimited],
        },
        new("POST", "/v1/events/bulk", "sendEvents", "Send up to 100 events")
        {
            Description =
                "Each event is accepted or failed on its own; those that pass stand in the log together or not at all.",
            Body = new RequestBody(Schema.Ref("BulkRequest"), $$"""{"events":[{{Event}}]}"""),
            Answers =
            [
                new(202, "What became of each event, also where none was accepted.", Schema.Ref("BulkResult"),
                    """
                    {"status":"partial","total":2,"accepted":1,"failed":1,
                     "results":[{"index":0,"event_id":"evt_1","status":"accepted","duplicate":false},
                                {"index":1,"event_id":"evt_2","status":"failed",
                                 "error":"Validation failed: event_type cannot be empty"}],
                     "position":"43"}
                    """),
            ],
            Errors = [ErrorCode.RateLimited],
        },
    ];

    private static IReadOnlyList<(string Name, JsonObject Schema)> Schemas =>
    [
        ("IngestionEventV1", Schema.Object(
            ("event_id", Schema.EventText().Says("Chosen by the sender; makes a retry recognisable.")),
            ("type", Schema.EventText().Says("What happened; rules choose events by it.")),
            ("actor", Schema.Object(
                ("user_id", Schema.EventText().Says("Whose score it is.")),
                ("metadata?", Schema.AnyObject().OrNull()))),
            ("subject?", Schema.Object(("type?", Schema.Text().OrNull()), ("id?", Schema.Text().OrNull())).OrNull()),
            ("occurred_at", Schema.Time().Says("With an offset; at most an hour ahead; decides the window.")),
            ("attrs", Schema.AnyObject().Says("Any JSON; may be empty.")),
            ("tenant_id?", Schema.Text().OrNull().Says("Overwritten with the token's tenant.")))
            .Says("Fields beyond these are kept, and filters can read them.")),
        ("EventAccepted", Schema.Object(
            ("status", Schema.OneOf("accepted")),
            ("event_id", Schema.EventText()),
            ("duplicate", Schema.Flag().Says("The log already held the id; nothing is scored again.")),
            ("position", Schema.Position().Says("Not before the event's own: for `min_position` of queries.")))),
        ("BulkRequest", Schema.Object(
            ("events", Schema.List(Schema.Ref("IngestionEventV1"), 1, ContractLimits.BulkEventsMax)))),
        ("BulkResult", Schema.Object(
            ("status", Schema.OneOf("accepted", "partial", "failed")),
            ("total", Schema.Whole(1, ContractLimits.BulkEventsMax)),
            ("accepted", Schema.Whole(0, ContractLimits.BulkEventsMax).Says("Duplicates count.")),
            ("failed", Schema.Whole(0, ContractLimits.BulkEventsMax)),
            ("results", Schema.List(Schema.Ref("BulkEventResult"))),
            ("position?", Schema.Position().Says("Missing where no event was accepted.")))),
        ("BulkEventResult", Schema.Object(
            ("index", Schema.Whole(0, ContractLimits.BulkEventsMax - 1).Says("The event's place in the request.")),
            ("event_id", Schema.Text().OrNull().Says("Null where it is missing or no string.")),
            ("status", Schema.OneOf("accepted", "failed")),
            ("duplicate?", Schema.Flag().Says("With an accepted event.")),
            ("error?", Schema.Text().Says("With a failed one.")))),
    ];
}
