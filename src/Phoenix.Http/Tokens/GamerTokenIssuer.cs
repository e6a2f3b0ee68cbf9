using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Phoenix.Http.Auth;
using Phoenix.Http.Health;
using Phoenix.Messages.Ids;

namespace Phoenix.Http.Tokens;

/// <summary>Makes platform gamer tokens: HS256, signed with the platform's key.</summary>
internal sealed class GamerTokenIssuer(IOptions<AuthOptions> options, NodeClock clock)
{
    private static readonly JsonWebTokenHandler Handler = new();

    private readonly AuthOptions _options = options.Value;

    /// <summary>False where no signing key is configured: then no tokens can be made.</summary>
    public bool CanIssue => _options.SigningKey is not null;

    /// <summary>A token of a tenant, from now on for <paramref name="lifetime"/> (cut to whole seconds).</summary>
    /// <param name="userId">The user it is bound to; null: none.</param>
    /// <param name="roles">What the bearer may do besides; from the token endpoint always none.</param>
    /// <exception cref="InvalidOperationException">No signing key is configured.</exception>
    public IssuedToken Issue(TenantId tenant, string? userId, TimeSpan lifetime, params IReadOnlyList<string> roles)
    {
        var key = _options.SigningKey ?? throw new InvalidOperationException("No signing key is configured.");
        var issuedAt = clock.Time.GetUtcNow().ToUnixTimeSeconds();
        var expiresAt = issuedAt + (long)lifetime.TotalSeconds;
        using var payload = new MemoryStream();
        using (var json = new Utf8JsonWriter(payload))
        {
            json.WriteStartObject();
            json.WriteString("iss"u8, _options.Issuer);
            json.WriteString("aud"u8, _options.Audience);
            json.WriteString("org_id"u8, tenant.Value);
            if (userId is not null) json.WriteString("sub"u8, userId);
            json.WriteNumber("iat"u8, issuedAt);
            json.WriteNumber("exp"u8, expiresAt);
            json.WriteString("jti"u8, Guid.NewGuid().ToString("N"));
            if (roles.Count > 0)
            {
                json.WriteStartArray("roles"u8);
                foreach (var role in roles) json.WriteStringValue(role);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        var token = Handler.CreateToken(
            Encoding.UTF8.GetString(payload.ToArray()), new SigningCredentials(key, SecurityAlgorithms.HmacSha256));
        return new IssuedToken(token, DateTimeOffset.FromUnixTimeSeconds(expiresAt));
    }
}
