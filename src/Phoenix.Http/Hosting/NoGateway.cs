using Phoenix.Http.Errors;
using Phoenix.Messages.Errors;

namespace Phoenix.Http.Hosting;

/// <summary>A node without the role <c>gateway</c>: it tells how it is, and serves nothing under <c>/v1</c>.</summary>
internal static class NoGateway
{
    private static readonly Refusal Refusal = new(
        ErrorCode.NotFound, "This node is no gateway (Phoenix:Cluster:Roles).");

    public static WebApplication UseNoGateway(this WebApplication app)
    {
        app.Use((context, next) => context.Request.Path.StartsWithSegments("/v1")
            ? ErrorResponses.WriteAsync(context, Refusal) : next(context));
        return app;
    }
}
