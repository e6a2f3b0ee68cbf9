using System.Text;
using System.Text.Json;
using Phoenix.Http.Auth;
using Phoenix.Http.Hosting;
using Phoenix.Http.Json;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Query;

/// <summary><c>POST /v1/leaderboards/{id}/ranks</c>: the entries of many users at once.</summary>
/// <remarks>The one query that reaches every user id, <c>.</c> and <c>..</c> included, since the ids stand in the
/// body.</remarks>
public static class RanksApi
{
    /// <summary>Of one request.</summary>
    public const int UserIdsMax = 100;

    private static readonly string[] Parameters = ["min_position"];

    /// <summary>Maps the query, for any token of the tenant.</summary>
    public static IEndpointConventionBuilder MapRanksApi(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/v1/leaderboards/{id}/ranks", RefusableEndpoint.Of(GetRanksAsync)).RequireCaller();

    private static async ValueTask<Refusal?> GetRanksAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context);
        if (body.Refusal is not null) return body.Refusal;
        var errors = new FieldErrors();
        var fields = JsonFields.Open(body.Root, "", errors, "user_ids", "window_key");
        var userIds = ReadUserIds(fields);
        var windowKey = fields.Text("window_key");
        if (errors.Count > 0) return errors.ToRefusal();
        if (StandingsRequest.Read(context, Parameters, 0, out var r) is { } refusal) return refusal;
        if (StandingsRequest.ReadWindowKey(windowKey, out var key) is { } noWindow) return noWindow;

        // An id that no event can have is nobody's.
        var possible = userIds.Where(id => IdText.IsEventText(Encoding.UTF8.GetBytes(id))).ToList();
        var query = new GetRanks(r.Tenant, r.Leaderboard, r.Scope with { WindowKey = key }, possible);
        var reply = await context.RequestServices.GetRequiredService<IEngineClient>()
            .AskLeaderboardAsync(query, context.RequestAborted);
        if (reply is Refusal refused) return refused;
        if (reply is not RanksReply ranks) throw RefusableEndpoint.Unexpected(reply);
        var found = ranks.Entries.Select(entry => entry.UserId).ToHashSet(StringComparer.Ordinal);
        var notFound = userIds.Where(id => !found.Contains(id)).Distinct(StringComparer.Ordinal).ToList();
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, (ranks, notFound), StandingsJson.WriteRanks);
        return null;
    }

    private static List<string> ReadUserIds(JsonFields fields)
    {
        if (fields.RequiredValue("user_ids") is not { } list) return [];
        if (list.ValueKind == JsonValueKind.Array && list.GetArrayLength() <= UserIdsMax
            && list.EnumerateArray().All(id => id.ValueKind == JsonValueKind.String))
        {
            return [.. list.EnumerateArray().Select(id => id.GetString()!)];
        }
        fields.Fail("user_ids", $"must be an array of at most {UserIdsMax} strings");
        return [];
    }
}
