using Microsoft.IdentityModel.Tokens;
using Phoenix.Http.Hosting;

namespace Phoenix.Http.Auth;

/// <summary><c>Phoenix:Auth</c>: whose tokens are taken.</summary>
public sealed class AuthOptions
{
    public const string Section = "Phoenix:Auth";
    private const int SigningKeyBytesMin = 32;

    /// <summary>The OIDC issuer of Zitadel-style tokens; null: that kind is refused.</summary>
    public string? ZitadelAuthority { get; internal set; }

    /// <summary>The audience that Zitadel-style tokens must name; set together with the authority.</summary>
    public string? ZitadelAudience { get; internal set; }

    /// <summary>Ask the issuer for its keys over HTTPS only. Default true.</summary>
    public bool ZitadelRequireHttpsMetadata { get; internal set; } = true;

    /// <summary>
    /// How often, at most, tokens of an unknown key make the node ask the issuer for new keys. Default a minute.
    /// </summary>
    public TimeSpan ZitadelKeyRefresh { get; internal set; } = TimeSpan.FromMinutes(1);

    /// <summary>Signs gamer tokens (HS256); null: none are issued or taken.</summary>
    public SymmetricSecurityKey? SigningKey { get; internal set; }

    /// <summary>Verify gamer tokens signed before a rotation.</summary>
    public IReadOnlyList<SymmetricSecurityKey> PreviousSigningKeys { get; internal set; } = [];

    /// <summary><c>iss</c> of gamer tokens. Default <c>phoenix</c>.</summary>
    public string Issuer { get; internal set; } = "phoenix";

    /// <summary><c>aud</c> of gamer tokens. Default <c>phoenix</c>.</summary>
    public string Audience { get; internal set; } = "phoenix";

    internal void Read(IConfiguration configuration)
    {
        ReadZitadel(new Settings(configuration, Section + ":Zitadel"));
        var settings = new Settings(configuration, Section + ":GamerTokens");
        Issuer = settings.Text("Issuer") ?? Issuer;
        Audience = settings.Text("Audience") ?? Audience;
        if (Issuer == ZitadelAuthority)
            throw settings.Wrong("Issuer", Issuer, "must differ from Phoenix:Auth:Zitadel:Authority");
        if (settings.Text("SigningKey") is { } key) SigningKey = KeyOf(settings, "SigningKey", key);
        PreviousSigningKeys = settings.List("PreviousSigningKeys")
            .Select(previous => KeyOf(settings, "PreviousSigningKeys", previous)).ToList();
        if (SigningKey is null && PreviousSigningKeys.Count > 0)
            throw settings.WrongSecret("PreviousSigningKeys", "may be set together with SigningKey only");
    }

    private void ReadZitadel(Settings settings)
    {
        ZitadelAuthority = settings.Text("Authority");
        ZitadelAudience = settings.Text("Audience");
        ZitadelRequireHttpsMetadata = settings.Flag("RequireHttpsMetadata", ZitadelRequireHttpsMetadata);
        ZitadelKeyRefresh = TimeSpan.FromSeconds(
            settings.Number("KeyRefreshSeconds", (int)ZitadelKeyRefresh.TotalSeconds, 1, 3_600));
        if (ZitadelAuthority is null) return;
        if (!Uri.TryCreate(ZitadelAuthority, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw settings.Wrong("Authority", ZitadelAuthority, "must be the issuer's absolute URL");
        if (ZitadelRequireHttpsMetadata && uri.Scheme != "https")
        {
            throw settings.Wrong(
                "Authority", ZitadelAuthority, "must begin with https:// unless RequireHttpsMetadata is false");
        }
        if (ZitadelAudience is null) throw settings.Wrong("Audience", "", "must be set together with Authority");
    }

    private static SymmetricSecurityKey KeyOf(Settings settings, string name, string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) && length >= SigningKeyBytesMin
            ? SigningKeys.Create(bytes[..length])
            : throw settings.WrongSecret(name, $"must be base64 of at least {SigningKeyBytesMin} bytes");
    }
}
