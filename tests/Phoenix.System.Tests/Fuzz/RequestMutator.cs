using System.IO.Compression;
using System.Text;
using Phoenix.TestSupport.Fuzz;
using Phoenix.TestSupport.Nodes;
using Phoenix.TestSupport.OpenApi;

namespace Phoenix.System.Tests.Fuzz;

/// <summary>Makes a call wrong somewhere: path, query, credential, headers, body, encoding, framing.</summary>
internal static class RequestMutator
{
    private static readonly string[] Methods =
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get", "PRI", "X"];

    private static readonly string[] MediaTypes =
    [
        "application/json", "application/json; charset=utf-8", "application/json; charset=utf-16", "text/plain", "",
        "application/json;;", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "*/*", "a/b/c",
    ];

    private static readonly string[] Encodings =
        ["gzip", "br", "deflate", "identity", "GZIP", "gzip, br", "zstd", "", ",", "x"];

    private static readonly string[] ExtraHeaders =
    [
        "X-Request-Id", "Origin", "If-None-Match", "If-Match", "Range", "Accept", "Accept-Encoding", "Expect", "Cookie",
        "X-HTTP-Method-Override", "X-Forwarded-For", "X-Tenant-Id", "X-Timestamp", "X-Signature", "X-API-Key",
        "Referer", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Sec-WebSocket-Protocol", "Upgrade", "traceparent",
        "tracestate",
        "Access-Control-Request-Method", "Content-Type", "Transfer-Encoding", "Content-Length", "Host", "Connection",
    ];

    /// <summary>None to three things are wrong with it.</summary>
    public static FuzzedRequest Mutate(Random random, ApiCall call, string? bearer, string asTenant)
    {
        var changes = Enumerable.Range(0, random.Next(4)).Select(_ => (Change)random.Next(7)).ToHashSet();
        var request = Target(random, call, changes);
        if (changes.Contains(Change.Token)) Credential(random, request, bearer ?? asTenant);
        else if (bearer is not null) request.Headers.Add(("Authorization", $"Bearer {bearer}"));
        foreach (var (name, value) in call.Headers) request.Headers.Add((name, value));
        if (call.Operation.IsSocket && random.Next(2) == 0) Upgrade(request);
        if (call.Body is not null || random.Next(20) == 0) Content(random, request, call, changes);
        if (changes.Contains(Change.Headers)) Spoil(random, request);
        return request;
    }

    private static FuzzedRequest Target(Random random, ApiCall call, HashSet<Change> changes)
    {
        var method = changes.Contains(Change.Method) && random.Next(2) == 0
            ? Methods[random.Next(Methods.Length)] : call.Operation.Method;
        var (isOfOperation, isRaw) = (method == call.Operation.Method, false);
        if (changes.Contains(Change.Path) && call.Path.Count > 0)
        {
            var name = call.Path.Keys.ElementAt(random.Next(call.Path.Count));
            call.Path[name] = HostileTexts.Next(random);
            // What a path segment can't be leads elsewhere: empty, dots.
            isOfOperation &= call.Path[name] is not ("" or "." or "..");
            isRaw |= call.Path[name].Contains('\0', StringComparison.Ordinal);
        }
        var target = call.Target;
        if (changes.Contains(Change.Path) && random.Next(4) == 0)
        {
            target = Sanitised(random, Encoding.Latin1.GetString(
                ByteMutator.Mutate(random, Encoding.UTF8.GetBytes(target))));
            (isOfOperation, isRaw) = (false, true);
        }
        return new FuzzedRequest(call.Operation, method, target + Query(random, call, changes, ref isRaw))
        {
            IsOfOperation = isOfOperation,
            MayBeNoHttp = isRaw || method.Any(char.IsLower) || method is "PRI" or "CONNECT",
        };
    }

    private static string Query(Random random, ApiCall call, HashSet<Change> changes, ref bool isRaw)
    {
        if (changes.Contains(Change.Query))
        {
            var known = call.Operation.Parameters.Where(parameter => parameter.In == "query").ToList();
            var name = known.Count == 0 || random.Next(8) == 0
                ? HostileTexts.Next(random) : known[random.Next(known.Count)].Name;
            if (random.Next(6) == 0) call.Query.Remove(name);
            else call.Query[name] = HostileTexts.Next(random);
        }
        var query = string.Join('&', call.Query.Select(
            parameter => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}"));
        if (!changes.Contains(Change.Query)) return query.Length == 0 ? "" : "?" + query;
        switch (random.Next(8))
        {
            case 0:
                query += "&" + query;
                break;
            case 1:
                query = Sanitised(random, Encoding.Latin1.GetString(
                    ByteMutator.Mutate(random, Encoding.UTF8.GetBytes(query))));
                isRaw = true;
                break;
            case 2:
                query += string.Concat(Enumerable.Repeat("&x=1", random.Next(3_000)));
                isRaw = true;
                break;
        }
        return "?" + query;
    }

    // A line break would make another request of it; the rest is the server's to judge.
    private static string Sanitised(Random random, string target)
    {
        var text = target.Replace('\r', '_').Replace('\n', '_');
        return random.Next(3) == 0 ? text : new string([.. text.Where(c => c is > ' ' and < '\x7F')]);
    }

    private static void Credential(Random random, FuzzedRequest request, string bearer)
    {
        var parts = bearer.Split('.');
        var value = random.Next(10) switch
        {
            0 => null,
            1 => "Bearer",
            2 => "Bearer " + bearer + "x",
            3 => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"x:{HostileTexts.Next(random)}")),
            4 => "Bearer " + Convert.ToBase64String(ByteMutator.Mutate(random, Encoding.UTF8.GetBytes(bearer))),
            5 => "Bearer eyJhbGciOiJub25lIn0." + (parts.Length > 1 ? parts[1] : "e30") + ".",
            6 => "Bearer " + bearer[..random.Next(bearer.Length)],
            7 => "Bearer " + new string('.', random.Next(20_000)),
            8 => "Bearer " + string.Join('.', parts.Reverse()),
            _ => "Bearer " + OneLine(HostileTexts.Next(random)),
        };
        if (value is not null) request.Headers.Add(("Authorization", value));
        if (random.Next(6) == 0) request.Headers.Add(("Authorization", "Bearer " + TestCredentials.AdminKey + "x"));
        request.MayBeNoHttp |= value?.Any(c => c is < ' ' or > '~') == true || value?.Length > 10_000;
    }

    private static void Content(Random random, FuzzedRequest request, ApiCall call, HashSet<Change> changes)
    {
        var body = Encoding.UTF8.GetBytes(call.BodyText ?? "{}");
        if (changes.Contains(Change.Body))
        {
            body = random.Next(12) switch
            {
                0 => ByteMutator.Mutate(random, body),
                1 => [],
                2 => [.. body, .. Enumerable.Repeat((byte)' ', 1_048_576)],
                _ when call.Body is not null => JsonMutator.Mutate(random, call.Body),
                _ => Encoding.UTF8.GetBytes(HostileTexts.Next(random)),
            };
        }
        if (changes.Contains(Change.Encoding)) Encode(random, request, ref body);
        request.Headers.Add(("Content-Type", changes.Contains(Change.Encoding) && random.Next(3) == 0
            ? MediaTypes[random.Next(MediaTypes.Length)] : "application/json"));
        request.Body = body;
        request.Framing = random.Next(12) == 0 ? (BodyFraming)random.Next(5) : BodyFraming.Length;
        request.MayBeNoHttp |= request.Framing is BodyFraming.BrokenChunks or BodyFraming.TooShort;
        request.IsOfOperation &= call.Body is not null;
    }

    private static void Encode(Random random, FuzzedRequest request, ref byte[] body)
    {
        var name = Encodings[random.Next(Encodings.Length)];
        // A bomb now and then: a kilobyte that is a megabyte and more.
        var plain = random.Next(6) == 0 ? [.. body, .. new byte[3_000_000]] : body;
        using var packed = new MemoryStream();
        using (Stream stream = name == "br"
            ? new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true)
            : new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(plain);
        }
        body = packed.ToArray();
        if (random.Next(3) == 0) body = ByteMutator.Mutate(random, body);
        request.Headers.Add(("Content-Encoding", name));
    }

    private static void Upgrade(FuzzedRequest request)
    {
        request.Headers.Add(("Upgrade", "websocket"));
        request.Headers.Add(("Sec-WebSocket-Version", "13"));
        request.Headers.Add(("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="));
    }

    private static void Spoil(Random random, FuzzedRequest request)
    {
        var name = ExtraHeaders[random.Next(ExtraHeaders.Length)];
        var value = random.Next(4) switch
        {
            0 => new string('x', random.Next(1, 40_000)),
            1 when name == "Expect" => "100-continue",
            1 => "W/\"x\", \"y\", *",
            _ => OneLine(HostileTexts.Next(random)),
        };
        request.Headers.Add((name, value));
        // What is wrong with these, or with the bytes of a header, the server refuses before anything looks at it.
        request.MayBeNoHttp = true;
        request.IsOfOperation = false;
    }

    private static string OneLine(string text) => text.Replace('\r', ' ').Replace('\n', ' ');

    private enum Change
    {
        Method,
        Path,
        Query,
        Token,
        Headers,
        Body,
        Encoding,
    }
}
