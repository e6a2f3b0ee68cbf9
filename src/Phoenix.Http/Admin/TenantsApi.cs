using Phoenix.Http.Auth;
using Phoenix.Http.Hosting;
using Phoenix.Http.Json;
using Phoenix.Http.Query;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Limits;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Admin;

/// <summary>The platform's tenants: create, list, show, change, and a new signing secret.</summary>
public static class TenantsApi
{
    private static readonly string[] ListParameters = ["limit", "cursor"];

    private static readonly Refusal NoTenant = new(ErrorCode.NotFound, "There is no such tenant.");

    /// <summary>Maps the endpoints; each for platform credentials.</summary>
    public static IEndpointConventionBuilder MapTenantsApi(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/v1/tenants");
        group.MapPost("", RefusableEndpoint.Of(CreateAsync));
        group.MapGet("", RefusableEndpoint.Of(ListAsync));
        group.MapGet("/{tenant_id}", RefusableEndpoint.Of(GetAsync));
        group.MapPatch("/{tenant_id}", RefusableEndpoint.Of(ChangeAsync));
        group.MapPost("/{tenant_id}/rotate-secret", RefusableEndpoint.Of(RotateAsync));
        return group.RequirePlatform();
    }

    private static async ValueTask<Refusal?> CreateAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context);
        if (body.Refusal is not null) return body.Refusal;
        var errors = new FieldErrors();
        var fields = JsonFields.Open(body.Root, "", errors, "tenant_id", "name");
        var id = fields.Id("tenant_id", required: true);
        fields.RequiredValue("name");
        var name = fields.BoundedText("name", 1, AdminLimits.NameCodePointsMax);
        if (errors.Count > 0) return errors.ToRefusal();

        var reply = await AskAsync(context, new CreateTenant(new TenantId(id!), name!));
        return await AnswerTenantAsync(context, StatusCodes.Status201Created, reply);
    }

    private static async ValueTask<Refusal?> ListAsync(HttpContext context)
    {
        var query = QueryParameters.Read(context, ListParameters);
        var limit = query.WholeNumber("limit", 1, AdminLimits.ListLimitMax, AdminLimits.ListLimit);
        string? after = null;
        if (query.Text("cursor") is { } cursor && (after = Cursor.Read(cursor)) is null)
        {
            query.Errors.Add("cursor", "must be the next_cursor of a list");
        }
        if (query.Errors.Count > 0) return query.Errors.ToRefusal();

        var reply = await AskRegistryAsync(context, new GetTenants(limit, after));
        if (reply is Refusal refusal) return refusal;
        if (reply is not TenantsReply list) throw RefusableEndpoint.Unexpected(reply);
        var isLast = list.NextCursor is null || list.Tenants.Count == 0;
        var next = isLast ? null : Cursor.Of(list.Tenants[^1].TenantId.Value);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, (list.Tenants, next), AdminJson.WriteTenants);
        return null;
    }

    private static async ValueTask<Refusal?> GetAsync(HttpContext context)
    {
        if (PathTenant(context) is not { } tenant) return NoTenant;
        var reply = await AskRegistryAsync(context, new GetTenant(tenant));
        return await AnswerTenantAsync(context, StatusCodes.Status200OK, WithoutSecret(reply));
    }

    private static async ValueTask<Refusal?> ChangeAsync(HttpContext context)
    {
        if (PathTenant(context) is not { } tenant) return NoTenant;
        using var body = await JsonBody.ReadAsync(context);
        if (body.Refusal is not null) return body.Refusal;
        var errors = new FieldErrors();
        var fields = JsonFields.Open(body.Root, "", errors, "status", "name", "dedupe_window_seconds");
        var change = new ChangeTenant(
            tenant,
            fields.Choice("status", ConfigNames.TenantStatuses),
            fields.BoundedText("name", 1, AdminLimits.NameCodePointsMax),
            fields.WholeNumber(
                "dedupe_window_seconds", ContractLimits.DedupeWindowSecondsMin, ContractLimits.DedupeWindowSecondsMax));
        if (errors.Count > 0) return errors.ToRefusal();
        if (change is { Status: null, Name: null, DedupeWindowSeconds: null })
        {
            return FieldErrors.One("body", "must have at least one of status, name, dedupe_window_seconds");
        }
        var reply = await AskAsync(context, change);
        return await AnswerTenantAsync(context, StatusCodes.Status200OK, WithoutSecret(reply));
    }

    private static async ValueTask<Refusal?> RotateAsync(HttpContext context)
    {
        if (PathTenant(context) is not { } tenant) return NoTenant;
        var reply = await AskAsync(context, new RotateSigningSecret(tenant));
        if (reply is Refusal refusal) return refusal;
        if (reply is not TenantReply { SigningSecret: { } secret }) throw RefusableEndpoint.Unexpected(reply);
        ForbidStoring(context);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, secret, AdminJson.WriteSecret);
        return null;
    }

    private static TenantId? PathTenant(HttpContext context) =>
        context.GetRouteValue("tenant_id") is string id && TenantId.IsValid(id) ? new TenantId(id) : null;

    // The secret is shown on creation and rotation only.
    private static object WithoutSecret(object reply) =>
        reply is TenantReply tenant ? tenant with { SigningSecret = null } : reply;

    private static async ValueTask<Refusal?> AnswerTenantAsync(HttpContext context, int status, object reply)
    {
        if (reply is Refusal refusal) return refusal;
        if (reply is not TenantReply tenant) throw RefusableEndpoint.Unexpected(reply);
        ForbidStoring(context);
        await JsonAnswer.WriteAsync(context, status, tenant, AdminJson.WriteTenant);
        return null;
    }

    private static void ForbidStoring(HttpContext context) => context.Response.Headers.CacheControl = "no-store";

    private static ValueTask<object> AskAsync(HttpContext context, ITenantMessage message) =>
        context.RequestServices.GetRequiredService<IEngineClient>().AskTenantAsync(message, context.RequestAborted);

    private static ValueTask<object> AskRegistryAsync(HttpContext context, IRegistryQuery query) =>
        context.RequestServices.GetRequiredService<IEngineClient>().AskRegistryAsync(query, context.RequestAborted);
}
