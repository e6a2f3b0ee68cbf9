using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;
using Phoenix.Messages.Ids;

namespace Phoenix.Http.Auth;

/// <summary>
/// What Phoenix reads from a JWT, by rules stricter than the library's: one form for each claim, no name twice, no
/// header that changes how the signature is to be checked.
/// </summary>
/// <remarks>
/// Read before the signature is checked, so nothing here is to be trusted until it was: <see cref="Issuer"/> alone may
/// be used before, to choose the scheme. Signature, issuer, audience and times are the scheme's affair.
/// </remarks>
internal sealed class TokenClaims
{
    private const string OrgId = "org_id";
    private const string ResourceOwner = "urn:zitadel:iam:user:resourceowner:id";
    private const string ZitadelRoles = "urn:zitadel:iam:org:project:roles";

    // jku, x5u and jwk would let a token bring its own key; b64 and crit change what is signed and how (RFC 7515,
    // 7797).
    private static readonly string[] RefusedHeaders = ["crit", "jku", "x5u", "jwk", "b64"];

    private static readonly SearchValues<char> TokenChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    // A name given twice would be read differently by different readers: who signs must not be able to mean both.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private TokenClaims(string issuer, TenantId tenant, string? subject, bool isPlatform, bool isTenantAdmin)
    {
        Issuer = issuer;
        Tenant = tenant;
        Subject = subject;
        IsPlatform = isPlatform;
        IsTenantAdmin = isTenantAdmin;
    }

    public string Issuer { get; }
    public TenantId Tenant { get; }
    public string? Subject { get; }
    public bool IsPlatform { get; }
    public bool IsTenantAdmin { get; }

    /// <summary>
    /// Reads a token, or says in <paramref name="problem"/> what is wrong with it, for the caller to see.
    /// </summary>
    public static TokenClaims? Read(ReadOnlySpan<char> token, string gamerIssuer, out string problem)
    {
        if (token.Length > AuthSchemes.TokenBytesMax) return No("The token is over 16 KiB.", out problem);
        if (token.ContainsAnyExcept(TokenChars) || token.Count('.') != 2)
            return No("The token is not a signed JWT.", out problem);
        var headerEnd = token.IndexOf('.');
        var payloadEnd = token.LastIndexOf('.');
        try
        {
            using var header = Decode(token[..headerEnd]);
            using var payload = Decode(token[(headerEnd + 1)..payloadEnd]);
            if (header is null || payload is null) return No("The token is not a JWT of JSON objects.", out problem);
            foreach (var name in RefusedHeaders)
            {
                if (header.RootElement.TryGetProperty(name, out _))
                    return No($"The token's header {name} is not accepted.", out problem);
            }
            return Read(payload.RootElement, gamerIssuer, out problem);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            // InvalidOperationException: a string with a lone surrogate.
            return No("The token is malformed.", out problem);
        }
    }

    private static TokenClaims? Read(JsonElement payload, string gamerIssuer, out string problem)
    {
        if (!payload.TryGetProperty("iss", out var iss) || iss.ValueKind != JsonValueKind.String)
            return No("The token names no issuer.", out problem);
        if (!IsTime(payload, "exp", isRequired: true) || !IsTime(payload, "nbf", isRequired: false))
            return No("The token's exp or nbf is missing or no number.", out problem);
        var issuer = iss.GetString()!;
        var isGamer = issuer == gamerIssuer;
        if (TenantOf(payload, isGamer) is not { } tenant) return No("The token names no tenant.", out problem);
        string? subject = null;
        if (isGamer && payload.TryGetProperty("sub", out var sub))
        {
            // Bound to nobody in particular is not the same as not bound.
            if (sub.ValueKind != JsonValueKind.String || sub.GetString() is not { Length: > 0 } text)
                return No("The token's sub is not a user's id.", out problem);
            subject = text;
        }
        problem = "";
        var isPlatform = HasRole(payload, "phoenix.platform", isGamer);
        return new TokenClaims(issuer, tenant, subject, isPlatform, HasRole(payload, "phoenix.admin", isGamer));
    }

    // The library takes a text for a number here.
    private static bool IsTime(JsonElement payload, string name, bool isRequired) =>
        payload.TryGetProperty(name, out var time) ? time.ValueKind == JsonValueKind.Number : !isRequired;

    private static TenantId? TenantOf(JsonElement payload, bool isGamer)
    {
        string? tenant = null;
        if (payload.TryGetProperty(OrgId, out var orgId))
        {
            if (orgId.ValueKind != JsonValueKind.String) return null;
            tenant = orgId.GetString();
        }
        if (!isGamer && payload.TryGetProperty(ResourceOwner, out var owner))
        {
            // An action of the identity provider can write org_id, but not this one: they must agree.
            if (owner.ValueKind != JsonValueKind.String) return null;
            var text = owner.GetString();
            if (tenant is not null && tenant != text) return null;
            tenant = text;
        }
        return TenantId.IsValid(tenant) ? new TenantId(tenant!) : null;
    }

    private static bool HasRole(JsonElement payload, string role, bool isGamer)
    {
        if (payload.TryGetProperty("roles", out var roles) && roles.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in roles.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.String && item.ValueEquals(role)) return true;
            }
        }
        return !isGamer
            && payload.TryGetProperty(ZitadelRoles, out var projectRoles)
            && projectRoles.ValueKind == JsonValueKind.Object
            && projectRoles.TryGetProperty(role, out _);
    }

    private static JsonDocument? Decode(ReadOnlySpan<char> part)
    {
        var bytes = Base64Url.DecodeFromChars(part);
        if (!Utf8.IsValid(bytes)) return null;
        var document = JsonDocument.Parse(bytes, Strict);
        if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
        document.Dispose();
        return null;
    }

    private static TokenClaims? No(string reason, out string problem)
    {
        problem = reason;
        return null;
    }
}
