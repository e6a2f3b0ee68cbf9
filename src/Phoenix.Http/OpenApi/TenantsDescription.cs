using System.Text.Json.Nodes;
using Phoenix.Http.Admin;
using Phoenix.Http.Json;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Limits;

namespace Phoenix.Http.OpenApi;

/// <summary>The tenants, for the platform.</summary>
internal static class TenantsDescription
{
    private const string Tenants = "/v1/tenants";
    private const string Tenant = Tenants + "/{tenant_id}";

    private const string Shown =
        """
        {"tenant_id":"demo","name":"Demo Games","status":"active","dedupe_window_seconds":300,
         "created_at":"2025-11-18T12:00:00Z"}
        """;

    private const string Created =
        """
        {"tenant_id":"demo","name":"Demo Games","status":"active","signing_secret":"demo-secret",
         "dedupe_window_seconds":300,"created_at":"2025-11-18T12:00:00Z"}
        """;

    public static ApiPart Part => new("Tenants", "For platform credentials.", Operations, Schemas);

    private static IReadOnlyList<Operation> Operations =>
    [
        new("GET", Tenants, "listTenants", "All tenants, by id")
        {
            Parameters = [Parameters.Limit(AdminLimits.ListLimit, AdminLimits.ListLimitMax), Parameters.Cursor()],
            Answers =
            [
                new(200, "A part of the list.", Schema.Ref("TenantList"),
                    $$"""{"tenants":[{{Shown}}],"next_cursor":null}"""),
            ],
        },
        new("POST", Tenants, "createTenant", "Create a tenant")
        {
            Body = new RequestBody(Schema.Ref("CreateTenant"), """{"tenant_id":"demo","name":"Demo Games"}"""),
            Answers =
            [
                new(201, "The tenant, with its signing secret, which is not shown again.",
                    Schema.Ref("CreatedTenant"), Created),
            ],
            Errors = [ErrorCode.Conflict],
        },
        new("GET", Tenant, "getTenant", "A tenant")
        {
            Parameters = [Parameters.Tenant()],
            Answers = [new(200, "The tenant.", Schema.Ref("Tenant"), Shown)],
            Errors = [ErrorCode.NotFound],
        },
        new("PATCH", Tenant, "changeTenant", "Suspend, rename or change a tenant")
        {
            Parameters = [Parameters.Tenant()],
            Body = new RequestBody(Schema.Ref("ChangeTenant"), """{"name":"Demo Games"}"""),
            Answers = [new(200, "The tenant.", Schema.Ref("Tenant"), Shown)],
            Errors = [ErrorCode.NotFound],
        },
        new("POST", Tenant + "/rotate-secret", "rotateSigningSecret", "Give a tenant a new signing secret")
        {
            Description = "The old secret is worth nothing from now on.",
            Parameters = [Parameters.Tenant()],
            Answers =
            [
                new(200, "The secret, which is not shown again.", Schema.Ref("SigningSecret"),
                    """{"signing_secret":"demo-secret"}"""),
            ],
            Errors = [ErrorCode.NotFound],
        },
    ];

    private static IReadOnlyList<(string Name, JsonObject Schema)> Schemas =>
    [
        ("Tenant", Schema.Object(Fields)),
        ("CreatedTenant", Schema.Object([.. Fields, ("signing_secret", Schema.Text())])),
        ("TenantList", Schema.Object(
            ("tenants", Schema.List(Schema.Ref("Tenant"))),
            ("next_cursor", Schema.Text().OrNull().Says("For the next part; null: this is the last.")))),
        ("CreateTenant", Schema.ClosedObject(
            ("tenant_id", Schema.Name()), ("name", Schema.Text(1, AdminLimits.NameCodePointsMax)))),
        ("ChangeTenant", Schema.ClosedObject(
            ("status?", Schema.OneOf(ConfigNames.TenantStatuses).OrNull()),
            ("name?", Schema.Text(1, AdminLimits.NameCodePointsMax).OrNull()),
            ("dedupe_window_seconds?", DedupeWindow().OrNull())).Says("At least one of them.")),
        ("SigningSecret", Schema.Object(("signing_secret", Schema.Text()))),
    ];

    private static (string Name, JsonObject Schema)[] Fields =>
    [
        ("tenant_id", Schema.Name()),
        ("name", Schema.Text(1, AdminLimits.NameCodePointsMax)),
        ("status", Schema.OneOf(ConfigNames.TenantStatuses)),
        ("dedupe_window_seconds", DedupeWindow()),
        ("created_at", Schema.Time()),
    ];

    private static JsonObject DedupeWindow() =>
        Schema.Whole(ContractLimits.DedupeWindowSecondsMin, ContractLimits.DedupeWindowSecondsMax);
}
