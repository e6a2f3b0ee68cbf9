using Phoenix.Http.Auth;
using Phoenix.Http.Hosting;
using Phoenix.Http.Json;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Admin;

/// <summary>Whose leaderboards an admin's request is about, and whether its caller may administer them.</summary>
/// <remarks>
/// A platform credential must name the tenant, in the query or the body (where it is in both, they agree). A tenant's
/// credential need not, and may name no other. A suspended tenant is administered by the platform alone.
/// </remarks>
public static class TenantChoice
{
    /// <summary>The tenant, or why there is none. Reads the credential and the request only.</summary>
    public static Refusal? Resolve(Caller caller, string? inQuery, string? inBody, out TenantId tenant)
    {
        tenant = default;
        if (!caller.IsPlatform)
        {
            if (caller.Tenant is not { } own || IsOther(inQuery, own) || IsOther(inBody, own))
            {
                return new Refusal(ErrorCode.Forbidden, "The credential administers its own tenant only.");
            }
            tenant = own;
            return null;
        }
        if (inQuery is not null && inBody is not null && inQuery != inBody)
        {
            return FieldErrors.One("tenant_id", "must be the same in query and body");
        }
        var named = inQuery ?? inBody;
        if (named is null) return FieldErrors.One("tenant_id", "is required with a platform credential");
        if (!TenantId.IsValid(named)) return FieldErrors.One("tenant_id", "must be 1 to 64 of A-Z a-z 0-9 _ -");
        tenant = new TenantId(named);
        return null;
    }

    /// <summary>Asks the registry whether the tenant exists and this caller may act for it now.</summary>
    public static async ValueTask<Refusal?> CheckAsync(HttpContext context, TenantId tenant)
    {
        var reply = await context.RequestServices.GetRequiredService<IEngineClient>()
            .AskRegistryAsync(new GetTenant(tenant), context.RequestAborted);
        return reply switch
        {
            TenantReply { Status: TenantStatus.Suspended } when !context.GetCaller().IsPlatform =>
                new Refusal(ErrorCode.Forbidden, "The tenant is suspended."),
            TenantReply => null,
            Refusal { Code: ErrorCode.NotFound } => new Refusal(ErrorCode.Forbidden, "The tenant is not known."),
            Refusal refusal => refusal,
            _ => throw RefusableEndpoint.Unexpected(reply),
        };
    }

    private static bool IsOther(string? named, TenantId own) => named is not null && named != own.Value;
}
