using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Phoenix.Http.Auth;

/// <summary>
/// The two kinds of token, each a scheme of its own with one issuer, audience, key set and list of algorithms: in one
/// scheme with both, the platform's symmetric key could sign in the identity provider's name.
/// </summary>
internal static class AuthSchemes
{
    public const string Zitadel = "zitadel";
    public const string Gamer = "gamer";

    /// <summary>The longest token taken, in bytes.</summary>
    public const int TokenBytesMax = 16 * 1024;

    /// <summary>How far the clocks of issuer and server may differ.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    // Issuers publish a key before they sign with it; so looking this often, behind the requests, is in time. For one
    // that signs at once, a token of an unknown key (refused) makes us look again, at most once a minute
    // (AuthOptions.ZitadelKeyRefresh) whoever sends what. No request waits for the issuer once its keys are known.
    private static readonly TimeSpan KeyLookInterval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BackchannelTimeout = TimeSpan.FromSeconds(5);

    public static void ConfigureZitadel(JwtBearerOptions bearer, AuthOptions options, TimeProvider time)
    {
        ConfigureCommon(bearer, time);
        if (options.ZitadelAuthority is null)
        {
            // Never asked (CallerAuthenticator knows), but the options are built: nothing to fetch, nothing that fits.
            bearer.Configuration = new OpenIdConnectConfiguration();
            return;
        }
        bearer.Authority = options.ZitadelAuthority;
        bearer.Audience = options.ZitadelAudience;
        bearer.RequireHttpsMetadata = options.ZitadelRequireHttpsMetadata;
        bearer.AutomaticRefreshInterval = KeyLookInterval;
        bearer.RefreshInterval = options.ZitadelKeyRefresh;
        bearer.BackchannelTimeout = BackchannelTimeout;
        bearer.TokenValidationParameters.ValidAlgorithms =
            [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256];
    }

    public static void ConfigureGamer(JwtBearerOptions bearer, AuthOptions options, TimeProvider time)
    {
        ConfigureCommon(bearer, time);
        bearer.Configuration = new OpenIdConnectConfiguration();
        var validation = bearer.TokenValidationParameters;
        validation.ValidIssuer = options.Issuer;
        validation.ValidAudience = options.Audience;
        validation.ValidAlgorithms = [SecurityAlgorithms.HmacSha256];
        validation.IssuerSigningKeyResolver = (_, _, keyId, _) => SigningKeys.Resolve(options, keyId);
    }

    private static void ConfigureCommon(JwtBearerOptions bearer, TimeProvider time)
    {
        bearer.MapInboundClaims = false;
        bearer.SaveToken = false;
        bearer.IncludeErrorDetails = false;
        bearer.TimeProvider = time;
        bearer.TokenHandlers.Clear();
        bearer.TokenHandlers.Add(new Microsoft.IdentityModel.JsonWebTokens.JsonWebTokenHandler
        {
            MapInboundClaims = false,
            MaximumTokenSizeInBytes = TokenBytesMax,
        });
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ClockSkew = ClockSkew,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            RequireAudience = true,
            ValidateIssuer = true,
            ValidateAudience = true,
            ValidateLifetime = true,
            ValidateIssuerSigningKey = true,
            TryAllIssuerSigningKeys = false,
            LifetimeValidator = (notBefore, expires, _, _) =>
                IsInForce(notBefore, expires, time.GetUtcNow().UtcDateTime),
        };
    }

    // The library's own check reads the machine's clock.
    private static bool IsInForce(DateTime? notBefore, DateTime? expires, DateTime now)
    {
        if (expires is not { } end) throw new SecurityTokenNoExpirationException("The token has no exp.");
        if (end < now - ClockSkew) throw new SecurityTokenExpiredException("The token has expired.") { Expires = end };
        if (notBefore is { } start && start > now + ClockSkew)
            throw new SecurityTokenNotYetValidException("The token is not valid yet.") { NotBefore = start };
        return true;
    }
}
