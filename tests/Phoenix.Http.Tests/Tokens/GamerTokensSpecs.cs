using System.Globalization;
using System.Text;
using Phoenix.Http.Tokens;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Tests.Tokens;

public sealed class GamerTokensSpecs : IAsyncLifetime
{
    private const string Secret = "demo-secret";
    private const string Path = "/v1/gamer-tokens";
    private static readonly long Now = HttpTestHost.Start.ToUnixTimeSeconds();

    private HttpTestHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await HttpTestHost.StartAsync();
        _host.Engine.Answer = message => message is GetSigningSecret { TenantId.Value: "demo" or "closed" } known
            ? new SigningSecretReply(
                known.TenantId, known.TenantId.Value == "closed" ? TenantStatus.Suspended : TenantStatus.Active, Secret)
            : null;
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    private Task<HttpAnswer> AskAsync(
        string body = """{"user_id":"user-123","ttl_seconds":3600}""", string? tenant = "demo",
        string? timestamp = null, string? signature = null, string secret = Secret,
        string contentType = "application/json", string? signedBody = null)
    {
        timestamp ??= Now.ToString(CultureInfo.InvariantCulture);
        var bytes = Encoding.UTF8.GetBytes(body);
        signature ??= RequestSignature.Prefix + Convert.ToHexStringLower(RequestSignature.Compute(
            secret, "POST", Path, timestamp, signedBody is null ? bytes : Encoding.UTF8.GetBytes(signedBody)));
        return _host.PostAsync(Path, bytes, "", contentType, request =>
        {
            if (tenant is not null) request.Headers.TryAddWithoutValidation("X-Tenant-Id", tenant);
            if (timestamp.Length > 0) request.Headers.TryAddWithoutValidation("X-Timestamp", timestamp);
            if (signature.Length > 0) request.Headers.TryAddWithoutValidation("X-Signature", signature);
        });
    }

    [Fact]
    public void Signs_the_published_example_as_published() => Assert.Equal(
        "b6c630d1a6d89c70b001628e862df0c115db16e5914b545d13fe81275b0d49ae",
        Convert.ToHexStringLower(RequestSignature.Compute(
            Secret, "POST", Path, "1763469296", """{"user_id":"user-123","ttl_seconds":3600}"""u8)));

    [Fact]
    public async Task Answers_with_a_bearer_token_and_its_end()
    {
        var answer = await AskAsync();

        Assert.Equal(200, answer.Status);
        Assert.Equal("Bearer", answer.Json.GetProperty("token_type").GetString());
        Assert.Equal("2025-11-18T14:00:00Z", answer.Json.GetProperty("expires_at").GetString());
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
    }

    [Fact]
    public async Task Gives_a_token_that_is_bound_to_its_user_and_carries_no_role()
    {
        var token = (await AskAsync()).Json.GetProperty("token").GetString();

        var own = SampleEvents.Event(actor: """{"user_id":"user-123"}""");
        Assert.Equal(202, (await _host.PostAsync("/v1/events", own, token)).Status);
        Assert.Equal("demo", _host.Engine.Accepted[0].TenantId.Value);
        (await _host.PostAsync("/v1/events", SampleEvents.Event(), token)).ShouldBeError(403, "FORBIDDEN");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"user_id":null,"ttl_seconds":null}""")]
    public async Task Gives_an_unbound_token_for_an_hour_where_nothing_is_asked(string body)
    {
        var answer = await AskAsync(body);

        Assert.Equal(200, answer.Status);
        Assert.Equal("2025-11-18T14:00:00Z", answer.Json.GetProperty("expires_at").GetString());
        var token = answer.Json.GetProperty("token").GetString();
        Assert.Equal(202, (await _host.PostAsync("/v1/events", SampleEvents.Event(), token)).Status);
    }

    [Theory]
    [InlineData(-301, false)]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public async Task Takes_a_signature_for_300_seconds_either_way(int seconds, bool isTaken)
    {
        var answer = await AskAsync(timestamp: (Now + seconds).ToString(CultureInfo.InvariantCulture));

        if (isTaken) Assert.Equal(200, answer.Status);
        else answer.ShouldBeError(401, "UNAUTHORIZED");
    }

    [Theory]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("1763470800.0")]
    [InlineData("+1763470800")]
    [InlineData("99999999999999999999")]
    [InlineData("-1")]
    public async Task Refuses_a_timestamp_that_is_none(string timestamp) =>
        (await AskAsync(timestamp: timestamp)).ShouldBeError(401, "UNAUTHORIZED");

    [Fact]
    public async Task Refuses_a_wrong_signature_and_an_unknown_tenant_alike()
    {
        var wrong = await AskAsync(secret: "other");
        var unknown = await AskAsync(tenant: "unknown");
        var emptySecret = await AskAsync(tenant: "unknown", secret: "");
        var changed = await AskAsync("""{"user_id":"user-666","ttl_seconds":3600}""", signedBody: "{}");

        foreach (var answer in new[] { wrong, unknown, emptySecret, changed })
        {
            answer.ShouldBeError(401, "UNAUTHORIZED");
            Assert.Equal(wrong.Message, answer.Message);
            Assert.NotEmpty(answer.Headers["WWW-Authenticate"]);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("b6c630d1a6d89c70b001628e862df0c115db16e5914b545d13fe81275b0d49ae")]
    [InlineData("hmac-sha256=B6C630D1A6D89C70B001628E862DF0C115DB16E5914B545D13FE81275B0D49AE")]
    [InlineData("hmac-sha256=b6c6")]
    [InlineData("hmac-sha256=zzc630d1a6d89c70b001628e862df0c115db16e5914b545d13fe81275b0d49ae")]
    public async Task Refuses_a_signature_of_another_form(string signature) =>
        (await AskAsync(signature: signature)).ShouldBeError(401, "UNAUTHORIZED");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a b")]
    public async Task Refuses_what_is_no_tenants_id(string? tenant)
    {
        (await AskAsync(tenant: tenant)).ShouldBeError(401, "UNAUTHORIZED");
        Assert.Empty(_host.Engine.Asked);
    }

    [Fact]
    public async Task Refuses_a_suspended_tenant_after_a_good_signature_only()
    {
        (await AskAsync(tenant: "closed")).ShouldBeError(403, "FORBIDDEN");
        (await AskAsync(tenant: "closed", secret: "other")).ShouldBeError(401, "UNAUTHORIZED");
    }

    [Theory]
    [InlineData("""{"user_id":""}""", "user_id")]
    [InlineData("""{"user_id":5}""", "user_id")]
    [InlineData("""{"user_id":"a\u0000"}""", "user_id")]
    [InlineData("""{"ttl_seconds":59}""", "ttl_seconds")]
    [InlineData("""{"ttl_seconds":86401}""", "ttl_seconds")]
    [InlineData("""{"ttl_seconds":60.5}""", "ttl_seconds")]
    [InlineData("""{"ttl_seconds":"60"}""", "ttl_seconds")]
    [InlineData("""{"userid":"u"}""", "body may hold")]
    [InlineData("""{"roles":["phoenix.platform"]}""", "body may hold")]
    [InlineData("""{"user_id":"a","user_id":"b"}""", "twice")]
    [InlineData("""{"user_id":"\ud800"}""", "not JSON")]
    [InlineData("[]", "object")]
    [InlineData("{", "not JSON")]
    public async Task Refuses_a_body_that_breaks_a_rule(string body, string message)
    {
        var answer = await AskAsync(body);

        answer.ShouldBeError(400, "VALIDATION_ERROR");
        Assert.Contains(message, answer.Message);
    }

    [Fact]
    public async Task Refuses_large_bodies_and_other_media_types()
    {
        (await AskAsync(new string(' ', 4_097))).ShouldBeError(413, "PAYLOAD_TOO_LARGE");
        (await AskAsync(contentType: "text/plain")).ShouldBeError(415, "UNSUPPORTED_MEDIA_TYPE");
    }

    [Fact]
    public async Task Passes_on_that_the_registry_cannot_answer()
    {
        _host.Engine.Answer = _ => Refusal.Unavailable("Starting.", 2);

        (await AskAsync()).ShouldBeError(503, "UNAVAILABLE");
    }

    [Fact]
    public async Task Is_not_there_without_a_signing_key()
    {
        await using var host = await HttpTestHost.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Phoenix:Auth:GamerTokens:SigningKey"] = "",
            ["Phoenix:Auth:GamerTokens:PreviousSigningKeys:0"] = "",
        });

        (await host.PostAsync(Path, "{}", "")).ShouldBeError(404, "NOT_FOUND");
    }
}
