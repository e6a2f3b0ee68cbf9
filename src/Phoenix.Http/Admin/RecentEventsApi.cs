using Phoenix.Http.Auth;
using Phoenix.Http.Hosting;
using Phoenix.Http.Json;
using Phoenix.Http.Query;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Admin;

/// <summary><c>GET /v1/events/recent</c>: the tenant's last accepted events, with each board's verdict.</summary>
public static class RecentEventsApi
{
    private const int Limit = 100;
    private const int LimitMax = 1_000;
    private static readonly string[] Parameters = ["tenant_id", "limit"];

    /// <summary>Maps the endpoint, for admin credentials.</summary>
    public static IEndpointConventionBuilder MapRecentEventsApi(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/v1/events/recent", RefusableEndpoint.Of(ListAsync)).RequireAdmin();

    private static async ValueTask<Refusal?> ListAsync(HttpContext context)
    {
        var query = QueryParameters.Read(context, Parameters);
        var limit = query.WholeNumber("limit", 1, LimitMax, Limit);
        if (query.Errors.Count > 0) return query.Errors.ToRefusal();
        if (TenantChoice.Resolve(context.GetCaller(), query.Text("tenant_id"), null, out var tenant) is { } refusal)
            return refusal;
        if (await TenantChoice.CheckAsync(context, tenant) is { } refused) return refused;

        var reply = await context.RequestServices.GetRequiredService<IEngineClient>()
            .AskTenantAsync(new GetRecentEvents(tenant, limit), context.RequestAborted);
        if (reply is Refusal unanswered) return unanswered;
        if (reply is not RecentEventsReply recent) throw RefusableEndpoint.Unexpected(reply);
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, recent, RecentEventsJson.Write);
        return null;
    }
}
