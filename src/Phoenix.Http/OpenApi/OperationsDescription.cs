using System.Text.Json.Nodes;
using Phoenix.Messages.Errors;

namespace Phoenix.Http.OpenApi;

/// <summary>What a node tells about itself.</summary>
internal static class OperationsDescription
{
    public static ApiPart Part => new(
        "Operations", "What a node tells about itself; all but the probes may be closed to those without a credential.",
        Operations, Schemas);

    private static IReadOnlyList<Operation> Operations =>
    [
        new("GET", "/health", "getHealth", "Is the process alive?")
        {
            Answers = [new(200, "It is.", Schema.Ref("Health"), """{"status":"ok"}""")],
        },
        new("GET", "/ready", "getReadiness", "Can this node persist an event now?")
        {
            Answers =
            [
                new(200, "It can.", Schema.Ref("Readiness"), """{"status":"ready"}"""),
                new(503, "It can't, and why.", Schema.Ref("Readiness"),
                    """{"status":"not_ready","checks":{"journal":"the write failed"}}""")
                {
                    Headers = ["Retry-After"],
                },
            ],
        },
        new("GET", "/metrics", "getMetrics", "What this node measures, for Prometheus")
        {
            Answers = [new(200, "Prometheus' text format.", Schema.Text()) { ContentType = "text/plain" }],
        },
        new("GET", "/openapi/v1.json", "getOpenApi", "This document")
        {
            Answers = [new(200, "The document.", Schema.AnyObject())],
        },
        new("GET", "/console/{path}", "getConsole", "The web page")
        {
            Parameters = [Parameters.Path("path", Schema.Text(), "A file of the page; none: the page itself.", "")],
            Answers =
            [
                new(200, "The file.", Schema.Text()) { ContentType = "text/html", Headers = ["ETag"] },
                new(304, "The file is still the one that If-None-Match names.") { Headers = ["ETag"] },
            ],
            Errors = [ErrorCode.NotFound],
        },
    ];

    private static IReadOnlyList<(string Name, JsonObject Schema)> Schemas =>
    [
        ("Health", Schema.Object(("status", Schema.OneOf("ok")))),
        ("Readiness", Schema.Object(
            ("status", Schema.OneOf("ready", "not_ready")),
            ("checks?", Schema.Map(Schema.Text()).Says("Each check: `ok`, or what is wrong.")))),
    ];
}
