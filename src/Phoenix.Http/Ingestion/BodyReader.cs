using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Phoenix.Http.Errors;
using Phoenix.Messages.Errors;

namespace Phoenix.Http.Ingestion;

/// <summary>
/// Reads a request's body, decoded, into one piece of pooled memory, as far as the limit and no further.
/// </summary>
internal static class BodyReader
{
    private const int FirstBufferBytes = 16 * 1024;

    private static readonly Refusal UnknownEncoding = new(
        ErrorCode.UnsupportedMediaType, "Content-Encoding must be gzip, br or identity.");

    /// <summary>
    /// The refusal that the headers alone call for: an encoding that is not known, or a length over the limit.
    /// </summary>
    public static Refusal? Check(HttpRequest request, int bytesMax)
    {
        var encoding = EncodingOf(request);
        if (encoding == Encoding.Unknown) return UnknownEncoding;
        return encoding == Encoding.None && request.ContentLength > bytesMax ? TooLarge(bytesMax) : null;
    }

    /// <summary>Reads the body whole. To be called once <see cref="Check"/> found nothing.</summary>
    public static ValueTask<BodyResult> ReadAsync(HttpRequest request, int bytesMax, CancellationToken cancellation)
    {
        // The bytes are counted here; the server's limit would only close the connection under the answer.
        if (request.ContentLength is null) RequestDrain.Allow(request.HttpContext);
        var encoding = EncodingOf(request);
        if (encoding != Encoding.None) return DecodeAsync(request, encoding, bytesMax, cancellation);
        // Most bodies have arrived with their headers.
        if (request.BodyReader.TryRead(out var read))
        {
            if (read.Buffer.Length <= bytesMax && IsWhole(request, read))
                return new(Take(request.BodyReader, read.Buffer));
            request.BodyReader.AdvanceTo(read.Buffer.Start);
        }
        return ReadPlainAsync(request, bytesMax, cancellation);
    }

    public static Refusal TooLarge(int bytesMax) =>
        new(ErrorCode.PayloadTooLarge, $"The body must be at most {bytesMax} bytes, decoded.");

    private static async ValueTask<BodyResult> ReadPlainAsync(
        HttpRequest request, int bytesMax, CancellationToken cancellation)
    {
        var reader = request.BodyReader;
        var body = new PooledBody(FirstBufferBytes);
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancellation);
                foreach (var segment in read.Buffer)
                {
                    if (body.Length + segment.Length > bytesMax)
                    {
                        reader.AdvanceTo(read.Buffer.End);
                        body.Dispose();
                        return TooLarge(bytesMax);
                    }
                    body.Append(segment.Span);
                }
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) return body;
            }
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private static async ValueTask<BodyResult> DecodeAsync(
        HttpRequest request, Encoding encoding, int bytesMax, CancellationToken cancellation)
    {
        await using Stream decoder = encoding == Encoding.Gzip
            ? new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true)
            : new BrotliStream(request.Body, CompressionMode.Decompress, leaveOpen: true);
        var body = new PooledBody(FirstBufferBytes);
        try
        {
            while (true)
            {
                var read = await decoder.ReadAsync(body.Free(FirstBufferBytes), cancellation);
                if (read == 0) return body;
                body.Advance(read);
                if (body.Length <= bytesMax) continue;
                body.Dispose();
                return TooLarge(bytesMax);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            // Brotli reports bad data as an invalid operation.
            body.Dispose();
            return new Refusal(ErrorCode.ValidationError, "The body is not valid in its Content-Encoding.");
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private static bool IsWhole(HttpRequest request, in ReadResult read) =>
        read.IsCompleted || request.ContentLength == read.Buffer.Length;

    private static PooledBody Take(PipeReader reader, in ReadOnlySequence<byte> buffer)
    {
        var body = new PooledBody((int)buffer.Length);
        foreach (var segment in buffer) body.Append(segment.Span);
        reader.AdvanceTo(buffer.End);
        return body;
    }

    private static Encoding EncodingOf(HttpRequest request)
    {
        var header = request.Headers.ContentEncoding;
        if (header.Count == 0) return Encoding.None;
        return header.ToString().Trim().ToLowerInvariant() switch
        {
            "" or "identity" => Encoding.None,
            "gzip" or "x-gzip" => Encoding.Gzip,
            "br" => Encoding.Brotli,
            _ => Encoding.Unknown,
        };
    }

    private enum Encoding
    {
        None,
        Gzip,
        Brotli,
        Unknown,
    }
}
