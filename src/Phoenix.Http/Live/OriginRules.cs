namespace Phoenix.Http.Live;

/// <summary>Which pages a browser may open sockets from: CORS does not protect WebSockets.</summary>
internal static class OriginRules
{
    /// <summary>
    /// True for what is no browser (no <c>Origin</c>), for the page's own origin, and for those that are allowed.
    /// </summary>
    /// <remarks>The own origin goes by host and port alone: behind a proxy that ends TLS the scheme is not ours to
    /// know.</remarks>
    public static bool Allows(HttpRequest request, IReadOnlyList<string> allowed)
    {
        var origin = request.Headers.Origin;
        if (origin.Count == 0) return true;
        if (origin.Count > 1 || origin[0] is not { } text) return false;
        if (allowed.Contains(text, StringComparer.OrdinalIgnoreCase)) return true;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && Uri.TryCreate($"{uri.Scheme}://{request.Host.Value}", UriKind.Absolute, out var own)
            && string.Equals(uri.Authority, own.Authority, StringComparison.OrdinalIgnoreCase);
    }
}
