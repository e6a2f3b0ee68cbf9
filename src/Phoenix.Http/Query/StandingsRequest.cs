using System.Buffers;
using System.Text;
using Phoenix.Http.Auth;
using Phoenix.Http.Health;
using Phoenix.Http.Json;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Limits;

namespace Phoenix.Http.Query;

/// <summary>What every query of standings has in its URL and credential, read and checked.</summary>
public readonly record struct StandingsRequest(
    TenantId Tenant, LeaderboardId Leaderboard, StandingsScope Scope, int Offset, int Limit)
{
    private const int WindowKeyLengthMax = 64;

    internal static readonly Refusal NoTenant = new(
        ErrorCode.Forbidden, "The credential has no tenant of its own: standings are read with a token of the tenant.");

    internal static readonly Refusal NoLeaderboard = new(ErrorCode.NotFound, "There is no such leaderboard.");
    internal static readonly Refusal NoWindow = new(ErrorCode.NotFound, "The leaderboard has no such window.");
    private static readonly Refusal NotRanked = new(ErrorCode.NotFound, "The user is not ranked.");

    /// <summary>Window keys hold these and the like; what holds anything else can't be one.</summary>
    private static readonly SearchValues<char> WindowKeyCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-+:._");

    /// <summary>Reads the request, or says why it can't be carried out.</summary>
    /// <param name="parameters">Those that this endpoint knows; others are ignored.</param>
    /// <param name="limit">The page's size where none is asked for.</param>
    /// <param name="readMore">Reads the endpoint's own parameters and notes their faults with the others.</param>
    public static Refusal? Read(
        HttpContext context, string[] parameters, int limit, out StandingsRequest request,
        Action<QueryParameters>? readMore = null)
    {
        request = default;
        if (context.GetCaller().Tenant is not { } tenant) return NoTenant;
        if (context.GetRouteValue("id") is not string id || !LeaderboardId.IsValid(id)) return NoLeaderboard;

        var query = QueryParameters.Read(context, parameters);
        var offset = query.Knows("offset") ? query.WholeNumber("offset", 0, int.MaxValue, 0) : 0;
        if (query.Knows("limit")) limit = query.WholeNumber("limit", 1, ContractLimits.PageSizeMax, limit);
        long minPosition = 0;
        if (query.Text("min_position") is { } token && !PositionJson.TryParse(token, out minPosition))
        {
            query.Errors.Add("min_position", "must be a position as Phoenix gave it: decimal digits");
        }
        readMore?.Invoke(query);
        if (query.Errors.Count > 0) return query.Errors.ToRefusal();

        var named = query.Knows("window_key") ? query.Text("window_key") : null;
        if (ReadWindowKey(named, out var key) is { } noWindow) return noWindow;

        var now = context.RequestServices.GetRequiredService<NodeClock>().Time.GetUtcNow();
        var nowUs = (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        request = new StandingsRequest(
            tenant, new LeaderboardId(id), new StandingsScope(key, nowUs, minPosition), offset, limit);
        return null;
    }

    /// <summary>Reads a window's key; where it is absent or empty the result is null.</summary>
    public static Refusal? ReadWindowKey(string? text, out string? key)
    {
        // The + of an hour with its offset arrives as a blank where the caller did not escape it.
        key = string.IsNullOrEmpty(text) ? null : text.Replace(' ', '+');
        return key is null || IsWindowKey(key) ? null : NoWindow;
    }

    /// <summary>Whether some window could bear this key; what could be none's never reaches a board.</summary>
    internal static bool IsWindowKey(string key) =>
        key.Length is > 0 and <= WindowKeyLengthMax && !key.AsSpan().ContainsAnyExcept(WindowKeyCharacters);

    /// <summary>Reads the user's id, the path's last segment, from the target as it was sent.</summary>
    public static Refusal? ReadUserId(HttpContext context, out string userId)
    {
        userId = "";
        if (RawPath.LastSegment(context) is not { } text)
        {
            return FieldErrors.One("user_id", "must be percent-encoded UTF-8");
        }
        // Servers and proxies resolve dot segments, so these ids never arrive as themselves: what is here stands for
        // another path. Ids that no event can have are nobody's.
        if (text is "." or ".." || !IdText.IsEventText(Encoding.UTF8.GetBytes(text))) return NotRanked;
        userId = text;
        return null;
    }
}
