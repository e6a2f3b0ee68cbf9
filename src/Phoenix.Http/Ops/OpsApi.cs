using Phoenix.Http.Auth;
using Phoenix.Http.Hosting;
using Phoenix.Http.Json;
using Phoenix.Http.Query;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Ops;
using Phoenix.Messages.Routing;

namespace Phoenix.Http.Ops;

/// <summary>For the platform's operators: the cluster and its members, what lives where, tenants, boards and logs from
/// the inside.</summary>
public static class OpsApi
{
    private const int EntitiesLimit = 100;
    private const int EntitiesLimitMax = 1_000;
    private const int LogLimit = 20;
    private const int LogLimitMax = 100;

    private static readonly string[] NoParameters = [];
    private static readonly string[] ShardParameters = ["region"];
    private static readonly string[] EntityParameters = ["region", "shard", "limit"];
    private static readonly string[] LogParameters = ["after", "limit"];

    private static readonly Refusal NoTenant = new(ErrorCode.NotFound, "There is no such tenant.");
    private static readonly Refusal NoBoard = new(ErrorCode.NotFound, "There is no such leaderboard.");

    /// <summary>Maps the endpoints; each for platform credentials.</summary>
    public static IEndpointConventionBuilder MapOpsApi(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/v1/ops");
        group.MapGet("/cluster", RefusableEndpoint.Of(GetClusterAsync));
        group.MapPost("/cluster/leave", RefusableEndpoint.Of(c => ChangeMemberAsync(c, a => new LeaveCluster(a))));
        group.MapPost("/cluster/down", RefusableEndpoint.Of(c => ChangeMemberAsync(c, a => new DownMember(a))));
        group.MapGet("/sharding/regions", RefusableEndpoint.Of(GetRegionsAsync));
        group.MapGet("/sharding/shards", RefusableEndpoint.Of(GetShardsAsync));
        group.MapGet("/sharding/entities", RefusableEndpoint.Of(GetEntitiesAsync));
        group.MapGet("/tenants/{tenant_id}", RefusableEndpoint.Of(GetTenantAsync));
        group.MapGet("/tenants/{tenant_id}/boards/{id}", RefusableEndpoint.Of(GetBoardAsync));
        group.MapGet("/tenants/{tenant_id}/log", RefusableEndpoint.Of(GetLogAsync));
        return group.RequirePlatform();
    }

    private static async ValueTask<Refusal?> GetClusterAsync(HttpContext context)
    {
        var reply = await AskAsync(context, new GetClusterState());
        if (reply is Refusal refusal) return refusal;
        if (reply is not ClusterState state) throw RefusableEndpoint.Unexpected(reply);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, state, OpsJson.WriteCluster);
        return null;
    }

    private static async ValueTask<Refusal?> ChangeMemberAsync(HttpContext context, Func<string, IOpsQuery> order)
    {
        using var body = await JsonBody.ReadAsync(context);
        if (body.Refusal is not null) return body.Refusal;
        var errors = new FieldErrors();
        var fields = JsonFields.Open(body.Root, "", errors, "address");
        fields.RequiredValue("address");
        var address = fields.BoundedText("address", 1, 512);
        if (errors.Count > 0) return errors.ToRefusal();

        var reply = await AskAsync(context, order(address!));
        if (reply is Refusal refusal) return refusal;
        if (reply is not MemberChanged changed) throw RefusableEndpoint.Unexpected(reply);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, changed, OpsJson.WriteMember);
        return null;
    }

    private static async ValueTask<Refusal?> GetRegionsAsync(HttpContext context) => await AnswerShardingAsync(
        context, QueryParameters.Read(context, NoParameters), new GetShardingState(null, null, 0),
        (json, state) => ShardingJson.WriteRegions(json, state));

    private static async ValueTask<Refusal?> GetShardsAsync(HttpContext context)
    {
        var query = QueryParameters.Read(context, ShardParameters);
        return await AnswerShardingAsync(
            context, query, new GetShardingState(RegionOf(query), null, 0), ShardingJson.WriteShards);
    }

    private static async ValueTask<Refusal?> GetEntitiesAsync(HttpContext context)
    {
        var query = QueryParameters.Read(context, EntityParameters);
        var limit = query.WholeNumber("limit", 1, EntitiesLimitMax, EntitiesLimit);
        if (query.Text("shard") is { } shard
            && !(WholeNumber.TryParse(shard, out var number) && number < ShardTopology.LeaderboardShards))
        {
            query.Errors.Add("shard", "must be the shard_id of a shard");
        }
        return await AnswerShardingAsync(
            context, query, new GetShardingState(RegionOf(query), query.Text("shard"), limit),
            ShardingJson.WriteEntities);
    }

    private static string? RegionOf(QueryParameters query)
    {
        var region = query.Text("region");
        if (region is not (null or ShardTopology.TenantRegion or ShardTopology.LeaderboardRegion))
        {
            query.Errors.Add(
                "region", $"must be {ShardTopology.TenantRegion} or {ShardTopology.LeaderboardRegion}");
        }
        return region;
    }

    private static async ValueTask<Refusal?> AnswerShardingAsync(
        HttpContext context, QueryParameters parameters, GetShardingState query,
        Action<System.Text.Json.Utf8JsonWriter, ShardingState> write)
    {
        if (parameters.Errors.Count > 0) return parameters.Errors.ToRefusal();
        var reply = await AskAsync(context, query);
        if (reply is Refusal refusal) return refusal;
        if (reply is not ShardingState state) throw RefusableEndpoint.Unexpected(reply);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, state, write);
        return null;
    }

    private static async ValueTask<Refusal?> GetTenantAsync(HttpContext context)
    {
        if (PathTenant(context) is not { } tenant) return NoTenant;
        var reply = await AskAsync(context, new GetTenantDetails(tenant));
        if (reply is Refusal refusal) return refusal;
        if (reply is not TenantDetails details) throw RefusableEndpoint.Unexpected(reply);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, details, OpsJson.WriteTenant);
        return null;
    }

    private static async ValueTask<Refusal?> GetBoardAsync(HttpContext context)
    {
        if (PathTenant(context) is not { } tenant) return NoTenant;
        if (context.GetRouteValue("id") is not string id || !LeaderboardId.IsValid(id)) return NoBoard;
        var reply = await AskAsync(context, new GetBoardDetails(tenant, new LeaderboardId(id)));
        if (reply is Refusal refusal) return refusal;
        if (reply is not BoardDetails details) throw RefusableEndpoint.Unexpected(reply);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, details, OpsJson.WriteBoard);
        return null;
    }

    private static async ValueTask<Refusal?> GetLogAsync(HttpContext context)
    {
        if (PathTenant(context) is not { } tenant) return NoTenant;
        var query = QueryParameters.Read(context, LogParameters);
        var limit = query.WholeNumber("limit", 1, LogLimitMax, LogLimit);
        var after = 0L;
        if (query.Text("after") is { } text && !PositionJson.TryParse(text, out after))
        {
            query.Errors.Add("after", "must be a position of the log");
        }
        if (query.Errors.Count > 0) return query.Errors.ToRefusal();
        var reply = await AskAsync(context, new GetLog(tenant, after, limit));
        if (reply is Refusal refusal) return refusal;
        if (reply is not LogPage page) throw RefusableEndpoint.Unexpected(reply);
        await JsonAnswer.WriteAsync(
            context, StatusCodes.Status200OK, (tenant.Value, Math.Max(after, 0), page), LogJson.WritePage);
        return null;
    }

    private static TenantId? PathTenant(HttpContext context) =>
        context.GetRouteValue("tenant_id") is string id && TenantId.IsValid(id) ? new TenantId(id) : null;

    private static ValueTask<object> AskAsync(HttpContext context, IOpsQuery query)
    {
        context.Response.Headers.CacheControl = "no-store";
        return context.RequestServices.GetRequiredService<IOpsClient>().AskAsync(query, context.RequestAborted);
    }
}
