using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Phoenix.Http.Errors;

namespace Phoenix.Http.Json;

/// <summary>Writes the JSON of a success straight into the response's buffer.</summary>
public static class JsonAnswer
{
    private static readonly JsonWriterOptions Options = new()
    {
        // Bodies are application/json and never HTML: names stay as readable, and as short, as they were sent.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // The writers are our own code, held to valid JSON by tests.
        SkipValidation = true,
    };

    // Where an idle writer points, so that it keeps no connection alive; nothing is ever written to it.
    private static readonly ArrayBufferWriter<byte> Nowhere = new(1);

    // A writer is used within one synchronous stretch only, so each thread can keep one.
    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>Answers with the status and what <paramref name="write"/> makes of the value.</summary>
    /// <param name="write">Synchronous; a static method, so that nothing is captured.</param>
    public static async ValueTask WriteAsync<T>(
        HttpContext context, int status, T value, Action<Utf8JsonWriter, T> write)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = JsonResponse.ContentType;
        WriteBody(context, value, write);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static void WriteBody<T>(HttpContext context, T value, Action<Utf8JsonWriter, T> write)
    {
        var json = _writer ?? new Utf8JsonWriter(context.Response.BodyWriter, Options);
        _writer = null;
        json.Reset(context.Response.BodyWriter);
        write(json, value);
        json.Flush();
        json.Reset(Nowhere);
        _writer = json;
    }
}
