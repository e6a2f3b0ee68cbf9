using System.Text.Json.Nodes;
using Phoenix.Http.Errors;
using Phoenix.Messages.Errors;

namespace Phoenix.Http.OpenApi;

/// <summary>What the operations share: schemas, error answers, headers, credentials.</summary>
internal static class ApiComponents
{
    public const string Token = "token";
    public const string ApiKey = "apiKey";
    public const string Signature = "signature";

    public static JsonObject All()
    {
        var schemas = new JsonObject { ["Error"] = Error() };
        foreach (var (name, schema) in ApiDescription.Parts.SelectMany(part => part.Schemas)) schemas.Add(name, schema);
        return new JsonObject
        {
            ["schemas"] = schemas,
            ["responses"] = Responses(),
            ["headers"] = Headers(),
            ["securitySchemes"] = SecuritySchemes(),
        };
    }

    /// <summary>The name of an error's answer in <c>components/responses</c>, e.g. <c>NotFound</c>.</summary>
    public static string ResponseName(ErrorCode code) => code.ToString();

    private static IEnumerable<ErrorCode> Codes => Enum.GetValues<ErrorCode>().Where(code => code != ErrorCode.None);

    private static JsonObject Error() => ErrorWith().Says("Every answer that is not a success.");

    /// <summary>The error envelope with further fields around it.</summary>
    public static JsonObject ErrorWith(params ReadOnlySpan<(string Name, JsonObject Schema)> fields) => Schema.Object([
        .. fields,
        ("error", Schema.Object(
            ("code", Schema.OneOf([.. Codes.Select(ErrorCatalog.NameOf)]).Says("What it is, for programs.")),
            ("message", Schema.Text().Says("What it is, for people.")),
            ("status", Schema.Whole(400, 599).Says("The HTTP status.")),
            ("details?", Schema.List(Schema.Object(("field", Schema.Text()), ("message", Schema.Text())))
                .Says("The fields at fault, each with its rule.")))),
    ]);

    private static JsonObject Responses()
    {
        var responses = new JsonObject();
        foreach (var code in Codes)
        {
            var headers = new JsonObject { ["X-Request-Id"] = HeaderRef("X-Request-Id") };
            if (code == ErrorCode.Unauthorized) headers["WWW-Authenticate"] = HeaderRef("WWW-Authenticate");
            if (code is ErrorCode.RateLimited or ErrorCode.Unavailable)
                headers["Retry-After"] = HeaderRef("Retry-After");
            responses[ResponseName(code)] = new JsonObject
            {
                ["description"] = DescriptionOf(code),
                ["headers"] = headers,
                ["content"] = new JsonObject
                {
                    ["application/json"] = new JsonObject
                    {
                        ["schema"] = Schema.Ref("Error"),
                        ["example"] = ExampleOf(code),
                    },
                },
            };
        }
        return responses;
    }

    private static JsonNode? ExampleOf(ErrorCode code)
    {
        var message = DescriptionOf(code);
        return JsonNode.Parse(ErrorResponses.Format(new Refusal(code, message)));
    }

    private static string DescriptionOf(ErrorCode code) => code switch
    {
        ErrorCode.ValidationError => "The body or a parameter is malformed, missing, unknown or out of range.",
        ErrorCode.Unauthorized => "There is no credential, or it is not valid or has expired.",
        ErrorCode.Forbidden => "The tenant is unknown or suspended, or the credential lacks the right.",
        ErrorCode.NotFound => "There is no such thing.",
        ErrorCode.MethodNotAllowed => "The path has no such method.",
        ErrorCode.UnsupportedMediaType => "The body is not application/json.",
        ErrorCode.Conflict => "It exists already, or has changed meanwhile.",
        ErrorCode.PayloadTooLarge => "The body is too large.",
        ErrorCode.RateLimited => "A limit of the tenant is reached; come again after Retry-After.",
        ErrorCode.InternalError => "A fault of the server; what was asked may or may not have been done.",
        ErrorCode.Unavailable => "This node can't answer now; come again after Retry-After.",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "No such error code."),
    };

    private static JsonObject HeaderRef(string name) => new() { ["$ref"] = "#/components/headers/" + name };

    private static JsonObject Headers() => new()
    {
        ["X-Request-Id"] = Header(Schema.Text(1, 128), "The request's id: the caller's own where it sent a sane one."),
        ["Retry-After"] = Header(Schema.Whole(1), "Seconds to wait before the next try."),
        ["WWW-Authenticate"] = Header(Schema.Text(), "The kind of credential that is wanted."),
        ["ETag"] = Header(Schema.Text(), "Send it as If-None-Match to be told when nothing has changed."),
    };

    private static JsonObject Header(JsonObject schema, string description) =>
        new() { ["description"] = description, ["schema"] = schema };

    private static JsonObject SecuritySchemes() => new()
    {
        [Token] = new JsonObject
        {
            ["type"] = "http",
            ["scheme"] = "bearer",
            ["bearerFormat"] = "JWT",
            ["description"] =
                "A JWT of the identity provider or a gamer token. Its tenant is the claim `org_id` or "
                + "`urn:zitadel:iam:user:resourceowner:id`; the roles `phoenix.admin` (its own tenant) and "
                + "`phoenix.platform` (every tenant) administer.",
        },
        [ApiKey] = new JsonObject
        {
            ["type"] = "apiKey",
            ["in"] = "header",
            ["name"] = "X-API-Key",
            ["description"] = "An administrator's key of the platform; also taken as a bearer token.",
        },
        [Signature] = new JsonObject
        {
            ["type"] = "apiKey",
            ["in"] = "header",
            ["name"] = "X-Signature",
            ["description"] =
                "`hmac-sha256=<lower-case hex>` over `METHOD\\nPATH\\nTIMESTAMP\\nBODY`, keyed with the tenant's "
                + "signing secret as shown.",
        },
    };
}
