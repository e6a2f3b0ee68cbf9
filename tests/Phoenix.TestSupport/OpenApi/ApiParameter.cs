using System.Text.Json.Nodes;

namespace Phoenix.TestSupport.OpenApi;

/// <summary>One parameter of an operation.</summary>
/// <param name="In"><c>path</c>, <c>query</c> or <c>header</c>.</param>
public sealed record ApiParameter(string Name, string In, JsonObject Schema, string? Example);
