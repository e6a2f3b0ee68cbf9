using static Phoenix.System.Tests.Contract.ContractRow;
using static Phoenix.System.Tests.Contract.Credential;

namespace Phoenix.System.Tests.Contract;

/// <summary>§4: tenants. Rows that change a tenant stand in the order in which they are sent.</summary>
internal static class TenantRows
{
    private const string Tenants = "/v1/tenants";
    private const string Invalid = "VALIDATION_ERROR";

    public static IReadOnlyList<ContractRow> All { get; } = [.. Created(), .. Read(), .. Changed()];

    private static IEnumerable<ContractRow> Created()
    {
        yield return Done(
            "POST", Tenants, Key, 201, """{"tenant_id":"zeta","name":"Zeta","status":"active","signing_secret":"phs_""",
            """{"tenant_id":"zeta","name":"Zeta"}""") with { Answers = [("Cache-Control", "no-store")] };
        yield return Refused(
            "POST", Tenants, Key, 409, "CONFLICT", "exists already", """{"tenant_id":"zeta","name":"Z"}""");
        foreach (var id in new[] { "7", "\"a b\"", "\"\"", "null", $"\"{new string('x', 65)}\"" })
            yield return Bad("tenant_id", $$"""{"tenant_id":{{id}},"name":"x"}""");
        foreach (var name in new[] { "7", "\"\"", "null", "\"a\\u0007\"", $"\"{new string('x', 201)}\"" })
            yield return Bad("name", $$"""{"tenant_id":"y","name":{{name}}}""");
        yield return Bad("name is required", """{"tenant_id":"y"}""");
        yield return Bad("plan is not a known field", """{"tenant_id":"y","name":"Y","plan":1}""");
        foreach (var body in new[] { "", "{", "[]", "\uFEFF{}" }) yield return Bad("", body);
    }

    private static IEnumerable<ContractRow> Read()
    {
        yield return Done("GET", Tenants, Key, 200, "{\"tenants\":[{\"tenant_id\":\"acme\",\"name\":\"acme\",");
        yield return Done("GET", Tenants + "?limit=100", Key, 200, "\"next_cursor\":null}");
        yield return Done("GET", Tenants + "?limit=1", Key, 200, "\"next_cursor\":\"");
        foreach (var query in new[] { "limit=0", "limit=1001", "limit=x", "limit=1&limit=1", "cursor=x", "cursor=" })
            yield return Refused("GET", $"{Tenants}?{query}", Key, 400, Invalid, query[..5]);
        yield return Done("GET", Tenants + "/zeta", Key, 200, "\"dedupe_window_seconds\":300,\"created_at\":\"");
        foreach (var id in new[] { "none", "a%20b", "%ff" })
            yield return Refused("GET", $"{Tenants}/{id}", Key, 404, "NOT_FOUND", "");
    }

    private static IEnumerable<ContractRow> Changed()
    {
        yield return Done("PATCH", Tenants + "/zeta", Key, 200, "\"name\":\"Last\"", """{"name":"Last"}""");
        yield return Done(
            "PATCH", Tenants + "/zeta", Platform, 200, "\"dedupe_window_seconds\":86400",
            """{"dedupe_window_seconds":86400}""");
        foreach (var status in new[] { "\"status\":\"suspended\"", "\"status\":\"active\"" })
            yield return Done("PATCH", Tenants + "/zeta", Key, 200, status, $"{{{status}}}");
        foreach (var body in new[]
                 {
                     "{}", "[]", "{", """{"status":"gone"}""", """{"name":""}""", """{"tenant_id":"x"}""",
                     """{"dedupe_window_seconds":0}""", """{"dedupe_window_seconds":86401}""",
                     """{"dedupe_window_seconds":1.5}""",
                 })
            yield return Refused("PATCH", Tenants + "/zeta", Key, 400, Invalid, "", body);
        yield return Refused("PATCH", Tenants + "/none", Key, 404, "NOT_FOUND", "", """{"name":"x"}""");
        yield return Done("POST", Tenants + "/zeta/rotate-secret", Key, 200, "{\"signing_secret\":\"phs_") with
        {
            Answers = [("Cache-Control", "no-store")],
        };
        yield return Refused("POST", Tenants + "/none/rotate-secret", Key, 404, "NOT_FOUND", "");
    }

    private static ContractRow Bad(string says, string body) =>
        Refused("POST", Tenants, Key, 400, Invalid, says, body);
}
