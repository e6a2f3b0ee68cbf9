using System.Text.Json.Nodes;
using Phoenix.Http.Tokens;
using Phoenix.Messages.Errors;

namespace Phoenix.Http.OpenApi;

/// <summary>Tokens for players, against the tenant's signature.</summary>
internal static class GamerTokensDescription
{
    public static ApiPart Part => new("Gamer tokens", "For game backends.", Operations, Schemas);

    private static IReadOnlyList<Operation> Operations =>
    [
        new("POST", "/v1/gamer-tokens", "createGamerToken", "Trade the tenant's signature for a short-lived token")
        {
            Description =
                "The signature is HMAC-SHA256 over `METHOD\\nPATH\\nTIMESTAMP\\nBODY` (PATH without query, BODY as "
                + "sent), keyed with the UTF-8 bytes of the signing secret as shown. A token with a `user_id` sends "
                + "events of that user only.",
            IsSigned = true,
            Parameters =
            [
                Parameters.Header("X-Tenant-Id", Schema.Name(), "The tenant that signs.", "demo"),
                Parameters.Header(
                    "X-Timestamp", new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9]{1,12}$" },
                    "Unix seconds, within 300 of the server's clock.", "1763469296"),
                Parameters.Header(
                    "X-Signature", new JsonObject { ["type"] = "string", ["pattern"] = "^hmac-sha256=[0-9a-f]{64}$" },
                    "The signature.",
                    "hmac-sha256=b6c630d1a6d89c70b001628e862df0c115db16e5914b545d13fe81275b0d49ae"),
            ],
            Body = new RequestBody(
                Schema.Ref("GamerTokenRequest"), """{"user_id":"user-123","ttl_seconds":3600}""", IsRequired: false),
            Answers =
            [
                new(200, "The token.", Schema.Ref("GamerToken"),
                    """{"token":"eyJhbGciOi…","token_type":"Bearer","expires_at":"2025-11-18T13:34:56Z"}"""),
            ],
            // Where the node has no signing key, it issues none.
            Errors = [ErrorCode.NotFound],
        },
    ];

    private static IReadOnlyList<(string Name, JsonObject Schema)> Schemas =>
    [
        ("GamerTokenRequest", Schema.ClosedObject(
            ("user_id?", Schema.EventText().OrNull().Says("The user that the token is bound to.")),
            ("ttl_seconds?", Schema.Whole(
                GamerTokenRequest.LifetimeSecondsMin, GamerTokenRequest.LifetimeSecondsMax).OrNull()
                .Default(GamerTokenRequest.LifetimeSecondsDefault)))),
        ("GamerToken", Schema.Object(
            ("token", Schema.Text()),
            ("token_type", Schema.OneOf("Bearer")),
            ("expires_at", Schema.Time()))),
    ];
}
