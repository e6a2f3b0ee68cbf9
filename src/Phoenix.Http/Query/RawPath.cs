using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;

namespace Phoenix.Http.Query;

/// <summary>Path segments from the request target as it was sent, decoded exactly once.</summary>
/// <remarks>
/// The server's own decoding keeps <c>%2F</c> and leaves malformed escapes as they are, so <c>a%2Fb</c> and
/// <c>a%252Fb</c> would be one text. User ids may hold any character, so they are read from here.
/// </remarks>
public static class RawPath
{
    /// <summary>The last segment of the request's path; null where an escape or its UTF-8 is malformed.</summary>
    public static string? LastSegment(HttpContext context) =>
        Decode(LastSegmentOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget));

    /// <summary>The last segment as it stands in the target, without query and trailing slash.</summary>
    public static ReadOnlySpan<char> LastSegmentOf(ReadOnlySpan<char> rawTarget)
    {
        var query = rawTarget.IndexOf('?');
        var path = (query < 0 ? rawTarget : rawTarget[..query]).TrimEnd('/');
        return path[(path.LastIndexOf('/') + 1)..];
    }

    /// <summary>Decodes percent escapes once; null where one is malformed, or what they spell is not UTF-8.</summary>
    public static string? Decode(ReadOnlySpan<char> segment)
    {
        if (!segment.Contains('%') && Ascii.IsValid(segment)) return segment.ToString();
        // The target's length is bounded by the server (request line of 8 KiB).
        var bytes = ArrayPool<byte>.Shared.Rent(segment.Length * 3);
        try
        {
            var length = 0;
            for (var i = 0; i < segment.Length; i++)
            {
                if (segment[i] != '%')
                {
                    var done = Rune.DecodeFromUtf16(segment[i..], out var rune, out var consumed);
                    if (done != OperationStatus.Done) return null;
                    i += consumed - 1;
                    length += rune.EncodeToUtf8(bytes.AsSpan(length));
                    continue;
                }
                if (i + 2 >= segment.Length || !TryHex(segment.Slice(i + 1, 2), out bytes[length++])) return null;
                i += 2;
            }
            var utf8 = bytes.AsSpan(0, length);
            return Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static bool TryHex(ReadOnlySpan<char> digits, out byte value) =>
        byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
