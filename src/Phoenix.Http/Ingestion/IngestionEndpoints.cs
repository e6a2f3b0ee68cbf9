using Phoenix.Http.Auth;

namespace Phoenix.Http.Ingestion;

/// <summary>Maps the ingestion gateway.</summary>
public static class IngestionEndpoints
{
    /// <summary>Maps <c>POST /v1/events</c> and <c>POST /v1/events/bulk</c>, for tenants' tokens.</summary>
    public static void MapIngestion(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var api = endpoints.ServiceProvider.GetRequiredService<IngestionApi>();
        endpoints.MapPost("/v1/events", api.AcceptSingleAsync).RequireCaller();
        endpoints.MapPost("/v1/events/bulk", api.AcceptBulkAsync).RequireCaller();
    }
}
