using static Phoenix.System.Tests.Contract.ContractRow;
using static Phoenix.System.Tests.Contract.Credential;

namespace Phoenix.System.Tests.Contract;

/// <summary>§1 and §3: who may reach what; 401 comes before anything about the body.</summary>
internal static class CredentialRows
{
    private const string NotJson = "{";

    private static readonly (string Method, string Path)[] OfTenants =
    [
        ("POST", "/v1/events"), ("POST", "/v1/events/bulk"), ("GET", "/v1/leaderboards/xp"),
        ("GET", "/v1/leaderboards/xp/user/ann"), ("GET", "/v1/leaderboards/xp/rank/ann"),
        ("GET", "/v1/leaderboards/xp/score/ann"), ("POST", "/v1/leaderboards/xp/ranks"),
        ("GET", "/v1/leaderboards/xp/windows"), ("GET", "/v1/snapshots/cup"), ("GET", "/v1/snapshots/cup/$end"),
        ("GET", "/v1/snapshots/cup/$end/user/ann"), ("GET", "/v1/leaderboards/xp/ws"),
    ];

    private static readonly (string Method, string Path)[] OfAdmins =
    [
        ("GET", "/v1/leaderboards"), ("POST", "/v1/leaderboards"), ("GET", "/v1/leaderboards/xp/definition"),
        ("PUT", "/v1/leaderboards/xp"), ("PATCH", "/v1/leaderboards/xp"), ("DELETE", "/v1/leaderboards/xp"),
        ("POST", "/v1/leaderboards/dry-run"), ("GET", "/v1/events/recent"), ("GET", "/v1/leaderboards/xp/rebuild"),
        ("DELETE", "/v1/leaderboards/xp/rebuild"), ("POST", "/v1/leaderboards/xp/verify"),
    ];

    private static readonly (string Method, string Path)[] OfThePlatform =
    [
        ("GET", "/v1/tenants"), ("POST", "/v1/tenants"), ("GET", "/v1/tenants/acme"), ("PATCH", "/v1/tenants/acme"),
        ("POST", "/v1/tenants/acme/rotate-secret"), ("GET", "/v1/ops/cluster"), ("POST", "/v1/ops/cluster/leave"),
        ("POST", "/v1/ops/cluster/down"), ("GET", "/v1/ops/sharding/regions"), ("GET", "/v1/ops/sharding/shards"),
        ("GET", "/v1/ops/sharding/entities"), ("GET", "/v1/ops/tenants/acme"),
        ("GET", "/v1/ops/tenants/acme/boards/xp"), ("GET", "/v1/ops/tenants/acme/log"),
    ];

    private static readonly Credential[] Bad =
    [
        Nobody, NoToken, Basic, WrongKey, Expired, NotYetValid, WithoutExpiry, WithoutTenant, WithTwoTenants,
        OfAnotherIssuer, ForAnotherAudience, WithBadSignature, WithoutSignature, WithCrit, OversizedToken,
    ];

    public static IReadOnlyList<ContractRow> All { get; } =
    [
        .. from endpoint in OfTenants.Concat(OfAdmins).Concat(OfThePlatform)
           select Unauthorized(endpoint.Method, endpoint.Path, Nobody),
        .. from credential in Bad select Unauthorized("POST", "/v1/events", credential),
        .. from credential in Bad select Unauthorized("GET", "/v1/tenants", credential),
        .. from endpoint in OfTenants
           select Forbidden(endpoint.Method, endpoint.Path, Key, "needs a tenant's token"),
        .. from endpoint in OfAdmins select Forbidden(endpoint.Method, endpoint.Path, Token, "phoenix.admin"),
        .. from endpoint in OfThePlatform from credential in new[] { Token, Admin }
           select Forbidden(endpoint.Method, endpoint.Path, credential, "phoenix.platform"),
        .. from credential in new[] { JustExpired, BoundToken, Admin }
           select Done("POST", "/v1/events", credential, 202, "accepted", Event()),
        .. from credential in new[] { Key, BearerKey, HashedKey, Platform }
           select Done("GET", "/v1/tenants/other", credential, 200, "\"tenant_id\":\"other\""),
        .. Tenants(),
    ];

    private static IEnumerable<ContractRow> Tenants()
    {
        yield return Forbidden("POST", "/v1/events", UnknownToken, "not known", Event());
        yield return Forbidden("POST", "/v1/events", SuspendedToken, "suspended", Event());
        foreach (var path in new[] { "/v1/leaderboards/xp", "/v1/leaderboards/xp/rank/ann" })
        {
            yield return Forbidden("GET", path, UnknownToken, "not known");
            yield return Forbidden("GET", path, SuspendedToken, "suspended");
        }
        yield return Forbidden(
            "POST", "/v1/leaderboards/xp/ranks", SuspendedToken, "suspended", """{"user_ids":["ann"]}""");
        foreach (var path in new[] { "/v1/leaderboards", "/v1/events/recent" })
        {
            yield return Forbidden("GET", path, UnknownAdmin, "not known");
            yield return Forbidden("GET", path, SuspendedAdmin, "suspended");
            yield return Forbidden("GET", path + "?tenant_id=other", Admin, "its own tenant only");
            yield return Forbidden("GET", path + "?tenant_id=nobody", Key, "not known");
            yield return Refused("GET", path, Platform, 400, "VALIDATION_ERROR", "tenant_id is required");
            yield return Refused("GET", path + "?tenant_id=a%20b", Key, 400, "VALIDATION_ERROR", "tenant_id must be");
            yield return Done("GET", path + "?tenant_id=acme", Admin, 200, "");
            yield return Done("GET", path + "?tenant_id=asleep", Key, 200, "");
            yield return Done("GET", path + "?tenant_id=acme", Platform, 200, "");
        }
        // A tenant that is suspended still takes control rows.
        yield return Done("PATCH", "/v1/tenants/asleep", Key, 200, "\"name\":\"Asleep\"", """{"name":"Asleep"}""");
        yield return Forbidden(
            "POST", "/v1/events", BoundToken, "bound to", Event(("actor", """{"user_id":"bob"}""")));
        var both = $$"""{"events":[{{Event()}},{{Event(("actor", """{"user_id":"bob"}"""))}}]}""";
        yield return Done("POST", "/v1/events/bulk", BoundToken, 202, "bound to", both);
    }

    private static ContractRow Unauthorized(string method, string path, Credential credential) =>
        Refused(method, path, credential, 401, "UNAUTHORIZED", "", method == "GET" ? null : NotJson);

    private static ContractRow Forbidden(
        string method, string path, Credential credential, string says, string? body = null) =>
        Refused(method, path, credential, 403, "FORBIDDEN", says, body ?? (method == "GET" ? null : NotJson));
}
