using Phoenix.Http.Auth;
using Phoenix.Http.Hosting;
using Phoenix.Http.Json;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Admin;

/// <summary>A leaderboard's rebuild and verification: start the one, watch and cancel both.</summary>
/// <remarks>A rebuild is started by a change with <c>backfill</c>: <see cref="LeaderboardsApi"/>.</remarks>
public static class RebuildApi
{
    /// <summary>Maps the endpoints; each for admin credentials.</summary>
    public static IEndpointConventionBuilder MapRebuildApi(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/v1/leaderboards/{id}");
        group.MapGet("/rebuild", RefusableEndpoint.Of(GetAsync));
        group.MapDelete("/rebuild", RefusableEndpoint.Of(CancelAsync));
        group.MapPost("/verify", RefusableEndpoint.Of(VerifyAsync));
        return group.RequireAdmin();
    }

    private static ValueTask<Refusal?> GetAsync(HttpContext context) => AskAsync(
        context, null, StatusCodes.Status200OK, (tenant, board) => new GetRebuild(tenant, board));

    private static ValueTask<Refusal?> CancelAsync(HttpContext context) => AskAsync(
        context, null, StatusCodes.Status200OK, (tenant, board) => new CancelRebuild(tenant, board));

    private static async ValueTask<Refusal?> VerifyAsync(HttpContext context)
    {
        string? named = null;
        if (context.Request.ContentLength > 0)
        {
            using var body = await JsonBody.ReadAsync(context);
            if (body.Refusal is not null) return body.Refusal;
            var errors = new FieldErrors();
            named = JsonFields.Open(body.Root, "", errors, "tenant_id").Text("tenant_id");
            if (errors.Count > 0) return errors.ToRefusal();
        }
        return await AskAsync(
            context, named, StatusCodes.Status202Accepted, (tenant, board) => new VerifyLeaderboard(tenant, board));
    }

    private static async ValueTask<Refusal?> AskAsync(
        HttpContext context, string? inBody, int status,
        Func<Messages.Ids.TenantId, Messages.Ids.LeaderboardId, ITenantMessage> message)
    {
        if (LeaderboardsApi.Resolve(context, inBody, out var tenant) is { } refusal) return refusal;
        if (LeaderboardsApi.PathLeaderboard(context) is not { } board) return LeaderboardsApi.NoLeaderboard;
        if (await TenantChoice.CheckAsync(context, tenant) is { } refused) return refused;
        var reply = await context.RequestServices.GetRequiredService<IEngineClient>()
            .AskTenantAsync(message(tenant, board), context.RequestAborted);
        if (reply is Refusal unanswered) return unanswered;
        if (reply is not RebuildReply rebuild) throw RefusableEndpoint.Unexpected(reply);
        await JsonAnswer.WriteAsync(context, status, rebuild, RebuildJson.Write);
        return null;
    }
}
