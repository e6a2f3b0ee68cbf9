using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Limits;

namespace Phoenix.Http.Json;

/// <summary>
/// Reads the body of an admin request: at most 1 MiB of strict UTF-8 JSON (no byte order mark, comments or trailing
/// commas, depth up to 32), inspected by <see cref="JsonInspection"/>. Not for the hot path of events: it builds a
/// document.
/// </summary>
public sealed class JsonBody : IDisposable
{
    private readonly JsonDocument? _document;

    private JsonBody(JsonDocument? document, Refusal? refusal) => (_document, Refusal) = (document, refusal);

    /// <summary>Why the body can't be used, or null.</summary>
    public Refusal? Refusal { get; }

    /// <summary>The document's root, where there is no <see cref="Refusal"/>.</summary>
    public JsonElement Root => _document!.RootElement;

    public static async ValueTask<JsonBody> ReadAsync(HttpContext context)
    {
        if (RefuseHeaders(context.Request) is { } refusal) return new JsonBody(null, refusal);
        var body = new ArrayBufferWriter<byte>((int)Math.Clamp(context.Request.ContentLength ?? 0, 1_024, 65_536));
        while (true)
        {
            var read = await context.Request.Body.ReadAsync(body.GetMemory(4_096), context.RequestAborted);
            if (read == 0) break;
            body.Advance(read);
            if (body.WrittenCount > ContractLimits.BodyBytesMax) return new JsonBody(null, TooLarge);
        }
        return Parse(body.WrittenMemory);
    }

    public void Dispose() => _document?.Dispose();

    internal static JsonBody Parse(ReadOnlyMemory<byte> utf8)
    {
        // The parser takes malformed UTF-8 in strings as it comes, so the bytes are checked first.
        if (!Utf8.IsValid(utf8.Span)) return Refuse("The body is not well-formed UTF-8.");
        if (utf8.IsEmpty) return Refuse("The body is empty; send a JSON object.");
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = ContractLimits.JsonDepthMax });
        }
        catch (JsonException e)
        {
            return Refuse($"The body is not valid JSON of at most {ContractLimits.JsonDepthMax} levels "
                + $"(line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}).");
        }
        var errors = new FieldErrors();
        JsonInspection.Inspect(document.RootElement, errors);
        if (errors.Count == 0) return new JsonBody(document, null);
        document.Dispose();
        return new JsonBody(null, errors.ToRefusal());
    }

    private static Refusal TooLarge { get; } =
        new(ErrorCode.PayloadTooLarge, $"The body may have {ContractLimits.BodyBytesMax} bytes at most.");

    private static JsonBody Refuse(string message) => new(null, new Refusal(ErrorCode.ValidationError, message));

    private static Refusal? RefuseHeaders(HttpRequest request)
    {
        if (request.ContentLength > ContractLimits.BodyBytesMax) return TooLarge;
        if (!string.IsNullOrEmpty(request.ContentType) && !IsJson(request.ContentType))
        {
            return new Refusal(ErrorCode.UnsupportedMediaType, "Send the body as application/json in UTF-8.");
        }
        var encoding = request.Headers.ContentEncoding.ToString();
        return encoding.Length == 0 || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)
            ? null
            : new Refusal(ErrorCode.UnsupportedMediaType, "Send the body without a Content-Encoding.");
    }

    private static bool IsJson(string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || IsUtf8(type.Charset.AsSpan().Trim('"')));

    private static bool IsUtf8(ReadOnlySpan<char> charset) =>
        charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
