using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Phoenix.System.Tests.Contract;

/// <summary>§3: gamer tokens, row by row, and what they are good for.</summary>
public sealed class GamerTokenSpecs(ContractNode node) : IClassFixture<ContractNode>
{
    private const string Good = """{"user_id":"ann","ttl_seconds":3600}""";

    private static readonly IReadOnlyList<GamerTokenRow> Rows =
    [
        new(Good, 200, null), new("{}", 200, null), new("", 200, null), new("""{"user_id":null}""", 200, null),
        new("""{"ttl_seconds":60}""", 200, null), new("""{"ttl_seconds":86400}""", 200, null),
        new(Good, 200, null, Ahead: 290), new(Good, 200, null, Ahead: -290), new(Good, 200, null) { Query = "?a=b" },
        new("""{"ttl_seconds":59}""", 400, "VALIDATION_ERROR"),
        new("""{"ttl_seconds":86401}""", 400, "VALIDATION_ERROR"),
        new("""{"ttl_seconds":"60"}""", 400, "VALIDATION_ERROR"),
        new("""{"ttl_seconds":60.5}""", 400, "VALIDATION_ERROR"),
        new("""{"user_id":""}""", 400, "VALIDATION_ERROR"), new("""{"user_id":"a\u0007"}""", 400, "VALIDATION_ERROR"),
        new("""{"roles":["phoenix.admin"]}""", 400, "VALIDATION_ERROR"), new("[]", 400, "VALIDATION_ERROR"),
        new("{", 400, "VALIDATION_ERROR"), new(Good, 415, "UNSUPPORTED_MEDIA_TYPE") { ContentType = "text/plain" },
        new(Good, 401, "UNAUTHORIZED", Ahead: 310), new(Good, 401, "UNAUTHORIZED", Ahead: -310),
        new(Good, 401, "UNAUTHORIZED") { Timestamp = "yesterday" }, new(Good, 401, "UNAUTHORIZED") { Secret = "wrong" },
        new(Good, 401, "UNAUTHORIZED") { Tenant = "nobody" }, new(Good, 401, "UNAUTHORIZED") { Tenant = "" },
        new(Good, 401, "UNAUTHORIZED") { Signature = _ => null },
        new(Good, 401, "UNAUTHORIZED") { Signature = good => good.ToUpperInvariant() },
        new(Good, 401, "UNAUTHORIZED") { Signature = good => good["hmac-sha256=".Length..] },
        new(Good, 401, "UNAUTHORIZED") { Signature = good => good + "0" },
        new("{", 401, "UNAUTHORIZED") { Secret = "wrong" },
        new(Good, 403, "FORBIDDEN") { Tenant = "asleep" },
    ];

    public static TheoryData<int, string> Numbers
    {
        get
        {
            var data = new TheoryData<int, string>();
            for (var i = 0; i < Rows.Count; i++) data.Add(i, Rows[i].ToString());
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Numbers), DisableDiscoveryEnumeration = true)]
    public async Task Answers_as_the_contract_says(int number, string what)
    {
        var row = Rows[number];
        var answer = await SendAsync(row);

        Assert.True(row.Status == answer.Status, $"{what}\n{answer.Status} {answer.Body}");
        using var body = JsonDocument.Parse(answer.Body);
        if (row.Code is null)
        {
            Assert.Equal(
                ["token", "token_type", "expires_at"], body.RootElement.EnumerateObject().Select(p => p.Name));
            Assert.Equal("Bearer", body.RootElement.GetProperty("token_type").GetString());
            Assert.Equal(["no-store"], answer.Headers["Cache-Control"]);
            return;
        }
        Assert.Equal(row.Code, body.RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(row.Status == 401, answer.Headers.Contains("WWW-Authenticate"));
    }

    [Theory]
    [InlineData(Good, "ann", 202)]
    [InlineData(Good, "bob", 403)]
    [InlineData("{}", "bob", 202)]
    public async Task A_token_sends_events_of_its_user_only(string body, string user, int status)
    {
        using var issued = JsonDocument.Parse((await SendAsync(new GamerTokenRow(body, 200, null))).Body);
        var token = issued.RootElement.GetProperty("token").GetString();
        var sent = ContractRow.Event(("actor", $$"""{"user_id":"{{user}}"}"""));

        var answer = await RawHttp.SendAsync(
            node.Port, "POST", "/v1/events", [("Authorization", $"Bearer {token}")], Encoding.UTF8.GetBytes(sent));

        Assert.True(status == answer.Status, answer.Body);
    }

    [Fact]
    public void Signs_as_the_published_example_does() =>
        Assert.Equal(
            "b6c630d1a6d89c70b001628e862df0c115db16e5914b545d13fe81275b0d49ae",
            Sign("demo-secret", "1763469296", """{"user_id":"user-123","ttl_seconds":3600}"""));

    private Task<RawAnswer> SendAsync(GamerTokenRow row)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var timestamp = row.Timestamp ?? $"{now + row.Ahead}";
        var secret = row.Secret ?? (row.Tenant == "asleep" ? node.SuspendedSecret : node.SigningSecret);
        List<(string, string)> headers =
        [
            ("X-Tenant-Id", row.Tenant), ("X-Timestamp", timestamp), ("Content-Type", row.ContentType),
        ];
        if (row.Signature($"hmac-sha256={Sign(secret, timestamp, row.Body)}") is { } signature)
            headers.Add(("X-Signature", signature));
        return RawHttp.SendAsync(
            node.Port, "POST", "/v1/gamer-tokens" + row.Query, headers, Encoding.UTF8.GetBytes(row.Body));
    }

    private static string Sign(string secret, string timestamp, string body) => Convert.ToHexStringLower(
        HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"POST\n/v1/gamer-tokens\n{timestamp}\n{body}")));
}
