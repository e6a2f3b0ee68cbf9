using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Phoenix.Http.Auth;
using Phoenix.Http.Health;
using Phoenix.Http.Hosting;
using Phoenix.Http.Ingestion;
using Phoenix.Http.Json;
using Phoenix.Http.Query;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Events;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Admin;

/// <summary><c>POST /v1/leaderboards/dry-run</c>: what a config makes of an event; nothing is stored.</summary>
/// <remarks>The config is read as when a board is saved, the event as when it is sent, and scored by the same code.
/// </remarks>
public static class DryRunApi
{
    private static readonly string[] Parameters = ["tenant_id"];

    /// <summary>Maps the endpoint, for admin credentials.</summary>
    public static IEndpointConventionBuilder MapDryRunApi(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/v1/leaderboards/dry-run", RefusableEndpoint.Of(TryAsync)).RequireAdmin();

    private static async ValueTask<Refusal?> TryAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context);
        if (body.Refusal is not null) return body.Refusal;
        var errors = new FieldErrors();
        var query = QueryParameters.Read(context, Parameters);
        var fields = JsonFields.Open(body.Root, "", errors, "tenant_id", "config", "event");
        var named = fields.Text("tenant_id");
        var config = fields.RequiredValue("config") is { } given
            ? LeaderboardConfigJson.Read(given, "config", errors) : null;
        var sent = fields.RequiredValue("event");
        if (query.Errors.Count > 0) return query.Errors.ToRefusal();
        if (TenantChoice.Resolve(context.GetCaller(), query.Text("tenant_id"), named, out var tenant) is { } refusal)
            return refusal;
        var now = context.RequestServices.GetRequiredService<NodeClock>().Time.GetUtcNow();
        var nowUs = (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var record = sent is { } element ? ReadEvent(context, element, tenant, nowUs, errors) : null;
        if (errors.Count > 0) return errors.ToRefusal();
        if (await TenantChoice.CheckAsync(context, tenant) is { } refused) return refused;

        var reply = await context.RequestServices.GetRequiredService<IEngineClient>().AskRegistryAsync(
            new GetScoringExplanation(tenant, config!, record!, nowUs), context.RequestAborted);
        if (reply is Refusal bad) return bad;
        if (reply is not ScoringExplanationReply explanation) throw RefusableEndpoint.Unexpected(reply);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, explanation, DryRunJson.Write);
        return null;
    }

    private static EventRecord? ReadEvent(
        HttpContext context, JsonElement sent, TenantId tenant, long nowUs, FieldErrors errors)
    {
        var aheadMax = context.RequestServices.GetRequiredService<IOptions<IngestionOptions>>().Value.MaxFutureSeconds;
        var rules = new EventRules(tenant.Value, nowUs + (aheadMax * 1_000_000L), EventRules.TooLateFault(aheadMax));
        var parsed = RequestParser.OfThread.ReadSingle(JsonMarshal.GetRawUtf8Value(sent), rules);
        if (parsed.Fault is { } fault)
        {
            var field = fault == EventFault.NotAnObject ? fault.Field : JsonPaths.Join("event", fault.Field);
            errors.Add(new FieldError(field, fault.Rule));
        }
        return parsed.Record;
    }
}
