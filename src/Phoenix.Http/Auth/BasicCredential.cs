using System.Buffers.Text;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Phoenix.Http.Auth;

/// <summary>HTTP Basic for the operations' pages: the one credential that a browser asks its user for.</summary>
internal static class BasicCredential
{
    private const string Prefix = "Basic ";

    /// <summary>Is this the value of an <c>Authorization</c> header of this kind?</summary>
    public static bool Is(string authorization) => authorization.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Makes the password of a Basic credential the request's bearer token. What is no such credential is left as it
    /// is, and refused like any other that can't be read.
    /// </summary>
    public static void TakeAsBearer(HttpRequest request)
    {
        var headers = request.Headers[HeaderNames.Authorization];
        if (headers.Count != 1 || headers[0] is not { } value || !Is(value)) return;
        var encoded = value.AsSpan(Prefix.Length).Trim(' ');
        if (!Base64.IsValid(encoded)) return;
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(encoded.ToString()));
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0) request.Headers.Authorization = "Bearer " + text[(colon + 1)..];
    }
}
