using System.Globalization;
using System.Text.Json.Nodes;

namespace Phoenix.TestSupport.OpenApi;

/// <summary>One operation of the document.</summary>
/// <param name="Json">As it stands there.</param>
public sealed record ApiOperation(string Method, string Path, JsonObject Json)
{
    public string Key => $"{Method} {Path}";

    public string Id => Json["operationId"]!.GetValue<string>();

    /// <summary>Who may call: <c>tenant</c>, <c>admin</c>, <c>platform</c>; null where no token is asked for.</summary>
    public string? Caller => Json["x-caller"]?.GetValue<string>();

    /// <summary>Its credential is a signature over the request.</summary>
    public bool IsSigned => Json["security"]!.AsArray().Any(way => way!.AsObject().ContainsKey("signature"));

    /// <summary>It answers with a WebSocket.</summary>
    public bool IsSocket => Statuses.Contains(101);

    public IReadOnlyList<ApiParameter> Parameters =>
    [
        .. (Json["parameters"]?.AsArray() ?? []).Select(parameter => new ApiParameter(
            parameter!["name"]!.GetValue<string>(), parameter["in"]!.GetValue<string>(),
            parameter["schema"]!.AsObject(), parameter["example"]?.ToString())),
    ];

    /// <summary>The example of the request's body; null: it has none.</summary>
    public JsonNode? BodyExample => Json["requestBody"]?["content"]?["application/json"]?["example"]?.DeepClone();

    public IReadOnlyList<int> Statuses =>
    [
        .. Json["responses"]!.AsObject().Select(answer => int.Parse(answer.Key, CultureInfo.InvariantCulture)),
    ];

    /// <summary>The status of a success.</summary>
    public int Success => Statuses.First(status => status < 300);

    public bool HasPathParameters => Parameters.Any(parameter => parameter.In == "path");
}
