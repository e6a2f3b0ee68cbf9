using System.Text.Json.Nodes;
using Phoenix.Messages.Errors;

namespace Phoenix.Http.OpenApi;

/// <summary>What the document says of one endpoint besides what the endpoint itself tells (who may call it).</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Path">As it is mapped, without constraints.</param>
/// <param name="Id">The <c>operationId</c>, by which generated clients name their methods.</param>
internal sealed record Operation(string Method, string Path, string Id, string Summary)
{
    /// <summary>More than the summary says, in Markdown.</summary>
    public string? Description { get; init; }

    /// <summary>Of path, query and headers.</summary>
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>What the request sends; null: nothing.</summary>
    public RequestBody? Body { get; init; }

    /// <summary>Successes, and answers of a form of their own.</summary>
    public required IReadOnlyList<Answer> Answers { get; init; }

    /// <summary>
    /// Errors beyond those that follow from credential, body and parameters (<see cref="ApiDocument"/>).
    /// </summary>
    public IReadOnlyList<ErrorCode> Errors { get; init; } = [];

    /// <summary>Of a WebSocket: the names of the schemas of what the client and what the server sends.</summary>
    public (string Client, string Server)? Messages { get; init; }

    /// <summary>Its credential is a signature over the request, and no token.</summary>
    public bool IsSigned { get; init; }
}

/// <summary>A parameter, with an example that works in the documents' examples.</summary>
/// <param name="In"><c>path</c>, <c>query</c> or <c>header</c>.</param>
internal sealed record Parameter(string Name, string In, JsonObject Schema, string Description, JsonNode? Example);

/// <summary>A JSON body that a request sends.</summary>
/// <param name="Example">JSON text.</param>
internal sealed record RequestBody(JsonObject Schema, string Example, bool IsRequired = true);

/// <summary>An answer that is not the error envelope.</summary>
/// <param name="Schema">Of its body; null: it has none.</param>
/// <param name="Example">JSON text, or the text itself where it is no JSON.</param>
internal sealed record Answer(int Status, string Description, JsonObject? Schema = null, string? Example = null)
{
    public string ContentType { get; init; } = "application/json";

    /// <summary>Names in <c>components/headers</c>.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];
}
