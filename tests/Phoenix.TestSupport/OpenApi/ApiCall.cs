using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Phoenix.TestSupport.OpenApi;

/// <summary>A request of an operation, made of the document's examples, to be changed and sent.</summary>
public sealed class ApiCall
{
    public ApiCall(ApiOperation operation)
    {
        Operation = operation;
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.Example is not null))
        {
            var place = parameter.In switch { "path" => Path, "query" => Query, _ => Headers };
            place[parameter.Name] = parameter.Example!;
        }
        Body = operation.BodyExample;
    }

    public ApiOperation Operation { get; }
    public Dictionary<string, string> Path { get; } = [];
    public Dictionary<string, string> Query { get; } = [];
    public Dictionary<string, string> Headers { get; } = [];
    public JsonNode? Body { get; set; }

    /// <summary>In place of <see cref="Body"/>, as it is.</summary>
    public string? RawBody { get; set; }

    public string ContentType { get; set; } = "application/json";

    /// <summary>The path with its parameters, without the query.</summary>
    public string Target => Path.Aggregate(
        Operation.Path,
        (path, value) => path.Replace(
            $"{{{value.Key}}}", Uri.EscapeDataString(value.Value), StringComparison.Ordinal));

    public string? BodyText => RawBody ?? Body?.ToJsonString();

    /// <summary>Path and query.</summary>
    public string Url => Target + (Query.Count == 0 ? "" : "?" + string.Join('&', Query.Select(
        parameter => $"{parameter.Key}={Uri.EscapeDataString(parameter.Value)}")));

    /// <summary>The request, with a bearer token or none.</summary>
    public HttpRequestMessage ToRequest(string? bearer)
    {
        var request = new HttpRequestMessage(new HttpMethod(Operation.Method), Url);
        foreach (var (name, value) in Headers) request.Headers.TryAddWithoutValidation(name, value);
        if (bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        if (BodyText is { } text)
            request.Content = new StringContent(text, Encoding.UTF8, new MediaTypeHeaderValue(ContentType));
        return request;
    }

    /// <summary>Signs it with a tenant's secret, as of now.</summary>
    public void Sign(string secret)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var text = $"{Operation.Method}\n{Target}\n{now}\n{BodyText}";
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text));
        Headers["X-Timestamp"] = now;
        Headers["X-Signature"] = "hmac-sha256=" + Convert.ToHexStringLower(hash);
    }

    /// <summary>Puts a value in the place of every one that the body has under that name, however deep.</summary>
    public void SetEverywhere(string name, JsonNode value) => SetEverywhere(Body, name, value);

    private static void SetEverywhere(JsonNode? node, string name, JsonNode value)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items) SetEverywhere(item, name, value);
        }
        if (node is not JsonObject fields) return;
        if (fields.ContainsKey(name)) fields[name] = value.DeepClone();
        foreach (var (_, field) in fields) SetEverywhere(field, name, value);
    }
}
