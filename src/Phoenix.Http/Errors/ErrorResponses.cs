using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Phoenix.Messages.Errors;

namespace Phoenix.Http.Errors;

/// <summary>Writes the one form that every answer which is no success has.</summary>
public static class ErrorResponses
{
    private const string Challenge = "Bearer realm=\"phoenix\"";

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>
    /// Writes <c>{"error":{"code","message","status","details"?}}</c> with its status, <c>Retry-After</c> where the
    /// refusal names it, and <c>WWW-Authenticate</c> with a 401. Headers that are set already stay.
    /// </summary>
    public static Task WriteAsync(HttpContext context, Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(refusal);
        RequestDrain.Allow(context);
        var response = context.Response;
        var body = Format(refusal);
        response.StatusCode = ErrorCatalog.StatusOf(refusal.Code);
        response.ContentType = JsonResponse.ContentType;
        response.ContentLength = body.Length;
        if (RetryAfterSecondsOf(refusal) is > 0 and var seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (refusal.Code == ErrorCode.Unauthorized && !response.Headers.ContainsKey(HeaderNames.WWWAuthenticate))
            response.Headers.WWWAuthenticate = Challenge;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(body, CancellationToken.None).AsTask();
    }

    // Whoever is told to come again is told when, also where the refusal forgot it.
    private static int RetryAfterSecondsOf(Refusal refusal) =>
        refusal.RetryAfterSeconds == 0 && refusal.Code is ErrorCode.RateLimited or ErrorCode.Unavailable
            ? 1 : refusal.RetryAfterSeconds;

    /// <summary>The envelope's bytes, UTF-8.</summary>
    internal static byte[] Format(Refusal refusal)
    {
        using var buffer = new MemoryStream(256);
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            json.WriteStartObject();
            WriteError(json, refusal);
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    /// <summary>Writes the envelope's one field.</summary>
    internal static void WriteError(Utf8JsonWriter json, Refusal refusal)
    {
        json.WriteStartObject("error"u8);
        json.WriteString("code"u8, ErrorCatalog.NameOf(refusal.Code));
        json.WriteString("message"u8, refusal.Message);
        json.WriteNumber("status"u8, ErrorCatalog.StatusOf(refusal.Code));
        if (refusal.Details.Count > 0) WriteDetails(json, refusal.Details);
        json.WriteEndObject();
    }

    private static void WriteDetails(Utf8JsonWriter json, IReadOnlyList<FieldError> details)
    {
        json.WriteStartArray("details"u8);
        foreach (var detail in details)
        {
            json.WriteStartObject();
            json.WriteString("field"u8, detail.Field);
            json.WriteString("message"u8, detail.Message);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
