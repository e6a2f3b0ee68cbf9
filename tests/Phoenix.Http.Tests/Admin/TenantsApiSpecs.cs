using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json;
using Phoenix.Http.Admin;
using Phoenix.Http.Tests.Query;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Tests.Admin;

public class TenantsApiSpecs : IClassFixture<GatewayHost>
{
    private static readonly TenantId Acme = new("acme");
    private static readonly TenantReply Tenant = new(
        Acme, "Acme", TenantStatus.Active, 300, 1_763_469_297_120_000, "s3cret");

    private readonly GatewayHost _host;

    public TenantsApiSpecs(GatewayHost host)
    {
        _host = host;
        _host.Engine.Reset();
        _host.Engine.Reply = _ => Tenant;
    }

    public static TheoryData<string, string> Endpoints => new()
    {
        { "POST", "/v1/tenants" }, { "GET", "/v1/tenants" }, { "GET", "/v1/tenants/acme" },
        { "PATCH", "/v1/tenants/acme" }, { "POST", "/v1/tenants/acme/rotate-secret" },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Needs_a_platform_credential(string method, string path)
    {
        await _host.SendAsync("", method, path, "{}").RefusedAsync(401, "UNAUTHORIZED", "");
        await _host.SendAsync("tenant:acme", method, path, "{}").RefusedAsync(403, "FORBIDDEN", "");
        await _host.SendAsync("admin:acme", method, path, "{}").RefusedAsync(403, "FORBIDDEN", "");
        Assert.Empty(_host.Engine.Asked);
    }

    [Theory]
    [InlineData("key")]
    [InlineData("platform:other")]
    public async Task Creates_a_tenant_and_shows_its_secret(string caller)
    {
        using var response = await _host.SendAsync(
            caller, "POST", "/v1/tenants", """{"tenant_id":"acme","name":"Acme"}""");
        Assert.Equal(201, (int)response.StatusCode);
        Assert.Equal(
            """{"tenant_id":"acme","name":"Acme","status":"active","signing_secret":"s3cret","""
            + "\"dedupe_window_seconds\":300,\"created_at\":\"2025-11-18T12:34:57.120Z\"}",
            await response.Content.ReadAsStringAsync());
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal(new CreateTenant(Acme, "Acme"), _host.Engine.Single<CreateTenant>());
    }

    [Theory]
    [InlineData("{}", "tenant_id is required")]
    [InlineData("""{"tenant_id":"acme"}""", "name is required")]
    [InlineData("""{"tenant_id":null,"name":"x"}""", "tenant_id is required")]
    [InlineData("""{"tenant_id":"","name":"x"}""", "tenant_id must be 1 to 64 of")]
    [InlineData("""{"tenant_id":"a.b","name":"x"}""", "tenant_id must be 1 to 64 of")]
    [InlineData("""{"tenant_id":1,"name":"x"}""", "tenant_id must be a string")]
    [InlineData("""{"tenant_id":"acme","name":""}""", "name must have 1 to 200 characters")]
    [InlineData("""{"tenant_id":"acme","name":"a\nb"}""", "name must have no control characters")]
    [InlineData("""{"tenant_id":"acme","name":"a\u0000b"}""", "name must not contain U+0000")]
    [InlineData("""{"tenant_id":"acme","name":7}""", "name must be a string")]
    [InlineData("""{"tenant_id":"acme","name":"x","plan":"gold"}""", "plan is not a known field")]
    [InlineData("""{"tenant_id":"acme","name":"x","name":"y"}""", "name is given twice")]
    [InlineData("[]", "body must be an object")]
    [InlineData("", "The body is empty")]
    [InlineData("{", "not valid JSON")]
    public async Task Refuses_bad_tenants(string body, string says)
    {
        await _host.SendAsync("key", "POST", "/v1/tenants", body).RefusedAsync(400, "VALIDATION_ERROR", says);
        Assert.Empty(_host.Engine.Asked);
    }

    [Fact]
    public async Task Counts_names_in_code_points()
    {
        var longest = string.Concat(Enumerable.Repeat("😀", AdminLimits.NameCodePointsMax));
        await _host.SendAsync("key", "POST", "/v1/tenants", Body(longest)).JsonAsync(201);
        await _host.SendAsync("key", "POST", "/v1/tenants", Body(longest + "a"))
            .RefusedAsync(400, "VALIDATION_ERROR", "name must have 1 to 200 characters");

        static string Body(string name) => $$"""{"tenant_id":"acme","name":"{{name}}"}""";
    }

    [Theory]
    [InlineData("application/json", 201)]
    [InlineData("APPLICATION/JSON; charset=\"UTF-8\"", 201)]
    [InlineData("", 201)]
    [InlineData("text/plain", 415)]
    [InlineData("application/json; charset=latin1", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    public async Task Reads_json_in_utf8_only(string contentType, int status)
    {
        using var response = await _host.SendAsync(
            "key", "POST", "/v1/tenants", """{"tenant_id":"acme","name":"x"}""", contentType);
        Assert.Equal(status, (int)response.StatusCode);
        var body = await response.Content.ReadAsStringAsync();
        if (status == 415) Assert.Contains("application/json", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_body_over_one_mebibyte()
    {
        var fits = Padded(1_048_576);
        await _host.SendAsync("key", "POST", "/v1/tenants", fits).JsonAsync(201);
        await _host.SendAsync("key", "POST", "/v1/tenants", fits + " ")
            .RefusedAsync(413, "PAYLOAD_TOO_LARGE", "1048576");
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(fits + " "));
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/v1/tenants");
        chunked.Content = new StreamContent(stream);
        chunked.Headers.TransferEncodingChunked = true;
        chunked.Headers.Add("X-Caller", "key");
        await _host.Client.SendAsync(chunked).RefusedAsync(413, "PAYLOAD_TOO_LARGE", "1048576");

        static string Padded(int length) => """{"tenant_id":"acme","name":"x"}""".PadRight(length);
    }

    [Fact]
    public async Task Refuses_a_compressed_body()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write("{}"u8);
        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        await _host.SendAsync("key", "POST", "/v1/tenants", content)
            .RefusedAsync(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Encoding");
    }

    [Fact]
    public async Task Lists_tenants_page_by_page_without_secrets()
    {
        _host.Engine.Reply = _ => new TenantsReply([Tenant, Tenant with { TenantId = new TenantId("beta") }], "more");
        var first = await _host.SendAsync("key", "GET", "/v1/tenants?limit=2").JsonAsync(200);
        Assert.Equal(new GetTenants(2, null), _host.Engine.Single<GetTenants>());
        Assert.Equal(["acme", "beta"], first.GetProperty("tenants").EnumerateArray()
            .Select(t => t.GetProperty("tenant_id").GetString()));
        Assert.DoesNotContain("s3cret", first.GetRawText(), StringComparison.Ordinal);

        _host.Engine.Reset();
        _host.Engine.Reply = _ => new TenantsReply([], null);
        var cursor = first.GetProperty("next_cursor").GetString();
        var next = await _host.SendAsync("key", "GET", $"/v1/tenants?cursor={cursor}").JsonAsync(200);
        Assert.Equal(new GetTenants(100, "beta"), _host.Engine.Single<GetTenants>());
        Assert.Equal("""{"tenants":[],"next_cursor":null}""", next.GetRawText());
    }

    [Theory]
    [InlineData("limit=0", "limit must be a whole number from 1 to 1000")]
    [InlineData("limit=1001", "limit must be a whole number from 1 to 1000")]
    [InlineData("cursor=", "cursor must be the next_cursor of a list")]
    [InlineData("cursor=a.b", "cursor must be the next_cursor of a list")]
    public async Task Refuses_bad_list_parameters(string query, string says) =>
        await _host.SendAsync("key", "GET", $"/v1/tenants?{query}").RefusedAsync(400, "VALIDATION_ERROR", says);

    [Fact]
    public async Task Shows_a_tenant_without_its_secret()
    {
        var tenant = await _host.SendAsync("key", "GET", "/v1/tenants/acme").JsonAsync(200);
        Assert.Equal("acme", tenant.GetProperty("tenant_id").GetString());
        Assert.False(tenant.TryGetProperty("signing_secret", out _));
        Assert.Equal(new GetTenant(Acme), _host.Engine.Single<GetTenant>());
    }

    [Theory]
    [InlineData("""{"status":"suspended"}""", TenantStatus.Suspended, null, null)]
    [InlineData("""{"status":"active","name":"N","dedupe_window_seconds":86400}""", TenantStatus.Active, "N", 86_400)]
    [InlineData("""{"name":"New","status":null}""", null, "New", null)]
    [InlineData("""{"dedupe_window_seconds":1}""", null, null, 1)]
    public async Task Changes_what_is_given(string body, TenantStatus? status, string? name, int? seconds)
    {
        var tenant = await _host.SendAsync("key", "PATCH", "/v1/tenants/acme", body).JsonAsync(200);
        Assert.False(tenant.TryGetProperty("signing_secret", out _));
        Assert.Equal(new ChangeTenant(Acme, status, name, seconds), _host.Engine.Single<ChangeTenant>());
    }

    [Theory]
    [InlineData("{}", "body must have at least one of status, name, dedupe_window_seconds")]
    [InlineData("""{"status":"gone"}""", "status must be one of active, suspended")]
    [InlineData("""{"dedupe_window_seconds":0}""", "dedupe_window_seconds must be a whole number from 1 to 86400")]
    [InlineData("""{"dedupe_window_seconds":86401}""", "dedupe_window_seconds must be a whole number from 1 to 86400")]
    [InlineData("""{"tenant_id":"acme"}""", "tenant_id is not a known field")]
    public async Task Refuses_bad_changes(string body, string says) =>
        await _host.SendAsync("key", "PATCH", "/v1/tenants/acme", body).RefusedAsync(400, "VALIDATION_ERROR", says);

    [Fact]
    public async Task Rotates_the_secret_and_shows_it()
    {
        using var response = await _host.SendAsync("key", "POST", "/v1/tenants/acme/rotate-secret");
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("""{"signing_secret":"s3cret"}""", await response.Content.ReadAsStringAsync());
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal(new RotateSigningSecret(Acme), _host.Engine.Single<RotateSigningSecret>());
    }

    [Theory]
    [InlineData("GET", "/v1/tenants/a.b")]
    [InlineData("PATCH", "/v1/tenants/a%20b")]
    [InlineData("POST", "/v1/tenants/%C3%A9/rotate-secret")]
    public async Task Knows_that_an_impossible_id_is_no_tenant(string method, string path)
    {
        await _host.SendAsync("key", method, path, """{"name":"x"}""").RefusedAsync(404, "NOT_FOUND", "no such tenant");
        Assert.Empty(_host.Engine.Asked);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Passes_the_engine_s_refusals_on(string method, string path)
    {
        _host.Engine.Reply = _ => new Refusal(ErrorCode.Conflict, "Because.");
        var body = method == "PATCH" ? """{"name":"x"}""" : """{"tenant_id":"acme","name":"x"}""";
        await _host.SendAsync("key", method, path, body).RefusedAsync(409, "CONFLICT", "Because.");
    }
}
