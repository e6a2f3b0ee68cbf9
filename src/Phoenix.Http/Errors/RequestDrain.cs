using Microsoft.AspNetCore.Http.Features;

namespace Phoenix.Http.Errors;

/// <summary>Lets the server read off, unseen, the body of a request that is answered without it.</summary>
/// <remarks>
/// Where a body is over the server's own limit, Kestrel closes the connection under the client that is still sending,
/// and the client sees a reset in place of the answer. Reading it off is bounded by this many bytes and by Kestrel's
/// five seconds.
/// </remarks>
internal static class RequestDrain
{
    private const long BytesMax = 16 * 1024 * 1024;

    /// <summary>To be called before the body is first read; later it changes nothing.</summary>
    public static void Allow(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = BytesMax;
    }
}
