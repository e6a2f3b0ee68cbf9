using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Phoenix.Http.Health;
using Phoenix.Messages.Errors;

namespace Phoenix.Http.Auth;

/// <summary>
/// Finds out who calls: an admin API key (<c>X-API-Key</c>, or as a bearer token) or one of the two kinds of JWT. A
/// token seen before is answered from <see cref="TokenCache"/>; a new one is validated by the scheme of its issuer.
/// </summary>
internal sealed partial class CallerAuthenticator(
    IOptions<AuthOptions> authOptions, IOptions<AdminOptions> adminOptions,
    IOptionsMonitor<JwtBearerOptions> bearerOptions, NodeClock clock, ILogger<CallerAuthenticator> log)
{
    private const string ApiKeyHeader = "X-API-Key";
    private const string BearerPrefix = "Bearer ";
    private const int ApiKeyLengthMax = 1_024;

    private static readonly Caller KeyHolder = new(null, null, IsPlatform: true, IsTenantAdmin: true, null);
    private static readonly Refusal NoCredential = new(
        ErrorCode.Unauthorized, "Send Authorization: Bearer <token>, or X-API-Key: <key> to administer.");
    private static readonly Refusal BadKey = new(ErrorCode.Unauthorized, "The API key is not valid.");
    private static readonly Refusal BadToken = new(ErrorCode.Unauthorized, "The token is not valid.");
    private static readonly Refusal Expired = new(ErrorCode.Unauthorized, "The token has expired.");
    private static readonly Refusal NoKeys =
        Refusal.Unavailable("The token's issuer does not answer, and its keys are not known yet.", 2);

    private readonly AuthOptions _auth = authOptions.Value;
    private readonly IReadOnlyList<byte[]> _keyHashes = adminOptions.Value.KeyHashes;
    private readonly TokenCache _cache = new(clock.Time);

    /// <summary>The caller, or the refusal to answer with. Completes at once for a token seen before.</summary>
    public ValueTask<CallerResult> AuthenticateAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        var apiKey = headers[ApiKeyHeader];
        if (apiKey.Count > 0) return new(apiKey.Count == 1 && IsKey(apiKey[0]) ? KeyHolder : BadKey);
        var authorization = headers.Authorization;
        if (authorization.Count != 1 || authorization[0] is not { } value
            || !value.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return new(NoCredential);
        }
        if (ConnectionCredential.Of(context) is { } last && last.Authorization == value && _cache.IsUsable(last.Known))
            return new(last.Known.Caller);
        var token = value.AsSpan(BearerPrefix.Length).Trim(' ');
        if (_cache.TryGet(token, out var known))
        {
            ConnectionCredential.Keep(context, value, known);
            return new(known.Caller);
        }
        if (IsKey(token)) return new(KeyHolder);
        return ValidateAsync(context, token.ToString());
    }

    private async ValueTask<CallerResult> ValidateAsync(HttpContext context, string token)
    {
        var claims = TokenClaims.Read(token, _auth.Issuer, out var problem);
        if (claims is null) return Refuse(context, new Refusal(ErrorCode.Unauthorized, problem));
        var isGamer = claims.Issuer == _auth.Issuer;
        if (isGamer ? _auth.SigningKey is null : _auth.ZitadelAuthority is null) return Refuse(context, BadToken);
        var result = await context.AuthenticateAsync(isGamer ? AuthSchemes.Gamer : AuthSchemes.Zitadel);
        if (!result.Succeeded) return await RefuseAsync(context, result.Failure, isGamer);
        var caller = new Caller(
            claims.Tenant, claims.Subject, claims.IsPlatform, claims.IsTenantAdmin, result.Properties?.ExpiresUtc);
        _cache.Add(token, caller);
        return caller;
    }

    private async ValueTask<CallerResult> RefuseAsync(HttpContext context, Exception? failure, bool isGamer)
    {
        LogRefused(failure?.GetType().Name ?? "no result", context.TraceIdentifier);
        if (failure is SecurityTokenExpiredException) return Refuse(context, Expired);
        // Without its keys a Zitadel token can't be judged; that is not its holder's fault.
        if (!isGamer && !await HasIssuerKeysAsync(context.RequestAborted)) return NoKeys;
        return Refuse(context, BadToken);
    }

    private async Task<bool> HasIssuerKeysAsync(CancellationToken cancellation)
    {
        try
        {
            var manager = bearerOptions.Get(AuthSchemes.Zitadel).ConfigurationManager;
            return manager is null || (await manager.GetConfigurationAsync(cancellation)).SigningKeys.Count > 0;
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            LogNoKeys(exception, _auth.ZitadelAuthority);
            return false;
        }
    }

    private static CallerResult Refuse(HttpContext context, Refusal refusal)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"phoenix\", error=\"invalid_token\"";
        return refusal;
    }

    private bool IsKey(ReadOnlySpan<char> key)
    {
        if (_keyHashes.Count == 0 || key.Length is 0 or > ApiKeyLengthMax) return false;
        Span<byte> bytes = stackalloc byte[ApiKeyLengthMax * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(key, bytes)], hash);
        var found = false;
        foreach (var expected in _keyHashes) found |= CryptographicOperations.FixedTimeEquals(hash, expected);
        return found;
    }

    [LoggerMessage(
        EventId = 1020, Level = LogLevel.Debug,
        Message = "A token was refused: {Reason} (request {RequestId})")]
    private partial void LogRefused(string reason, string requestId);

    [LoggerMessage(
        EventId = 1021, Level = LogLevel.Warning,
        Message = "The issuer {Authority} gives no keys: its tokens get 503")]
    private partial void LogNoKeys(Exception exception, string? authority);
}
