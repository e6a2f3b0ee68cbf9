using System.Text.Json.Nodes;

namespace Phoenix.Http.OpenApi;

/// <summary>The description of one resource's endpoints.</summary>
/// <param name="Tag">The heading that its operations stand under.</param>
/// <param name="Schemas">What it adds to <c>components/schemas</c>, by name.</param>
internal sealed record ApiPart(
    string Tag, string Description, IReadOnlyList<Operation> Operations,
    IReadOnlyList<(string Name, JsonObject Schema)> Schemas);
