using Microsoft.Net.Http.Headers;
using Phoenix.Messages.Errors;

namespace Phoenix.Http.Ingestion;

/// <summary>Which media types a JSON body may be sent as.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json";

    /// <summary>The answer to every other media type.</summary>
    public static readonly Refusal Unsupported = new(
        ErrorCode.UnsupportedMediaType, "Content-Type must be application/json, in UTF-8.");

    /// <summary>A missing one is read as JSON; a charset, where given, must be UTF-8.</summary>
    public static bool IsJson(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType) || contentType.Equals(Json, StringComparison.OrdinalIgnoreCase))
            return true;
        return MediaTypeHeaderValue.TryParse(contentType, out var parsed)
            && parsed.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase)
            && (!parsed.Charset.HasValue || HeaderUtilities.RemoveQuotes(parsed.Charset)
                .Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }
}
