using System.Globalization;
using Phoenix.Http.Admin;
using Phoenix.Http.Auth;
using Phoenix.Http.Hosting;
using Phoenix.Http.Json;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Query;

/// <summary>The query gateway: a board's windows and the snapshots of its closed ones.</summary>
/// <remarks>
/// Callers see their own tenant only. The board's entity answers; where the entries are in the history, it reads them
/// there.
/// </remarks>
public static class WindowsApi
{
    private const int ListLimit = 100;
    private const int PageLimit = 100;

    private static readonly Refusal NoSnapshot = new(ErrorCode.NotFound, "There is no snapshot of that time.");

    private static readonly string[] WindowsParameters = ["min_position", "limit", "cursor"];
    private static readonly string[] SnapshotsParameters = ["min_position", "limit", "from", "to"];
    private static readonly string[] PageParameters = ["min_position", "limit", "offset"];
    private static readonly string[] EntryParameters = ["min_position"];

    /// <summary>Maps the queries; each for any token of the tenant.</summary>
    public static IEndpointConventionBuilder MapWindowsApi(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/v1");
        group.MapGet("/leaderboards/{id}/windows", RefusableEndpoint.Of(GetWindowsAsync));
        group.MapGet("/snapshots/{id}", RefusableEndpoint.Of(GetSnapshotsAsync));
        group.MapGet("/snapshots/{id}/{snapshot_time}", RefusableEndpoint.Of(GetSnapshotAsync));
        group.MapGet("/snapshots/{id}/{snapshot_time}/user/{user_id}", RefusableEndpoint.Of(GetEntryAsync));
        return group.RequireCaller();
    }

    private static async ValueTask<Refusal?> GetWindowsAsync(HttpContext context)
    {
        long? before = null;
        var refusal = StandingsRequest.Read(
            context, WindowsParameters, ListLimit, out var r, query => before = ReadCursor(query));
        if (refusal is not null) return refusal;
        var reply = await AskAsync(context, new GetWindows(r.Tenant, r.Leaderboard, r.Scope, r.Limit, before));
        if (reply is Refusal unanswered) return unanswered;
        if (reply is not WindowsReply page) throw RefusableEndpoint.Unexpected(reply);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, page, WindowsJson.WriteWindows);
        return null;
    }

    private static async ValueTask<Refusal?> GetSnapshotsAsync(HttpContext context)
    {
        var (from, to) = (TimeJson.MinUs, TimeJson.MaxUs);
        var refusal = StandingsRequest.Read(
            context, SnapshotsParameters, ListLimit, out var r,
            query => (from, to) = (ReadTime(query, "from", from), ReadTime(query, "to", to)));
        if (refusal is not null) return refusal;
        var reply = await AskAsync(context, new GetSnapshots(r.Tenant, r.Leaderboard, r.Scope, from, to, r.Limit));
        if (reply is Refusal unanswered) return unanswered;
        if (reply is not SnapshotsReply page) throw RefusableEndpoint.Unexpected(reply);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, page, WindowsJson.WriteSnapshots);
        return null;
    }

    private static async ValueTask<Refusal?> GetSnapshotAsync(HttpContext context)
    {
        if (StandingsRequest.Read(context, PageParameters, PageLimit, out var r) is { } refusal) return refusal;
        if (!TryReadSnapshotTime(context, out var time)) return NoSnapshot;
        var query = new GetSnapshot(r.Tenant, r.Leaderboard, r.Scope, time, r.Offset, r.Limit);
        var reply = await AskAsync(context, query);
        if (reply is Refusal unanswered) return unanswered;
        if (reply is not SnapshotReply snapshot) throw RefusableEndpoint.Unexpected(reply);
        await TaggedAnswer.WriteAsync(context, EntityTag.Of(snapshot), snapshot, WindowsJson.WriteSnapshot);
        return null;
    }

    private static async ValueTask<Refusal?> GetEntryAsync(HttpContext context)
    {
        if (StandingsRequest.Read(context, EntryParameters, 0, out var r) is { } refusal) return refusal;
        if (!TryReadSnapshotTime(context, out var time)) return NoSnapshot;
        if (StandingsRequest.ReadUserId(context, out var userId) is { } noUser) return noUser;
        var reply = await AskAsync(context, new GetSnapshotEntry(r.Tenant, r.Leaderboard, r.Scope, time, userId));
        if (reply is Refusal unanswered) return unanswered;
        if (reply is not SnapshotEntryReply entry) throw RefusableEndpoint.Unexpected(reply);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, entry, WindowsJson.WriteEntry);
        return null;
    }

    private static ValueTask<object> AskAsync(HttpContext context, ILeaderboardQuery query) =>
        context.RequestServices.GetRequiredService<IEngineClient>().AskLeaderboardAsync(query, context.RequestAborted);

    /// <summary>A cursor holds the start of the last window that was listed.</summary>
    private static long? ReadCursor(QueryParameters query)
    {
        if (query.Text("cursor") is not { } cursor) return null;
        if (Cursor.Read(cursor) is { } text
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var start))
            return start;
        query.Errors.Add("cursor", "must be the next_cursor of a list");
        return null;
    }

    private static long ReadTime(QueryParameters query, string name, long absent)
    {
        if (query.Text(name) is not { } text) return absent;
        // The + of an offset arrives as a blank where the caller did not escape it.
        if (TimeJson.TryParse(text.Replace(' ', '+'), out var time)) return time;
        query.Errors.Add(name, "must be a time as RFC 3339 writes it, with an offset");
        return absent;
    }

    /// <summary>What is no time names no snapshot, as a malformed key names no window.</summary>
    private static bool TryReadSnapshotTime(HttpContext context, out long time)
    {
        time = 0;
        return context.GetRouteValue("snapshot_time") is string text && TimeJson.TryParse(text, out time);
    }
}
