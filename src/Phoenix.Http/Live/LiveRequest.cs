using Phoenix.Http.Auth;
using Phoenix.Http.Json;
using Phoenix.Http.Query;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Live;

/// <summary>What a handshake's URL and credential say, read and checked.</summary>
/// <param name="Resume">The sequence that the client has already; null: none.</param>
internal readonly record struct LiveRequest(TenantId Tenant, LeaderboardId Leaderboard, LiveView View, long? Resume)
{
    private static readonly string[] Parameters = ["page", "page_size", "window_key", "filter", "resume"];

    /// <summary>Reads the request, or says why it can't be served.</summary>
    public static Refusal? Read(HttpContext context, out LiveRequest request)
    {
        request = default;
        if (context.GetCaller().Tenant is not { } tenant) return StandingsRequest.NoTenant;
        if (context.GetRouteValue("id") is not string id || !LeaderboardId.IsValid(id))
            return StandingsRequest.NoLeaderboard;

        var query = QueryParameters.Read(context, Parameters);
        var view = LiveViewRules.Default with
        {
            Page = query.WholeNumber("page", 1, LiveViewRules.PageMax, LiveViewRules.Default.Page),
            PageSize = query.WholeNumber("page_size", 1, LiveViewRules.PageSizeMax, LiveViewRules.Default.PageSize),
        };
        if (query.Text("filter") is { } filter) view = view.WithFilterText(filter, query.Errors);
        long? resume = null;
        if (query.Text("resume") is { } text)
        {
            if (WholeNumber.TryParse(text, out var sequence)) resume = sequence;
            else query.Errors.Add("resume", "must be a sequence as Phoenix gave it: decimal digits");
        }
        if (query.Errors.Count > 0) return query.Errors.ToRefusal();

        if (StandingsRequest.ReadWindowKey(query.Text("window_key"), out var key) is { } noWindow) return noWindow;
        request = new LiveRequest(tenant, new LeaderboardId(id), view with { WindowKey = key }, resume);
        return null;
    }
}
