using Phoenix.Http.Auth;
using Phoenix.Http.Hosting;
using Phoenix.Http.Json;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Query;

/// <summary>The query gateway: a board's standings by page, around a user, and one user's rank and score.</summary>
/// <remarks>
/// Callers see their own tenant only. Every query is asked of the board's entity, which judges windows, positions and
/// users; here the URL is read and the answer written.
/// </remarks>
public static class StandingsApi
{
    private const int PageLimit = 100;
    private const int AroundLimit = 11;

    private static readonly string[] PageParameters = ["window_key", "min_position", "limit", "offset"];
    private static readonly string[] AroundParameters = ["window_key", "min_position", "limit"];
    private static readonly string[] UserParameters = ["window_key", "min_position"];

    /// <summary>Maps the queries; each for any token of the tenant.</summary>
    public static IEndpointConventionBuilder MapStandingsApi(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/v1/leaderboards/{id}");
        group.MapGet("", RefusableEndpoint.Of(GetPageAsync));
        group.MapGet("/user/{user_id}", RefusableEndpoint.Of(GetAroundAsync));
        group.MapGet("/rank/{user_id}", RefusableEndpoint.Of(GetRankAsync));
        group.MapGet("/score/{user_id}", RefusableEndpoint.Of(GetScoreAsync));
        return group.RequireCaller();
    }

    private static async ValueTask<Refusal?> GetPageAsync(HttpContext context)
    {
        if (StandingsRequest.Read(context, PageParameters, PageLimit, out var r) is { } refusal) return refusal;
        var query = new GetStandings(r.Tenant, r.Leaderboard, r.Scope, r.Offset, r.Limit);
        return await AnswerPageAsync(context, await AskAsync(context, query));
    }

    private static async ValueTask<Refusal?> GetAroundAsync(HttpContext context)
    {
        if (StandingsRequest.Read(context, AroundParameters, AroundLimit, out var r) is { } refusal) return refusal;
        if (StandingsRequest.ReadUserId(context, out var userId) is { } noUser) return noUser;
        var query = new GetStandingsAround(r.Tenant, r.Leaderboard, r.Scope, userId, r.Limit);
        return await AnswerPageAsync(context, await AskAsync(context, query));
    }

    private static async ValueTask<Refusal?> GetRankAsync(HttpContext context)
    {
        if (StandingsRequest.Read(context, UserParameters, 0, out var r) is { } refusal) return refusal;
        if (StandingsRequest.ReadUserId(context, out var userId) is { } noUser) return noUser;
        var query = new GetRank(r.Tenant, r.Leaderboard, r.Scope, userId);
        return await AnswerRankAsync(context, await AskAsync(context, query));
    }

    private static async ValueTask<Refusal?> GetScoreAsync(HttpContext context)
    {
        if (StandingsRequest.Read(context, UserParameters, 0, out var r) is { } refusal) return refusal;
        if (StandingsRequest.ReadUserId(context, out var userId) is { } noUser) return noUser;
        var query = new GetScore(r.Tenant, r.Leaderboard, r.Scope, userId);
        return await AnswerRankAsync(context, await AskAsync(context, query));
    }

    private static ValueTask<object> AskAsync(HttpContext context, ILeaderboardQuery query) =>
        context.RequestServices.GetRequiredService<IEngineClient>().AskLeaderboardAsync(query, context.RequestAborted);

    private static async ValueTask<Refusal?> AnswerPageAsync(HttpContext context, object reply)
    {
        if (reply is Refusal refusal) return refusal;
        if (reply is not StandingsPage page) throw RefusableEndpoint.Unexpected(reply);
        await TaggedAnswer.WriteAsync(context, EntityTag.Of(page), page, StandingsJson.WritePage);
        return null;
    }

    private static async ValueTask<Refusal?> AnswerRankAsync(HttpContext context, object reply)
    {
        if (reply is Refusal refusal) return refusal;
        if (reply is not RankReply rank) throw RefusableEndpoint.Unexpected(reply);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, rank, StandingsJson.WriteRank);
        return null;
    }
}
