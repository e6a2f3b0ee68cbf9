using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Phoenix.Http.Replay;

/// <summary>Writes events as compact UTF-8 JSON.</summary>
internal static class EventJson
{
    // The text goes into a request body, never into a page: names in any script stay readable.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One object with what <paramref name="fields"/> writes into it.</summary>
    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>The id of an event whose file gives it none: same file, same line, same id.</summary>
    public static string IdOf(string fileHash, long line) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{fileHash.AsSpan(0, 16)}-{line}");
}
