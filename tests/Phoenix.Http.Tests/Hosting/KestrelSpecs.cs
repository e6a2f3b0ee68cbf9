using System.IO.Compression;
using System.Net.Sockets;
using System.Text;

namespace Phoenix.Http.Tests.Hosting;

/// <summary>What only the real server shows: its own limits and refusals.</summary>
public sealed class KestrelSpecs : IAsyncLifetime
{
    private const int Limit = 1_048_576;

    private HttpTestHost _host = null!;

    public async Task InitializeAsync() => _host = await HttpTestHost.StartAsync(kestrel: true);
    public async Task DisposeAsync() => await _host.DisposeAsync();

    private static byte[] Sized(int length) =>
        Encoding.UTF8.GetBytes(SampleEvents.Event().PadRight(length));

    private Task<HttpAnswer> SendAsync(byte[] body, bool chunked = false, string? encoding = null) =>
        _host.PostAsync("/v1/events", body, change: request =>
        {
            request.Headers.TransferEncodingChunked = chunked;
            if (encoding is not null) request.Content!.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Takes_exactly_one_mebibyte_and_no_byte_more(bool chunked)
    {
        Assert.Equal(202, (await SendAsync(Sized(Limit), chunked)).Status);
        (await SendAsync(Sized(Limit + 1), chunked)).ShouldBeError(413, "PAYLOAD_TOO_LARGE");
        (await SendAsync(Sized(2 * Limit), chunked)).ShouldBeError(413, "PAYLOAD_TOO_LARGE");
        Assert.Equal(202, (await SendAsync(Sized(500), chunked)).Status);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZIP")]
    [InlineData("br")]
    public async Task Takes_compressed_bodies_up_to_one_mebibyte_decoded(string encoding)
    {
        Assert.Equal(202, (await SendAsync(Compress(Sized(Limit), encoding), encoding: encoding)).Status);
        (await SendAsync(Compress(Sized(Limit + 1), encoding), encoding: encoding))
            .ShouldBeError(413, "PAYLOAD_TOO_LARGE");
        (await SendAsync(Compress(new byte[200_000_000], encoding), encoding: encoding))
            .ShouldBeError(413, "PAYLOAD_TOO_LARGE");
        var text = Encoding.UTF8.GetString(_host.Engine.Accepted[0].Events[0].EventId);
        Assert.Equal("evt_1", text);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Refuses_a_body_that_is_not_in_its_encoding(string encoding)
    {
        (await SendAsync(Sized(300), encoding: encoding)).ShouldBeError(400, "VALIDATION_ERROR");
        (await SendAsync(Compress(Sized(300), encoding)[..20], encoding: encoding))
            .ShouldBeError(400, "VALIDATION_ERROR");
    }

    [Theory]
    [InlineData("deflate")]
    [InlineData("zstd")]
    [InlineData("gzip, br")]
    public async Task Says_which_encodings_to_send(string encoding)
    {
        var answer = await SendAsync(Sized(300), encoding: encoding);

        answer.ShouldBeError(415, "UNSUPPORTED_MEDIA_TYPE");
        Assert.Contains("gzip", answer.Message);
        Assert.Equal(202, (await SendAsync(Sized(300), encoding: "identity")).Status);
    }

    [Fact]
    public async Task Lets_a_client_with_a_large_body_see_why_it_is_refused()
    {
        var large = Sized(8 * Limit);
        (await _host.PostAsync("/v1/events", large, "not a token")).ShouldBeError(401, "UNAUTHORIZED");
        (await _host.PostAsync("/v1/events", large, contentType: "text/plain"))
            .ShouldBeError(415, "UNSUPPORTED_MEDIA_TYPE");
        (await _host.PostAsync("/nowhere", large)).ShouldBeError(404, "NOT_FOUND");
        (await SendAsync(large, chunked: true)).ShouldBeError(413, "PAYLOAD_TOO_LARGE");
    }

    [Fact]
    public async Task Gives_its_own_refusals_the_one_form()
    {
        (await _host.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/nowhere"))).ShouldBeError(404, "NOT_FOUND");
        var wrong = await _host.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/v1/events"));
        wrong.ShouldBeError(405, "METHOD_NOT_ALLOWED");
        Assert.Equal("POST", wrong.Headers["Allow"]);
        Assert.False(wrong.Headers.ContainsKey("Server"));
        var head = await _host.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/nowhere"));
        Assert.Equal(404, head.Status);
        Assert.Equal("", head.Text);
    }

    [Theory]
    [InlineData("GARBAGE\r\n\r\n")]
    [InlineData("GET / HTTP/9.9\r\n\r\n")]
    [InlineData("GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nBad Header\r\n\r\n")]
    public async Task Answers_what_is_not_HTTP_without_a_body(string request)
    {
        var answer = await _host.SendRawAsync(request);

        Assert.Matches("^HTTP/1.1 (400|505) ", answer);
        Assert.EndsWith("\r\n\r\n", answer);
    }

    [Fact]
    public async Task Answers_a_body_whose_chunks_are_broken_in_the_one_form()
    {
        var answer = await _host.SendRawAsync(
            $"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {_host.Token()}\r\n"
            + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer);
        Assert.Contains("\"code\":\"VALIDATION_ERROR\"", answer);
    }

    [Fact]
    public async Task Serves_a_body_that_comes_in_pieces()
    {
        var body = SampleEvents.Guide;
        using var client = new TcpClient();
        await client.ConnectAsync(_host.Address.Host, _host.Address.Port);
        client.NoDelay = true;
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(
            $"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {_host.Token()}\r\nConnection: close\r\n"
            + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n"));
        foreach (var piece in body.Chunk(50)) await stream.WriteAsync(Encoding.UTF8.GetBytes(piece));

        Assert.StartsWith("HTTP/1.1 202 ", await new StreamReader(stream).ReadToEndAsync());
    }

    private static byte[] Compress(byte[] body, string encoding)
    {
        using var target = new MemoryStream();
        using (Stream stream = encoding == "br"
            ? new BrotliStream(target, CompressionLevel.Fastest)
            : new GZipStream(target, CompressionLevel.Fastest))
        {
            stream.Write(body);
        }
        return target.ToArray();
    }
}
