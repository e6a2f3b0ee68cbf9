namespace Phoenix.System.Tests.Contract;

/// <summary>One request for a gamer token, and what the contract says of its answer.</summary>
/// <param name="Ahead">The timestamp, in seconds from now.</param>
/// <param name="Code">The error's code; null for a token.</param>
public sealed record GamerTokenRow(string Body, int Status, string? Code, int Ahead = 0)
{
    public string Tenant { get; init; } = "acme";

    /// <summary>Null: the tenant's own.</summary>
    public string? Secret { get; init; }

    /// <summary>Turns the good signature's header into what is sent; null sends none.</summary>
    public Func<string, string?> Signature { get; init; } = good => good;

    /// <summary>Null: the good one.</summary>
    public string? Timestamp { get; init; }

    public string Query { get; init; } = "";
    public string ContentType { get; init; } = "application/json";
}
