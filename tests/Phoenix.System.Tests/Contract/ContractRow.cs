using System.Text;
using System.Text.Json.Nodes;

namespace Phoenix.System.Tests.Contract;

/// <summary>One request, and what the contract says of its answer.</summary>
/// <param name="Code">The error's code; null for a success.</param>
/// <param name="Says">Part of the error's message, or of a success's body.</param>
public sealed record ContractRow(
    string Method, string Target, Credential Credential, byte[]? Body, int Status, string? Code, string Says)
{
    /// <summary>Headers of the request besides the credential's.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>A null sends none.</summary>
    public string? ContentType { get; init; } = "application/json";

    /// <summary>A header of the answer and its value; null where it must not have the header.</summary>
    public IReadOnlyList<(string Name, string? Value)> Answers { get; init; } = [];

    /// <summary>A request that is refused.</summary>
    public static ContractRow Refused(
        string method, string target, Credential credential, int status, string code, string says,
        string? body = null) => new(method, target, credential, Bytes(body), status, code, says);

    /// <summary>A request that is carried out.</summary>
    public static ContractRow Done(
        string method, string target, Credential credential, int status, string says, string? body = null) =>
        new(method, target, credential, Bytes(body), status, null, says);

    /// <summary>A good event with an id of its own, some members set to this JSON; null leaves one out.</summary>
    public static string Event(params (string Name, string? Json)[] members)
    {
        var whole = new JsonObject
        {
            ["event_id"] = Guid.NewGuid().ToString("N"),
            ["type"] = "contract.row",
            ["actor"] = new JsonObject { ["user_id"] = "ann" },
            ["occurred_at"] = TimeProvider.System.GetUtcNow().ToString("O"),
            ["attrs"] = new JsonObject(),
        };
        foreach (var (name, json) in members)
        {
            if (json is null) whole.Remove(name);
            else whole[name] = JsonNode.Parse(json);
        }
        return whole.ToJsonString();
    }

    /// <summary>JSON that is written over several lines here, and on one by the node.</summary>
    public static string OneLine(string json) => json.Replace("\n", "", StringComparison.Ordinal);

    public override string ToString()
    {
        var body = Body is null ? "" : Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 160)));
        return $"{Method} {Target} as {Credential} {string.Join(", ", Headers)} {body} -> {Status} {Code}";
    }

    private static byte[]? Bytes(string? body) => body is null ? null : Encoding.UTF8.GetBytes(body);
}
