using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Phoenix.Http.Errors;
using Phoenix.Http.Health;
using Phoenix.Http.Hosting;
using Phoenix.Http.Ingestion;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Tokens;

/// <summary>
/// <c>POST /v1/gamer-tokens</c>: a game backend trades its tenant's signing secret for a short-lived token, with or
/// without a user that it is bound to.
/// </summary>
internal sealed class GamerTokensApi(IEngineClient engine, GamerTokenIssuer issuer, NodeClock clock)
{
    private const int BodyBytesMax = 4 * 1024;
    private const long ClockDifferenceSecondsMax = 300;
    private const int TimestampDigitsMax = 12;

    private static readonly Refusal NotConfigured = new(
        ErrorCode.NotFound, "This server issues no gamer tokens: it has no signing key.");
    private static readonly Refusal NoSignature = new(
        ErrorCode.Unauthorized, "Send X-Tenant-Id, X-Timestamp (Unix seconds) and X-Signature: hmac-sha256=<hex>.");
    private static readonly Refusal Stale = new(
        ErrorCode.Unauthorized, "X-Timestamp must be within 300 seconds of the server's clock.");
    private static readonly Refusal BadSignature = new(ErrorCode.Unauthorized, "The tenant or its signature is wrong.");
    private static readonly Refusal Suspended = new(ErrorCode.Forbidden, "The tenant is suspended.");

    /// <summary>Answers one request.</summary>
    public async Task IssueAsync(HttpContext context)
    {
        var refusal = issuer.CanIssue ? await TryIssueAsync(context) : NotConfigured;
        if (refusal is not null) await ErrorResponses.WriteAsync(context, refusal);
    }

    private async Task<Refusal?> TryIssueAsync(HttpContext context)
    {
        var request = context.Request;
        string? tenantText = request.Headers["X-Tenant-Id"], timestamp = request.Headers["X-Timestamp"];
        if (!TenantId.IsValid(tenantText)
            || !RequestSignature.TryParse(request.Headers["X-Signature"], out var signature))
            return NoSignature;
        if (!IsCurrent(timestamp)) return Stale;

        if (BodyReader.Check(request, BodyBytesMax) is { } unreadable) return unreadable;
        var read = await BodyReader.ReadAsync(request, BodyBytesMax, context.RequestAborted);
        if (read.Refusal is not null) return read.Refusal;
        var body = read.Body.Span.ToArray();
        read.Body.Dispose();

        var tenant = new TenantId(tenantText!);
        var reply = await engine.AskRegistryAsync(new GetSigningSecret(tenant), context.RequestAborted);
        if (reply is Refusal { Code: not ErrorCode.NotFound } failed) return failed;
        var known = reply as SigningSecretReply;
        // An unknown tenant costs the same work as a known one.
        var expected = RequestSignature.Compute(
            known?.SigningSecret ?? "", request.Method, request.PathBase + request.Path, timestamp!, body);
        var isEqual = CryptographicOperations.FixedTimeEquals(expected, signature);
        if (known is null || !isEqual) return BadSignature;
        if (known.Status != TenantStatus.Active) return Suspended;

        if (!MediaTypes.IsJson(request.ContentType)) return MediaTypes.Unsupported;
        var wanted = GamerTokenRequest.Read(body, out var refusal);
        if (wanted is null) return refusal;
        await WriteAsync(context, issuer.Issue(tenant, wanted.UserId, wanted.Lifetime));
        return null;
    }

    private bool IsCurrent(string? timestamp) =>
        timestamp is { Length: > 0 and <= TimestampDigitsMax }
        && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs(clock.Time.GetUtcNow().ToUnixTimeSeconds() - seconds) <= ClockDifferenceSecondsMax;

    private static async Task WriteAsync(HttpContext context, IssuedToken issued)
    {
        var response = context.Response;
        response.ContentType = JsonResponse.ContentType;
        response.Headers.CacheControl = "no-store";
        await using var json = new Utf8JsonWriter(response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("token"u8, issued.Token);
        json.WriteString("token_type"u8, "Bearer"u8);
        json.WriteString(
            "expires_at"u8, issued.ExpiresAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }
}
