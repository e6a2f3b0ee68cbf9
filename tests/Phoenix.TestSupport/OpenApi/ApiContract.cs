using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Phoenix.TestSupport.OpenApi;

/// <summary>A node's OpenAPI document: its operations, and whether real answers are as it says.</summary>
public sealed class ApiContract
{
    private const string Components = "#/components/";

    private static readonly EvaluationOptions Evaluation =
        new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private readonly JsonObject _document;
    private readonly Dictionary<string, JsonSchema> _schemas = [];

    private ApiContract(JsonObject document)
    {
        _document = document;
        Operations =
        [
            .. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(
                operation => new ApiOperation(
                    operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject()))),
        ];
    }

    /// <summary>In the document's order.</summary>
    public IReadOnlyList<ApiOperation> Operations { get; }

    public static ApiContract Parse(string document) => new(JsonNode.Parse(document)!.AsObject());

    /// <summary>The operation of that <c>operationId</c>.</summary>
    public ApiOperation this[string id] => Operations.Single(operation => operation.Id == id);

    /// <summary>What is wrong with an answer: a status or a form that the document does not promise.</summary>
    public IReadOnlyList<string> FaultsOf(ApiOperation operation, int status, string? contentType, string body)
    {
        var place = $"{operation.Key} {status}";
        if (Resolve(operation.Json["responses"]![$"{status}"]) is not JsonObject answer)
            return [$"{place} is not described; the body was {body}"];
        if (answer["content"] is not JsonObject content)
            return body.Length == 0 ? [] : [$"{place} has a body, and none is described: {body}"];
        var (type, media) = content.Single();
        if (contentType != type) return [$"{place} is {contentType}, and {type} is described"];
        if (type != "application/json") return [];
        return [.. FaultsOf(media!["schema"]!, body, isStrict: true).Select(fault => $"{place}: {fault} in {body}")];
    }

    /// <summary>What keeps the text from being an instance of the schema.</summary>
    /// <param name="isStrict">An object's fields must all be described, though clients must expect more.</param>
    public IReadOnlyList<string> FaultsOf(JsonNode schema, string json, bool isStrict)
    {
        using var instance = JsonDocument.Parse(json);
        var results = SchemaOf(schema, isStrict).Evaluate(instance.RootElement, Evaluation);
        if (results.IsValid) return [];
        return
        [
            .. (results.Details ?? []).Append(results).Where(detail => detail.Errors is not null)
                .SelectMany(detail => detail.Errors!.Select(
                    error => $"{detail.InstanceLocation} {error.Key}: {error.Value}")),
        ];
    }

    private JsonSchema SchemaOf(JsonNode schema, bool isStrict)
    {
        var key = isStrict + schema.ToJsonString();
        if (_schemas.TryGetValue(key, out var built)) return built;
        var definitions = _document["components"]!["schemas"]!.DeepClone().AsObject();
        var root = schema.DeepClone().AsObject();
        if (isStrict)
        {
            Close(root);
            Close(definitions);
        }
        root["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        root["$defs"] = definitions;
        var text = root.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
        return _schemas[key] = JsonSchema.FromText(text);
    }

    private static void Close(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items) Close(item);
        }
        if (node is not JsonObject schema) return;
        foreach (var (_, value) in schema) Close(value);
        if (schema["type"] is not null && schema["properties"] is JsonObject)
            schema["additionalProperties"] ??= false;
    }

    /// <summary>Follows a reference into the components.</summary>
    public JsonNode? Resolve(JsonNode? node)
    {
        if (node?["$ref"]?.GetValue<string>() is not { } reference) return node;
        return reference[Components.Length..].Split('/')
            .Aggregate(_document["components"], (place, name) => place?[name]);
    }
}
