using System.IO.Compression;
using System.Text;
using static Phoenix.System.Tests.Contract.ContractRow;
using static Phoenix.System.Tests.Contract.Credential;

namespace Phoenix.System.Tests.Contract;

/// <summary>§1 and §7: paths, methods, bodies, origins, health.</summary>
internal static class HttpRows
{
    private const string NotFound = "NOT_FOUND";
    private const string NotAllowed = "METHOD_NOT_ALLOWED";
    private static readonly byte[] TooLong = new byte[1_048_577];

    public static IReadOnlyList<ContractRow> All { get; } =
    [
        .. Paths(), .. Methods(), .. MediaTypes(), .. Sizes(), .. Encodings(), .. Origins(), .. Health(),
    ];

    private static IEnumerable<ContractRow> Paths() =>
        from path in new[]
        {
            "/", "/v1", "/v1/nothing", "/v2/events", "/v1/events/x", "/v1//events", "/%zz", "/v1/tenants/a/b",
        }
        select Refused("GET", path, Nobody, 404, NotFound, "There is nothing at this path.");

    private static IEnumerable<ContractRow> Methods()
    {
        yield return Only("GET", "/v1/events", "POST");
        yield return Only("DELETE", "/v1/events/bulk", "POST");
        yield return Only("BREW", "/v1/events", "POST");
        yield return Only("OPTIONS", "/v1/events", "POST");
        yield return Only("GET", "/v1/gamer-tokens", "POST");
        yield return Only("POST", "/health", "GET, HEAD");
        yield return Only("PATCH", "/v1/tenants", "GET, HEAD, POST");
        yield return Only("PUT", "/v1/tenants/acme", "GET, HEAD, PATCH");
        yield return Only("POST", "/v1/leaderboards/xp", "DELETE, GET, HEAD, PATCH, PUT");
        yield return Only("GET", "/v1/leaderboards/xp/ranks", "POST");
        yield return Only("POST", "/v1/events/recent", "GET, HEAD");
        yield return Done("HEAD", "/health", Nobody, 200, "");
        yield return Done("HEAD", "/ready", Nobody, 200, "");
        yield return Done("HEAD", "/v1/leaderboards/xp", Token, 200, "");
        yield return Done("HEAD", "/v1/leaderboards/none", Token, 404, "");
        yield return Done("HEAD", "/v1/events", Token, 405, "") with { Answers = [("Allow", "POST")] };
    }

    private static ContractRow Only(string method, string path, string allowed) =>
        Refused(method, path, Nobody, 405, NotAllowed, $"This path takes {allowed}.") with
        {
            Answers = [("Allow", allowed)],
        };

    private static IEnumerable<ContractRow> MediaTypes()
    {
        foreach (var type in new[] { "text/plain", "application/xml", "application/json; charset=latin1", "x" })
        {
            foreach (var (path, credential) in Bodies())
                yield return Unsupported("POST", path, credential, "application/json") with { ContentType = type };
        }
        foreach (var type in new[] { null, "application/json; charset=utf-8", "APPLICATION/JSON" })
            yield return Done("POST", "/v1/events", Token, 202, "accepted", Event()) with { ContentType = type };
    }

    private static IEnumerable<(string Path, Credential Credential)> Bodies() =>
    [
        ("/v1/events", Token), ("/v1/events/bulk", Token), ("/v1/leaderboards/xp/ranks", Token),
        ("/v1/leaderboards", Admin), ("/v1/leaderboards/dry-run", Admin), ("/v1/tenants", Key),
    ];

    private static ContractRow Unsupported(string method, string path, Credential credential, string says) =>
        Refused(method, path, credential, 415, "UNSUPPORTED_MEDIA_TYPE", says, "{}");

    private static IEnumerable<ContractRow> Sizes()
    {
        foreach (var (path, credential) in Bodies())
            yield return new ContractRow("POST", path, credential, TooLong, 413, "PAYLOAD_TOO_LARGE", "1048576 bytes");
        var event_ = Event(("attrs", $$"""{"pad":"{{new string('x', 1_000)}}"}"""));
        yield return Done("POST", "/v1/events", Token, 202, "accepted", event_.PadRight(1_048_576));
        yield return new ContractRow("POST", "/v1/events", Token, null, 413, "PAYLOAD_TOO_LARGE", "1048576 bytes") with
        {
            Body = Gzip(new string(' ', 1_048_577)), Headers = [("Content-Encoding", "gzip")],
        };
    }

    private static IEnumerable<ContractRow> Encodings()
    {
        var (gzip, brotli) = (Gzip(Event()), Brotli(Event()));
        yield return new ContractRow("POST", "/v1/events", Token, gzip, 202, null, "accepted") with
        {
            Headers = [("Content-Encoding", "gzip")],
        };
        yield return new ContractRow("POST", "/v1/events", Token, brotli, 202, null, "accepted") with
        {
            Headers = [("Content-Encoding", "br")],
        };
        yield return Refused("POST", "/v1/events", Token, 400, "VALIDATION_ERROR", "Content-Encoding", "{}") with
        {
            Headers = [("Content-Encoding", "gzip")],
        };
        yield return Unsupported("POST", "/v1/events", Token, "gzip, br or identity") with
        {
            Headers = [("Content-Encoding", "deflate")],
        };
        yield return Unsupported("POST", "/v1/leaderboards", Admin, "without a Content-Encoding") with
        {
            Headers = [("Content-Encoding", "gzip")],
        };
    }

    private static IEnumerable<ContractRow> Origins()
    {
        (string, string)[] asks = [("Origin", ContractNode.Origin), ("Access-Control-Request-Method", "POST")];
        yield return Done("GET", "/health", Nobody, 200, "ok") with
        {
            Headers = [("Origin", ContractNode.Origin)],
            Answers = [("Access-Control-Allow-Origin", ContractNode.Origin), ("Vary", "Origin")],
        };
        yield return Done("OPTIONS", "/v1/events", Nobody, 204, "") with
        {
            Headers = [.. asks, ("Access-Control-Request-Headers", "authorization")],
            Answers =
            [
                ("Access-Control-Allow-Origin", ContractNode.Origin), ("Access-Control-Allow-Methods", "POST"),
                ("Access-Control-Allow-Headers", "authorization"),
            ],
        };
        yield return Refused("POST", "/v1/events", Nobody, 401, "UNAUTHORIZED", "", "{}") with
        {
            Headers = [("Origin", ContractNode.Origin)],
            Answers = [("Access-Control-Allow-Origin", ContractNode.Origin)],
        };
        yield return Refused("GET", "/v1/nothing", Nobody, 404, NotFound, "") with
        {
            Headers = [("Origin", ContractNode.Origin)],
            Answers = [("Access-Control-Allow-Origin", ContractNode.Origin)],
        };
        foreach (var other in new[] { "https://evil.example", "https://game.example:444", "null" })
        {
            yield return Done("GET", "/health", Nobody, 200, "ok") with
            {
                Headers = [("Origin", other)], Answers = [("Access-Control-Allow-Origin", null)],
            };
        }
    }

    private static IEnumerable<ContractRow> Health()
    {
        yield return Done("GET", "/health", Nobody, 200, """{"status":"ok"}""");
        yield return Done("GET", "/ready", Nobody, 200, """{"status":"ready"}""");
        yield return Done("GET", "/health", Nobody, 200, "") with
        {
            Headers = [("X-Request-Id", "my-own.1")], Answers = [("X-Request-Id", "my-own.1")],
        };
        yield return Done("GET", "/health", Nobody, 200, "") with { Headers = [("X-Request-Id", "not sane")] };
    }

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private static byte[] Brotli(string text)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
            brotli.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
