using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Phoenix.Http.Errors;
using Phoenix.Http.Live;

namespace Phoenix.Http.Hosting;

/// <summary>Which pages may read answers: by the same rule by which they may open sockets.</summary>
/// <remarks>Asked only where a request names its origin, as browsers do.</remarks>
internal sealed class CorsPolicies(IOptions<HttpOptions> options) : ICorsPolicyProvider
{
    private static readonly TimeSpan PreflightMaxAge = TimeSpan.FromHours(1);

    private readonly IReadOnlyList<string> _allowed = options.Value.AllowedOrigins;

    public Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName) => Task.FromResult<CorsPolicy?>(
        new CorsPolicyBuilder()
            .SetIsOriginAllowed(_ => OriginRules.Allows(context.Request, _allowed))
            .AllowAnyHeader()
            .AllowAnyMethod()
            .WithExposedHeaders(RequestId.Header, "Retry-After", "ETag")
            .SetPreflightMaxAge(PreflightMaxAge)
            .Build());
}
