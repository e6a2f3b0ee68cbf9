using System.Text.Json;

namespace Phoenix.Http.Replay;

/// <summary>
/// Reads events of one JSON object a line and leaves them as they are; blank lines are passed over. A line without
/// <c>event_id</c> gets one. Rules of the event itself are the server's to check: here only what would spoil the
/// request that carries it.
/// </summary>
internal sealed class NdjsonReader(Stream stream, string fileHash)
{
    /// <summary>Leaves room for the request around it within a body of 1 MiB.</summary>
    public const int LineBytesMax = 1_048_576 - 1_024;

    /// <summary>A request may be nested 32 deep, and its event stands two levels below its root.</summary>
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 30 };

    /// <summary>What each line comes to.</summary>
    public IEnumerable<ReplayItem> Read()
    {
        foreach (var (number, bytes, whole) in new Utf8Lines(stream, LineBytesMax).Read())
        {
            var line = number == 1 && bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
            if (!whole) yield return ReplayItem.Faulty(number, $"longer than {LineBytesMax} bytes");
            else if (line.Span.IndexOfAnyExcept(" \t\r"u8) >= 0) yield return Of(number, line);
        }
    }

    private ReplayItem Of(long number, ReadOnlyMemory<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line.Span, Strict);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) return ReplayItem.Faulty(number, "not a JSON object");
            var objectStart = (int)reader.TokenStartIndex;
            var (hasId, isEmpty) = (false, true);
            while (reader.Read() && reader.CurrentDepth > 0)
            {
                isEmpty = false;
                hasId |= reader.ValueTextEquals("event_id"u8);
                reader.Skip();
            }

            // Reading on to the end refuses anything behind the object: `{}, {}` must not become two events.
            reader.Read();
            return ReplayItem.Of(number, hasId ? line : WithId(number, line, objectStart, isEmpty));
        }
        catch (JsonException e)
        {
            return ReplayItem.Faulty(number, $"not JSON: {e.Message}");
        }
    }

    private byte[] WithId(long number, ReadOnlyMemory<byte> line, int objectStart, bool isEmpty)
    {
        var id = System.Text.Encoding.ASCII.GetBytes(
            $"{{\"event_id\":\"{EventJson.IdOf(fileHash, number)}\"{(isEmpty ? "" : ",")}");
        return [.. id, .. line.Span[(objectStart + 1)..]];
    }
}
