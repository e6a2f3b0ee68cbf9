using Phoenix.Http.Errors;
using Phoenix.Messages.Errors;

namespace Phoenix.Http.Json;

/// <summary>An endpoint that either answers and returns null, or returns the refusal to answer with.</summary>
public static class RefusableEndpoint
{
    public static RequestDelegate Of(Func<HttpContext, ValueTask<Refusal?>> handle) => async context =>
    {
        if (await handle(context) is { } refusal) await ErrorResponses.WriteAsync(context, refusal);
    };

    /// <summary>The fault of a reply that the engine never gives to this message.</summary>
    public static InvalidOperationException Unexpected(object reply) =>
        new($"No answer is made of {reply.GetType().Name}.");
}
