using static Phoenix.System.Tests.Contract.ContractRow;
using static Phoenix.System.Tests.Contract.Credential;

namespace Phoenix.System.Tests.Contract;

/// <summary>§4 and §7: what operators see, and what is open to everyone.</summary>
internal static class OpsRows
{
    private const string Ops = "/v1/ops";
    private const string Invalid = "VALIDATION_ERROR";

    public static IReadOnlyList<ContractRow> All { get; } = [.. Cluster(), .. Tenants(), .. Open()];

    private static IEnumerable<ContractRow> Cluster()
    {
        foreach (var credential in new[] { Key, Platform })
            yield return Done("GET", Ops + "/cluster", credential, 200, "akka.tcp://phoenix@");
        foreach (var list in new[] { "regions", "shards", "entities" })
            yield return Done("GET", $"{Ops}/sharding/{list}", Key, 200, "{");
        foreach (var query in new[] { "limit=0", "limit=1001", "limit=x", "region=x", "shard=x", "shard=-1" })
            yield return Refused("GET", $"{Ops}/sharding/entities?{query}", Key, 400, Invalid, query[..5]);
        yield return Refused("GET", Ops + "/sharding/shards?region=x", Key, 400, Invalid, "region");
        foreach (var order in new[] { "leave", "down" })
        {
            foreach (var body in new[] { "{}", "[]", "{", "", """{"address":7}""", """{"address":"x","node":1}""" })
                yield return Refused("POST", $"{Ops}/cluster/{order}", Key, 400, Invalid, "", body);
            yield return Refused(
                "POST", $"{Ops}/cluster/{order}", Key, 404, "NOT_FOUND", "",
                """{"address":"akka.tcp://phoenix@127.0.0.1:1"}""");
            yield return Refused(
                "GET", $"{Ops}/cluster/{order}", Key, 405, "METHOD_NOT_ALLOWED", "This path takes POST.");
        }
        yield return Refused("GET", Ops, Key, 404, "NOT_FOUND", "nothing at this path");
        yield return Refused("GET", Ops + "/cluster/x", Key, 404, "NOT_FOUND", "nothing at this path");
    }

    private static IEnumerable<ContractRow> Tenants()
    {
        yield return Done("GET", Ops + "/tenants/acme", Key, 200, "acme");
        yield return Done("GET", Ops + "/tenants/acme/boards/xp", Key, 200, "\"position\"");
        yield return Done("GET", Ops + "/tenants/acme/log?after=0&limit=1", Key, 200, "\"position\"");
        string[] unknown = ["none", "a%20b", "none/boards/xp", "acme/boards/none", "acme/boards/a%20b", "none/log"];
        foreach (var path in unknown)
            yield return Refused("GET", $"{Ops}/tenants/{path}", Key, 404, "NOT_FOUND", "");
        foreach (var query in new[] { "after=x", "after=-1", "limit=0", "limit=101" })
            yield return Refused("GET", $"{Ops}/tenants/acme/log?{query}", Key, 400, Invalid, query[..5]);
    }

    private static IEnumerable<ContractRow> Open()
    {
        yield return Done("GET", "/metrics", Nobody, 200, "# TYPE");
        yield return Done("GET", "/openapi/v1.json", Nobody, 200, "\"openapi\": \"3.1.0\"");
        yield return Done("GET", "/console", Nobody, 200, "<!doctype html>") with
        {
            Answers = [("X-Frame-Options", "DENY")],
        };
        foreach (var path in new[] { "/console/no-such-file", "/console/..%2fappsettings.json", "/openapi/v2.json" })
            yield return Refused("GET", path, Nobody, 404, "NOT_FOUND", "nothing at this path");
        foreach (var path in new[] { "/metrics", "/openapi/v1.json", "/console" })
            yield return Refused("DELETE", path, Nobody, 405, "METHOD_NOT_ALLOWED", "This path takes GET");
    }
}
