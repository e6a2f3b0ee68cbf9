using System.Text.Json;
using Phoenix.Http.Auth;
using Phoenix.Http.Hosting;
using Phoenix.Http.Json;
using Phoenix.Http.Query;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Admin;

/// <summary>A tenant's leaderboards: list, create, show, change, archive.</summary>
/// <remarks>For the tenant's admins and the platform; whose are meant, <see cref="TenantChoice"/> says.</remarks>
public static class LeaderboardsApi
{
    private static readonly string[] Parameters = ["tenant_id"];

    internal static readonly Refusal NoLeaderboard = new(ErrorCode.NotFound, "There is no such leaderboard.");

    /// <summary>Maps the endpoints; each for admin credentials.</summary>
    public static IEndpointConventionBuilder MapLeaderboardsApi(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/v1/leaderboards");
        group.MapGet("", RefusableEndpoint.Of(ListAsync));
        group.MapPost("", RefusableEndpoint.Of(CreateAsync));
        group.MapGet("/{id}/definition", RefusableEndpoint.Of(GetAsync));
        group.MapPut("/{id}", RefusableEndpoint.Of(PutConfigAsync));
        group.MapPatch("/{id}", RefusableEndpoint.Of(ChangeAsync));
        group.MapDelete("/{id}", RefusableEndpoint.Of(ArchiveAsync));
        return group.RequireAdmin();
    }

    private static async ValueTask<Refusal?> ListAsync(HttpContext context)
    {
        if (Resolve(context, null, out var tenant) is { } refusal) return refusal;
        if (await TenantChoice.CheckAsync(context, tenant) is { } refused) return refused;
        var reply = await AskRegistryAsync(context, new GetLeaderboards(tenant));
        if (reply is Refusal unanswered) return unanswered;
        if (reply is not LeaderboardsReply list) throw RefusableEndpoint.Unexpected(reply);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, list.Leaderboards, AdminJson.WriteLeaderboards);
        return null;
    }

    private static async ValueTask<Refusal?> GetAsync(HttpContext context)
    {
        if (Resolve(context, null, out var tenant) is { } refusal) return refusal;
        if (PathLeaderboard(context) is not { } board) return NoLeaderboard;
        if (await TenantChoice.CheckAsync(context, tenant) is { } refused) return refused;
        var reply = await AskRegistryAsync(context, new GetLeaderboard(tenant, board));
        return await AnswerAsync(context, StatusCodes.Status200OK, reply);
    }

    private static async ValueTask<Refusal?> CreateAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context);
        if (body.Refusal is not null) return body.Refusal;
        var errors = new FieldErrors();
        var fields = JsonFields.Open(
            body.Root, "", errors, "leaderboard_id", "tenant_id", "name", "description", "config", "backfill");
        var id = fields.Id("leaderboard_id", required: true);
        var name = fields.BoundedText("name", 1, AdminLimits.NameCodePointsMax);
        var description = Description(fields);
        var config = ReadConfig(fields, errors);
        var backfill = ReadBackfill(fields);
        var named = fields.Text("tenant_id");
        if (errors.Count > 0) return errors.ToRefusal();
        if (Resolve(context, named, out var tenant) is { } refusal) return refusal;

        var command = new DefineLeaderboard(tenant, new LeaderboardId(id!), name, description, config!, backfill);
        return await CarryOutAsync(context, StatusCodes.Status201Created, command);
    }

    private static async ValueTask<Refusal?> PutConfigAsync(HttpContext context)
    {
        if (PathLeaderboard(context) is not { } board) return NoLeaderboard;
        using var body = await JsonBody.ReadAsync(context);
        if (body.Refusal is not null) return body.Refusal;
        var errors = new FieldErrors();
        var fields = JsonFields.Open(body.Root, "", errors, "tenant_id", "config", "version", "backfill");
        var config = ReadConfig(fields, errors);
        var version = Version(fields);
        var backfill = ReadBackfill(fields);
        var named = fields.Text("tenant_id");
        if (errors.Count > 0) return errors.ToRefusal();
        if (Resolve(context, named, out var tenant) is { } refusal) return refusal;

        var command = new ChangeLeaderboardConfig(tenant, board, config!, version, backfill);
        return await CarryOutAsync(context, StatusCodes.Status200OK, command);
    }

    private static async ValueTask<Refusal?> ChangeAsync(HttpContext context)
    {
        if (PathLeaderboard(context) is not { } board) return NoLeaderboard;
        using var body = await JsonBody.ReadAsync(context);
        if (body.Refusal is not null) return body.Refusal;
        var errors = new FieldErrors();
        var fields = JsonFields.Open(body.Root, "", errors, "tenant_id", "status", "name", "description", "version");
        var status = fields.Choice("status", ConfigNames.LeaderboardStatuses);
        var name = fields.BoundedText("name", 1, AdminLimits.NameCodePointsMax);
        var description = Description(fields);
        var version = Version(fields);
        var named = fields.Text("tenant_id");
        if (errors.Count > 0) return errors.ToRefusal();
        if (status is null && name is null && description is null)
        {
            return FieldErrors.One("body", "must have at least one of status, name, description");
        }
        if (Resolve(context, named, out var tenant) is { } refusal) return refusal;

        var command = new ChangeLeaderboard(tenant, board, status, name, description, version);
        return await CarryOutAsync(context, StatusCodes.Status200OK, command);
    }

    private static async ValueTask<Refusal?> ArchiveAsync(HttpContext context)
    {
        if (Resolve(context, null, out var tenant) is { } refusal) return refusal;
        if (PathLeaderboard(context) is not { } board) return NoLeaderboard;
        var command = new ChangeLeaderboard(tenant, board, LeaderboardStatus.Archived, null, null, null);
        return await CarryOutAsync(context, StatusCodes.Status200OK, command);
    }

    internal static Refusal? Resolve(HttpContext context, string? inBody, out TenantId tenant)
    {
        var query = QueryParameters.Read(context, Parameters);
        tenant = default;
        return query.Errors.Count > 0
            ? query.Errors.ToRefusal()
            : TenantChoice.Resolve(context.GetCaller(), query.Text("tenant_id"), inBody, out tenant);
    }

    internal static LeaderboardId? PathLeaderboard(HttpContext context) =>
        context.GetRouteValue("id") is string id && LeaderboardId.IsValid(id) ? new LeaderboardId(id) : null;

    private static string? Description(JsonFields fields) =>
        fields.BoundedText("description", 0, AdminLimits.DescriptionCodePointsMax, allowsLines: true);

    private static int? Version(JsonFields fields) => fields.WholeNumber("version", 1, int.MaxValue);

    private static LeaderboardConfig? ReadConfig(JsonFields fields, FieldErrors errors) =>
        fields.RequiredValue("config") is { } config ? LeaderboardConfigJson.Read(config, "config", errors) : null;

    /// <summary>Null where the log is not to be scored again.</summary>
    private static Backfill? ReadBackfill(JsonFields fields)
    {
        if (fields.Value("backfill") is not { } value) return null;
        switch (value.ValueKind)
        {
            case JsonValueKind.False:
                return null;
            case JsonValueKind.True:
                return new Backfill(null);
            case JsonValueKind.String when TimeJson.TryParse(value.GetString(), out var from):
                return new Backfill(from);
            default:
                fields.Fail("backfill", "must be true, false or an RFC 3339 time such as 2025-11-18T12:34:56Z");
                return null;
        }
    }

    private static async ValueTask<Refusal?> CarryOutAsync(HttpContext context, int status, ITenantMessage command)
    {
        if (await TenantChoice.CheckAsync(context, command.TenantId) is { } refused) return refused;
        var reply = await context.RequestServices.GetRequiredService<IEngineClient>()
            .AskTenantAsync(command, context.RequestAborted);
        return await AnswerAsync(context, status, reply);
    }

    private static async ValueTask<Refusal?> AnswerAsync(HttpContext context, int status, object reply)
    {
        if (reply is Refusal refusal) return refusal;
        if (reply is not LeaderboardReply board) throw RefusableEndpoint.Unexpected(reply);
        await JsonAnswer.WriteAsync(context, status, board.Definition, AdminJson.WriteLeaderboard);
        return null;
    }

    private static ValueTask<object> AskRegistryAsync(HttpContext context, IRegistryQuery query) =>
        context.RequestServices.GetRequiredService<IEngineClient>().AskRegistryAsync(query, context.RequestAborted);
}
