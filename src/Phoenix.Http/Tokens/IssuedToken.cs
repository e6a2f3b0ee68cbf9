namespace Phoenix.Http.Tokens;

/// <summary>A token and when it ends.</summary>
internal sealed record IssuedToken(string Token, DateTimeOffset ExpiresAt)
{
    /// <summary>No tokens in logs.</summary>
    public override string ToString() => $"IssuedToken(until {ExpiresAt:O})";
}
