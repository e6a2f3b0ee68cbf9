using System.Text.Json;
using Phoenix.Http.Json;

namespace Phoenix.Http.Query;

/// <summary>An answer with an ETag: whoever has it already gets <c>304</c> without a body.</summary>
public static class TaggedAnswer
{
    public static async ValueTask WriteAsync<T>(
        HttpContext context, string tag, T value, Action<Utf8JsonWriter, T> write)
    {
        context.Response.Headers.ETag = tag;
        // One tenant's standings belong in no shared cache, and a stale page must never pass for the present one.
        context.Response.Headers.CacheControl = "private, no-cache";
        if (EntityTag.IsNamedBy(context.Request.Headers.IfNoneMatch, tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, value, write);
    }
}
