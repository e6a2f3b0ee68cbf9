using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Phoenix.Http.Errors;
using Phoenix.Messages.Events;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Ingestion;

/// <summary>Writes the answers of a request that was taken: <c>202</c> with what became of its events.</summary>
internal static class IngestionResponses
{
    private const int KeptBufferBytesMax = 256 * 1024;
    private const int SingleBytesMax = 256 + (2 * 4 * Messages.Ids.IdText.EventTextCodePointsMax);

    // An id holds no control characters, so these two are all that JSON wants escaped.
    private static readonly SearchValues<byte> Escaped = SearchValues.Create("\"\\"u8);

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    // Writing is synchronous: a thread's buffer is copied out before anything is awaited.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _json;

    /// <summary><c>{"status":"accepted","event_id","duplicate","position"}</c></summary>
    public static Task WriteSingleAsync(HttpContext context, EventRecord record, EventsAcceptedReply reply)
    {
        Span<byte> text = stackalloc byte[SingleBytesMax];
        var rest = text;
        Append(ref rest, "{\"status\":\"accepted\",\"event_id\":\""u8);
        AppendEscaped(ref rest, record.EventId);
        Append(ref rest, reply.Duplicates[0] ? "\",\"duplicate\":true,\"position\":\""u8
            : "\",\"duplicate\":false,\"position\":\""u8);
        Utf8Formatter.TryFormat(reply.Position, rest, out var digits);
        rest = rest[digits..];
        Append(ref rest, "\"}"u8);
        return SendAsync(context, text[..^rest.Length]);
    }

    /// <summary>
    /// The answer for each event of a bulk; <paramref name="reply"/> is null where none was accepted.
    /// </summary>
    public static Task WriteBulkAsync(HttpContext context, ReadOnlySpan<ParsedEvent> events, EventsAcceptedReply? reply)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(16 * 1024);
        var json = _json ??= new Utf8JsonWriter(buffer, WriterOptions);
        // Here, not at the end: an answer that could not be sent must leave nothing before the next one.
        buffer.ResetWrittenCount();
        json.Reset(buffer);
        var accepted = reply?.Duplicates.Count ?? 0;
        json.WriteStartObject();
        json.WriteString(
            "status"u8, accepted == 0 ? "failed"u8 : accepted == events.Length ? "accepted"u8 : "partial"u8);
        json.WriteNumber("total"u8, events.Length);
        json.WriteNumber("accepted"u8, accepted);
        json.WriteNumber("failed"u8, events.Length - accepted);
        json.WriteStartArray("results"u8);
        var next = 0;
        for (var i = 0; i < events.Length; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("index"u8, i);
            if (events[i].Record is { } record) WriteAccepted(json, record, reply!.Duplicates[next++]);
            else WriteFailed(json, events[i]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (reply is not null) WritePosition(json, reply.Position);
        json.WriteEndObject();
        json.Flush();
        var sent = SendAsync(context, buffer.WrittenSpan);
        if (buffer.Capacity > KeptBufferBytesMax) _buffer = null;
        return sent;
    }

    private static void WriteAccepted(Utf8JsonWriter json, EventRecord record, bool isDuplicate)
    {
        json.WriteString("event_id"u8, record.EventId);
        json.WriteString("status"u8, "accepted"u8);
        json.WriteBoolean("duplicate"u8, isDuplicate);
    }

    private static void WriteFailed(Utf8JsonWriter json, in ParsedEvent parsed)
    {
        if (parsed.EventId is null) json.WriteNull("event_id"u8);
        else json.WriteString("event_id"u8, parsed.EventId);
        json.WriteString("status"u8, "failed"u8);
        json.WriteString("error"u8, parsed.Fault!.Message);
    }

    private static void WritePosition(Utf8JsonWriter json, long position)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(position, digits, out var length);
        json.WriteString("position"u8, digits[..length]);
    }

    private static Task SendAsync(HttpContext context, ReadOnlySpan<byte> body)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status202Accepted;
        response.ContentType = JsonResponse.ContentType;
        response.ContentLength = body.Length;
        response.BodyWriter.Write(body);
        var flush = response.BodyWriter.FlushAsync(context.RequestAborted);
        return flush.IsCompletedSuccessfully ? Task.CompletedTask : flush.AsTask();
    }

    private static void Append(ref Span<byte> target, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(target);
        target = target[bytes.Length..];
    }

    private static void AppendEscaped(ref Span<byte> target, ReadOnlySpan<byte> text)
    {
        while (text.IndexOfAny(Escaped) is >= 0 and var at)
        {
            Append(ref target, text[..at]);
            Append(ref target, text[at] == '"' ? "\\\""u8 : "\\\\"u8);
            text = text[(at + 1)..];
        }
        Append(ref target, text);
    }
}
