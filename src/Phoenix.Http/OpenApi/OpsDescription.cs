using System.Text.Json.Nodes;
using Phoenix.Http.Json;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Routing;

namespace Phoenix.Http.OpenApi;

/// <summary>The cluster and what lives in it, for the platform's operators.</summary>
internal static class OpsDescription
{
    private const string Cluster = "/v1/ops/cluster";
    private const string Sharding = "/v1/ops/sharding";
    private const string Tenant = "/v1/ops/tenants/{tenant_id}";
    private const string Node = "akka.tcp://phoenix@node1:4053";
    private const string Order = $$"""{"address":"{{Node}}"}""";

    public static ApiPart Part => new("Operators", "For platform credentials.", Operations, Schemas);

    private static IReadOnlyList<Operation> Operations =>
    [
        new("GET", Cluster, "getCluster", "The cluster as the asked node sees it")
        {
            Answers =
            [
                new(200, "The members, the oldest first.", Schema.Ref("Cluster"),
                    $$"""
                    {"self":"{{Node}}","leader":"{{Node}}","oldest":"{{Node}}","members":[{"address":"{{Node}}",
                     "roles":["engine","gateway"],"status":"up","reachable":true,"version":"0.1.0"}],"unreachable":[]}
                    """),
            ],
        },
        OrderOf("leave", "leaveCluster", "Make a member hand over what it holds, and end", "leaving"),
        OrderOf("down", "downMember", "Take out a member that can't answer any more", "down"),
        new("GET", Sharding + "/regions", "getRegions", "How many shards and entities each node holds")
        {
            Answers =
            [
                new(200, "Two regions a node.", Schema.Ref("Regions"),
                    $$"""
                    {"regions":[{"region":"tenant","address":"{{Node}}","shards":7,"entities":9}],"silent":[]}
                    """),
            ],
        },
        new("GET", Sharding + "/shards", "getShards", "Where each shard lives")
        {
            Parameters = [Region()],
            Answers =
            [
                new(200, "The shards that are somewhere.", Schema.Ref("Shards"),
                    $$"""
                    {"shards":[{"region":"tenant","shard_id":"7","address":"{{Node}}","entities":2}],"silent":[]}
                    """),
            ],
        },
        new("GET", Sharding + "/entities", "getEntities", "Which tenants and boards are awake, and where")
        {
            Parameters =
            [
                Region(), Parameters.Query("shard", Schema.Text(), "Of this shard only."), Parameters.Limit(100),
            ],
            Answers =
            [
                new(200, "As many of each node as `limit` says.", Schema.Ref("Entities"),
                    $$"""
                    {"entities":[{"region":"tenant","shard_id":"7","address":"{{Node}}","entity_id":"demo",
                     "tenant_id":"demo","leaderboard_id":null}],"total":1,"truncated":false,"silent":[]}
                    """),
            ],
        },
        new("GET", Tenant, "getTenantDetails", "A tenant, where it lives, and how far its boards have come")
        {
            Parameters = [Parameters.Tenant()],
            Answers =
            [
                new(200, "It wakes nobody.", Schema.Ref("TenantDetails"),
                    $$"""
                    {"tenant_id":"demo","name":"Demo Games","status":"active","dedupe_window_seconds":300,
                     "created_at":"2025-11-18T12:00:00Z","shard_id":"7","node":"{{Node}}","awake":true,"head":"42",
                     "floor":"1",
                     "boards":[{"leaderboard_id":"xp-weekly","status":"active","position":"40","lag_rows":2,
                     "checkpoint_position":"38"}]}
                    """),
            ],
            Errors = [ErrorCode.NotFound],
        },
        new("GET", Tenant + "/boards/{id}", "getBoardDetails", "A board's position, lag, windows, members and bytes")
        {
            Parameters = [Parameters.Tenant(), Parameters.Board()],
            Answers =
            [
                new(200, "Its latest hundred windows at the most.", Schema.Ref("BoardDetails"),
                    $$"""
                    {"leaderboard_id":"xp-weekly","tenant_id":"demo","status":"active","version":1,"shard_id":"119",
                     "node":"{{Node}}","awake":true,"position":"40","head":"42","lag_rows":2,
                     "applied_until":"2025-11-18T12:00:00Z","members":1250,"bytes":96000,"checkpoint_position":"38",
                     "checkpoint_count":3,"checkpoint_bytes":41000,"window_count":1,"windows":[{"window_key":"2025-W47",
                     "status":"open","members":1250,"ranked":1250,"bytes":81000}]}
                    """),
            ],
            Errors = [ErrorCode.NotFound],
        },
        new("GET", Tenant + "/log", "getLog", "Rows of a tenant's log, in short")
        {
            Parameters =
            [
                Parameters.Tenant(), Parameters.Query("after", Schema.Position(), "The rows behind this one."),
                Parameters.Limit(20, 100),
            ],
            Answers =
            [
                new(200, "In order; of a row with many events the first twenty.", Schema.Ref("LogPage"),
                    """
                    {"tenant_id":"demo","rows":[{"position":"42","type":"events_accepted",
                     "accepted_at":"2025-11-18T12:00:00Z","row_id":"00000000000000ff","event_count":1,
                     "events":[{"event_id":"evt_1","type":"match.completed","user_id":"user-123",
                     "occurred_at":"2025-11-18T11:59:59Z"}]}],"head":"42","next_after":"42"}
                    """),
            ],
            Errors = [ErrorCode.NotFound],
        },
    ];

    private static IReadOnlyList<(string Name, JsonObject Schema)> Schemas =>
    [
        ("Cluster", Schema.Object(
            ("self", Schema.Text()), ("leader", Schema.Text().OrNull()), ("oldest", Schema.Text().OrNull()),
            ("members", Schema.List(Schema.Object(
                ("address", Schema.Text()), ("roles", Schema.List(Schema.Text())), ("status", Schema.Text()),
                ("reachable", Schema.Flag()), ("version", Schema.Text())))),
            ("unreachable", Schema.List(Schema.Text())))),
        ("MemberOrder", Schema.ClosedObject(("address", Schema.Text(1, 512)))),
        ("MemberChanged", Schema.Object(("address", Schema.Text()), ("status", Schema.OneOf("leaving", "down")))),
        ("Regions", Listing("regions", [.. Place(), ("shards", Schema.Whole()), ("entities", Schema.Whole())])),
        ("Shards", Listing("shards", [.. ShardPlace(), ("entities", Schema.Whole())])),
        ("Entities", Listing(
            "entities",
            [
                .. ShardPlace(), ("entity_id", Schema.Text()), ("tenant_id", Schema.Text().OrNull()),
                ("leaderboard_id", Schema.Text().OrNull()),
            ],
            ("total", Schema.Whole()), ("truncated", Schema.Flag()))),
        ("TenantDetails", Schema.Object(
            ("tenant_id", Schema.Name()), ("name", Schema.Text()),
            ("status", Schema.OneOf(ConfigNames.TenantStatuses)), ("dedupe_window_seconds", Schema.Whole()),
            ("created_at", Schema.Time()), ("shard_id", Schema.Text()), ("node", Schema.Text().OrNull()),
            ("awake", Schema.Flag()), ("head", Schema.Position()),
            ("floor", Schema.Position().Says("The first row that the log still holds; retention deletes those below.")),
            ("boards", Schema.List(Schema.Object(
                ("leaderboard_id", Schema.Name()), ("status", Schema.OneOf(ConfigNames.LeaderboardStatuses)),
                ("position", Schema.Position().OrNull()), ("lag_rows", Schema.Whole().OrNull()),
                ("checkpoint_position", Schema.Position().OrNull())))))),
        ("BoardDetails", Schema.Object(
            ("leaderboard_id", Schema.Name()), ("tenant_id", Schema.Name()),
            ("status", Schema.OneOf(ConfigNames.LeaderboardStatuses)), ("version", Schema.Whole()),
            ("shard_id", Schema.Text()), ("node", Schema.Text().OrNull()), ("awake", Schema.Flag()),
            ("position", Schema.Position()), ("head", Schema.Position()), ("lag_rows", Schema.Whole()),
            ("applied_until", Schema.Time()), ("members", Schema.Whole()), ("bytes", Schema.Whole()),
            ("checkpoint_position", Schema.Position().OrNull()), ("checkpoint_count", Schema.Whole()),
            ("checkpoint_bytes", Schema.Whole()), ("window_count", Schema.Whole()),
            ("windows", Schema.List(Schema.Object(
                ("window_key", Schema.Text()), ("status", Schema.OneOf("open", "closing", "closed")),
                ("members", Schema.Whole()), ("ranked", Schema.Whole()), ("bytes", Schema.Whole())))))),
        ("LogPage", Schema.Object(
            ("tenant_id", Schema.Name()), ("rows", Schema.List(Schema.Ref("LogRow"))), ("head", Schema.Position()),
            ("next_after", Schema.Position()))),
        ("LogRow", Schema.Object(
            ("position", Schema.Position()), ("type", Schema.Text()), ("accepted_at", Schema.Time()),
            ("row_id", Schema.Text()), ("event_count?", Schema.Whole()),
            ("events?", Schema.List(Schema.Object(
                ("event_id", Schema.EventText()), ("type", Schema.EventText()), ("user_id", Schema.EventText()),
                ("occurred_at", Schema.Time())))),
            ("leaderboard_id?", Schema.Name()), ("version?", Schema.Whole()), ("status?", Schema.Text()),
            ("name?", Schema.Text()), ("dedupe_window_seconds?", Schema.Whole()))),
    ];

    private static Operation OrderOf(string action, string id, string summary, string status) =>
        new("POST", $"{Cluster}/{action}", id, summary)
        {
            Body = new RequestBody(Schema.Ref("MemberOrder"), Order),
            Answers =
            [
                new(200, "It is being done; the cluster shows when it is.", Schema.Ref("MemberChanged"),
                    $$"""{"address":"{{Node}}","status":"{{status}}"}"""),
            ],
            Errors = [ErrorCode.NotFound],
        };

    private static Parameter Region() => Parameters.Query(
        "region", Schema.OneOf(ShardTopology.TenantRegion, ShardTopology.LeaderboardRegion), "Of this region only.");

    private static (string, JsonObject)[] Place() =>
        [("region", Schema.Text()), ("address", Schema.Text())];

    private static (string, JsonObject)[] ShardPlace() => [.. Place(), ("shard_id", Schema.Text())];

    private static JsonObject Listing(
        string name, (string, JsonObject)[] fields, params ReadOnlySpan<(string, JsonObject)> further) =>
        Schema.Object(
        [
            (name, Schema.List(Schema.Object(fields))), .. further,
            ("silent", Schema.List(Schema.Text()).Says("Nodes that did not answer in time.")),
        ]);
}
