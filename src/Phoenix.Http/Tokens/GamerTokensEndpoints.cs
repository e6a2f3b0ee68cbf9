namespace Phoenix.Http.Tokens;

/// <summary>Maps the token endpoint.</summary>
public static class GamerTokensEndpoints
{
    /// <summary>Maps <c>POST /v1/gamer-tokens</c>; its credential is the signature over the request.</summary>
    public static void MapGamerTokens(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var api = endpoints.ServiceProvider.GetRequiredService<GamerTokensApi>();
        endpoints.MapPost("/v1/gamer-tokens", api.IssueAsync);
    }
}
