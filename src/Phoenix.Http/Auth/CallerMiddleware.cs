using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Phoenix.Http.Errors;
using Phoenix.Messages.Errors;

namespace Phoenix.Http.Auth;

/// <summary>
/// Lets a request on to its endpoint only with the credential that the endpoint requires: else 401 or 403.
/// </summary>
internal sealed class CallerMiddleware(
    RequestDelegate next, CallerAuthenticator authenticator, IOptions<OperationsOptions> operations)
{
    private static readonly StringValues OperationsChallenges = new(
        ["Basic realm=\"phoenix operations\", charset=\"UTF-8\"", "Bearer realm=\"phoenix\""]);

    private static readonly Refusal NeedsTenant = new(ErrorCode.Forbidden, "This needs a tenant's token.");
    private static readonly Refusal NeedsAdmin = new(
        ErrorCode.Forbidden, "This needs an admin API key or a token with the role phoenix.admin or phoenix.platform.");
    private static readonly Refusal NeedsPlatform = new(
        ErrorCode.Forbidden, "This needs an admin API key or a token with the role phoenix.platform.");

    public Task InvokeAsync(HttpContext context)
    {
        var requirement = context.GetEndpoint()?.Metadata.GetMetadata<CallerRequirement>();
        if (requirement is null) return next(context);
        if (requirement.IsOperations)
        {
            if (operations.Value.Public) return next(context);
            BasicCredential.TakeAsBearer(context.Request);
        }
        if (requirement.TakesSubprotocol) SubprotocolToken.Adopt(context);
        var authentication = authenticator.AuthenticateAsync(context);
        return authentication.IsCompletedSuccessfully
            ? ContinueAsync(context, requirement, authentication.Result)
            : AwaitAsync(context, requirement, authentication);
    }

    private async Task AwaitAsync(
        HttpContext context, CallerRequirement requirement, ValueTask<CallerResult> pending) =>
        await ContinueAsync(context, requirement, await pending);

    private Task ContinueAsync(HttpContext context, CallerRequirement requirement, CallerResult result)
    {
        if (result.Caller is not { } caller)
        {
            // Without this challenge a browser would show the refusal and never ask for the credential.
            if (requirement.IsOperations && result.Refusal!.Code == ErrorCode.Unauthorized)
                context.Response.Headers.WWWAuthenticate = OperationsChallenges;
            return ErrorResponses.WriteAsync(context, result.Refusal!);
        }
        var refusal = requirement.Right switch
        {
            CallerRight.Platform => caller.IsPlatform ? null : NeedsPlatform,
            CallerRight.Admin => caller.IsPlatform || caller.IsTenantAdmin ? null : NeedsAdmin,
            _ => caller.Tenant is null ? NeedsTenant : null,
        };
        if (refusal is not null) return ErrorResponses.WriteAsync(context, refusal);
        context.Features.Set(caller);
        return next(context);
    }
}
