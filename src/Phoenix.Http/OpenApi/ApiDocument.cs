using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Phoenix.Http.Auth;
using Phoenix.Messages.Errors;

namespace Phoenix.Http.OpenApi;

/// <summary>Joins the mapped endpoints with their descriptions into one OpenAPI 3.1 document.</summary>
internal static class ApiDocument
{
    public const string Version = "3.1.0";

    /// <summary>The document of these endpoints. Endpoints without a description are left out.</summary>
    public static JsonObject Of(IEnumerable<RouteEndpoint> endpoints)
    {
        var mapped = endpoints.SelectMany(KeysOf).ToDictionary(pair => pair.Key, pair => pair.Requirement);
        var paths = new JsonObject();
        foreach (var part in ApiDescription.Parts)
        {
            foreach (var operation in part.Operations)
            {
                if (!mapped.TryGetValue(KeyOf(operation), out var requirement)) continue;
                if (paths[operation.Path] is not JsonObject path) paths[operation.Path] = path = [];
                path[operation.Method.ToLowerInvariant()] = OperationOf(part, operation, requirement);
            }
        }
        return new JsonObject
        {
            ["openapi"] = Version,
            ["info"] = Info(),
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["tags"] = new JsonArray([.. ApiDescription.Parts.Select(TagOf)]),
            ["paths"] = paths,
            ["components"] = ApiComponents.All(),
        };
    }

    /// <summary>Method and path, as the tests and the document name an operation.</summary>
    public static string KeyOf(Operation operation) => $"{operation.Method} {operation.Path}";

    /// <summary>
    /// The same of a mapped endpoint, one for each of its methods, with the right that it requires. HEAD and CONNECT,
    /// which stand beside a GET, are left out.
    /// </summary>
    public static IEnumerable<(string Key, CallerRequirement? Requirement)> KeysOf(RouteEndpoint endpoint)
    {
        var path = "/" + endpoint.RoutePattern.RawText!.Trim('/').Replace("**", "", StringComparison.Ordinal);
        var requirement = endpoint.Metadata.GetMetadata<CallerRequirement>();
        var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [HttpMethods.Get];
        return methods.Where(method => method is not ("HEAD" or "CONNECT"))
            .Select(method => ($"{method} {path}", requirement));
    }

    private static JsonObject Info() => new()
    {
        ["title"] = "Phoenix",
        ["version"] = "1",
        ["summary"] = "A leaderboard engine: events in, ranked standings out.",
        ["description"] =
            "Bodies are UTF-8 JSON, names snake_case, times RFC 3339 with an offset, positions opaque strings. Clients "
            + "ignore fields that they don't know. Whatever is not a success has the form `Error`.",
        ["license"] = new JsonObject { ["name"] = "Proprietary" },
    };

    private static JsonNode TagOf(ApiPart part) =>
        new JsonObject { ["name"] = part.Tag, ["description"] = part.Description };

    private static JsonObject OperationOf(ApiPart part, Operation operation, CallerRequirement? requirement)
    {
        var result = new JsonObject
        {
            ["operationId"] = operation.Id,
            ["tags"] = new JsonArray(part.Tag),
            ["summary"] = operation.Summary,
        };
        if (operation.Description is not null) result["description"] = operation.Description;
        if (operation.Parameters.Count > 0)
            result["parameters"] = new JsonArray([.. operation.Parameters.Select(ParameterOf)]);
        if (operation.Body is { } body) result["requestBody"] = BodyOf(body);
        result["responses"] = AnswersOf(operation, requirement);
        result["security"] = SecurityOf(operation, requirement);
        if (operation.Messages is { } messages)
        {
            result["x-messages"] = new JsonObject
            {
                ["client"] = Schema.Ref(messages.Client), ["server"] = Schema.Ref(messages.Server),
            };
        }
        if (requirement is not null)
        {
            var caller = requirement.IsOperations ? "operations" : requirement.Right.ToString().ToLowerInvariant();
            result["x-caller"] = caller;
        }
        return result;
    }

    private static JsonNode ParameterOf(Parameter parameter)
    {
        var result = new JsonObject
        {
            ["name"] = parameter.Name,
            ["in"] = parameter.In,
            ["description"] = parameter.Description,
            ["schema"] = parameter.Schema,
        };
        if (parameter.In == "path" || (parameter.In == "header" && parameter.Example is not null))
            result["required"] = true;
        if (parameter.Example is not null) result["example"] = parameter.Example;
        return result;
    }

    private static JsonObject BodyOf(RequestBody body) => new()
    {
        ["required"] = body.IsRequired,
        ["content"] = ContentOf("application/json", body.Schema, body.Example),
    };

    private static JsonObject ContentOf(string type, JsonObject schema, string? example)
    {
        var media = new JsonObject { ["schema"] = schema };
        if (example is not null)
            media["example"] = type == "application/json" ? JsonNode.Parse(example) : JsonValue.Create(example);
        return new JsonObject { [type] = media };
    }

    private static JsonObject AnswersOf(Operation operation, CallerRequirement? requirement)
    {
        var result = new JsonObject();
        foreach (var answer in operation.Answers) result[TextOf(answer.Status)] = AnswerOf(answer);
        foreach (var code in ErrorsOf(operation, requirement).OrderBy(ErrorCatalog.StatusOf))
        {
            var name = ApiComponents.ResponseName(code);
            result[TextOf(ErrorCatalog.StatusOf(code))] =
                new JsonObject { ["$ref"] = "#/components/responses/" + name };
        }
        return result;
    }

    private static JsonObject AnswerOf(Answer answer)
    {
        var headers = new JsonObject();
        foreach (var name in answer.Headers.Append("X-Request-Id"))
            headers[name] = new JsonObject { ["$ref"] = "#/components/headers/" + name };
        var result = new JsonObject { ["description"] = answer.Description, ["headers"] = headers };
        if (answer.Schema is not null)
            result["content"] = ContentOf(answer.ContentType, answer.Schema, answer.Example);
        return result;
    }

    /// <summary>Every error of an operation: its own, and those that each of its kind can answer with.</summary>
    private static HashSet<ErrorCode> ErrorsOf(Operation operation, CallerRequirement? requirement)
    {
        var errors = new HashSet<ErrorCode>(operation.Errors);
        if (requirement is not null || operation.IsSigned)
            errors.UnionWith([ErrorCode.Unauthorized, ErrorCode.Forbidden]);
        if (operation.Parameters.Any(parameter => parameter.In == "query")) errors.Add(ErrorCode.ValidationError);
        if (operation.Body is not null)
        {
            errors.UnionWith(
                [ErrorCode.ValidationError, ErrorCode.PayloadTooLarge, ErrorCode.UnsupportedMediaType]);
        }
        if (operation.Path.StartsWith("/v1/", StringComparison.Ordinal))
            errors.UnionWith([ErrorCode.InternalError, ErrorCode.Unavailable]);
        return errors;
    }

    // One of the listed is enough; an empty one: none is needed.
    private static JsonArray SecurityOf(Operation operation, CallerRequirement? requirement)
    {
        if (operation.IsSigned) return [new JsonObject { [ApiComponents.Signature] = new JsonArray() }];
        if (requirement is null) return [];
        JsonArray ways = [new JsonObject { [ApiComponents.Token] = new JsonArray() }];
        if (requirement.Right != CallerRight.Tenant)
            ways.Add((JsonNode)new JsonObject { [ApiComponents.ApiKey] = new JsonArray() });
        // Open, unless the operator has closed it.
        if (requirement.IsOperations) ways.Insert(0, new JsonObject());
        return ways;
    }

    private static string TextOf(int status) => status.ToString(CultureInfo.InvariantCulture);

    /// <summary>The document's text, as it is served and kept.</summary>
    public static string TextOf(JsonObject document) =>
        document.ToJsonString(TextOptions).ReplaceLineEndings("\n") + "\n";

    private static readonly JsonSerializerOptions TextOptions = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
