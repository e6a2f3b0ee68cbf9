using Phoenix.Http.Errors;
using Phoenix.Messages.Errors;

namespace Phoenix.Http.Health;

/// <summary>While the node's clock is wrong it judges no token, no event's time and no window by it: else a fault of
/// the node would be answered as the caller's. Operators still look at it.</summary>
internal sealed class NodeClockMiddleware(RequestDelegate next, NodeClock clock)
{
    private const int RetryAfterSeconds = 5;

    private static readonly Refusal WrongClock =
        Refusal.Unavailable("This node's clock differs from the database's by more than 30 s.", RetryAfterSeconds);

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        return !clock.IsRight && path.StartsWithSegments("/v1") && !path.StartsWithSegments("/v1/ops")
            ? ErrorResponses.WriteAsync(context, WrongClock)
            : next(context);
    }
}
