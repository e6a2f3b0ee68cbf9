using System.Text;
using Phoenix.Http.Auth;
using Phoenix.Http.Errors;

namespace Phoenix.Http.OpenApi;

/// <summary><c>GET /openapi/v1.json</c>: the description of every endpoint that this node has.</summary>
public static class OpenApiApi
{
    /// <summary>Maps the document; open, or for admin credentials (<c>Phoenix:Operations:Public</c>).</summary>
    /// <remarks>Made at the first request, when everything is mapped; the same bytes from then on.</remarks>
    public static IEndpointConventionBuilder MapOpenApi(this IEndpointRouteBuilder endpoints)
    {
        var document = new Lazy<byte[]>(() => Encoding.UTF8.GetBytes(ApiDocument.TextOf(ApiDocument.Of(
            endpoints.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()))));
        return endpoints.MapGet("/openapi/v1.json", context => WriteAsync(context, document.Value))
            .RequireOperationsCredential();
    }

    private static Task WriteAsync(HttpContext context, byte[] document)
    {
        context.Response.ContentType = JsonResponse.ContentType;
        context.Response.ContentLength = document.Length;
        return context.Response.Body.WriteAsync(document, context.RequestAborted).AsTask();
    }
}
