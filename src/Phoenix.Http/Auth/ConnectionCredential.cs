using Microsoft.AspNetCore.Connections.Features;

namespace Phoenix.Http.Auth;

/// <summary>
/// What a connection of HTTP/1.1 sent last as its credential, and whose it is: the same once more costs no hash.
/// </summary>
/// <remarks>
/// The server keeps the header's string from one request of a connection to the next in any case. On HTTP/2 a
/// connection has several requests at a time: there nothing is kept.
/// </remarks>
internal sealed record ConnectionCredential(string Authorization, KnownCaller Known)
{
    private static readonly object Key = new();

    /// <summary>What the request's connection sent before; null where it is not known.</summary>
    public static ConnectionCredential? Of(HttpContext context) =>
        ItemsOf(context) is { } items && items.TryGetValue(Key, out var last) ? last as ConnectionCredential : null;

    /// <summary>Keeps it for the connection's next request.</summary>
    public static void Keep(HttpContext context, string authorization, KnownCaller known)
    {
        if (ItemsOf(context) is { } items) items[Key] = new ConnectionCredential(authorization, known);
    }

    private static IDictionary<object, object?>? ItemsOf(HttpContext context) =>
        HttpProtocol.IsHttp11(context.Request.Protocol)
            ? context.Features.Get<IConnectionItemsFeature>()?.Items : null;
}
