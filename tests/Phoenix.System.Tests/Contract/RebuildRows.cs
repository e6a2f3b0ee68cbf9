using static Phoenix.System.Tests.Contract.ContractRow;
using static Phoenix.System.Tests.Contract.Credential;

namespace Phoenix.System.Tests.Contract;

/// <summary>§4: backfill, rebuild and verify, as far as one request shows them.</summary>
internal static class RebuildRows
{
    private const string Shelf = "/v1/leaderboards/shelf";
    private const string Invalid = "VALIDATION_ERROR";

    public static IReadOnlyList<ContractRow> All { get; } =
    [
        Done("GET", Shelf + "/rebuild", Admin, 200, "\"state\":\"none\""),
        Done("GET", Shelf + "/rebuild?tenant_id=acme", Key, 200, "\"state\":\"none\""),
        Refused("GET", Shelf + "/rebuild", Key, 400, Invalid, "tenant_id is required"),
        Refused("GET", Shelf + "/rebuild?tenant_id=acme", OtherAdmin, 403, "FORBIDDEN", "own tenant"),
        .. from request in new[] { ("GET", "rebuild"), ("DELETE", "rebuild"), ("POST", "verify") }
           from board in new[] { "none", "a%20b" }
           select Refused(request.Item1, $"/v1/leaderboards/{board}/{request.Item2}", Admin, 404, "NOT_FOUND", ""),
        Refused("PATCH", Shelf + "/rebuild", Admin, 405, "METHOD_NOT_ALLOWED", "This path takes DELETE, GET, HEAD."),
        Refused("GET", Shelf + "/verify", Admin, 405, "METHOD_NOT_ALLOWED", "This path takes POST."),
        .. from backfill in new[] { "\"yesterday\"", "7", "\"2999-01-01T00:00:00Z\"" }
           select Refused("PUT", Shelf, Admin, 400, Invalid, "backfill", Put(backfill)),
        Done("PUT", Shelf, Admin, 200, "\"leaderboard_id\":\"shelf\"", Put("false")),
        Done("POST", Shelf + "/verify", Admin, 202, "\"kind\":\"verify\""),
        Done("GET", Shelf + "/rebuild", Admin, 200, "\"kind\":\"verify\""),
    ];

    private static string Put(string backfill) => $$"""{"config":{{LeaderboardRows.Config}},"backfill":{{backfill}}}""";
}
