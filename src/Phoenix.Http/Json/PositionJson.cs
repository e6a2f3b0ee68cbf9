using System.Text.Json;

namespace Phoenix.Http.Json;

/// <summary>Positions of a tenant's log as the opaque tokens that callers see: decimal digits in a string.</summary>
public static class PositionJson
{
    public static void Write(Utf8JsonWriter json, long position)
    {
        Span<byte> text = stackalloc byte[20];
        position.TryFormat(text, out var length);
        json.WriteStringValue(text[..length]);
    }

    /// <summary>Reads a token; only what <see cref="Write"/> may have written is one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long position) => WholeNumber.TryParse(text, out position);
}
