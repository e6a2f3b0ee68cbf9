using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Contract;

/// <summary>Makes the header of each <see cref="Credential"/>.</summary>
internal static class ContractCredentials
{
    public const string HashedKey = "a key that the node knows by its hash";

    private const string PlainHeader = """{"alg":"HS256","typ":"JWT"}""";

    /// <summary>The header's name and value, or null where there is none.</summary>
    public static (string Name, string Value)? HeaderOf(Credential credential) => credential switch
    {
        Credential.Nobody => null,
        Credential.Key => ("X-API-Key", TestCredentials.AdminKey),
        Credential.BearerKey => ("Authorization", $"Bearer {TestCredentials.AdminKey}"),
        Credential.HashedKey => ("X-API-Key", HashedKey),
        Credential.WrongKey => ("X-API-Key", "no such key"),
        Credential.NoToken => ("Authorization", "Bearer "),
        Credential.Basic => ("Authorization", "Basic YTpi"),
        Credential.OversizedToken => ("Authorization", $"Bearer {new string('a', 16 * 1024 + 1)}"),
        _ => ("Authorization", $"Bearer {TokenOf(credential)}"),
    };

    private static string TokenOf(Credential credential) => credential switch
    {
        Credential.Token => Sign(),
        Credential.BoundToken => Sign(("sub", "ann")),
        Credential.Admin => Sign(("roles", new[] { "x", "phoenix.admin" })),
        Credential.OtherAdmin => Sign(("org_id", "other"), ("roles", new[] { "phoenix.admin" })),
        Credential.Platform => Sign(("org_id", "other"), ("roles", new[] { "phoenix.platform" })),
        Credential.SuspendedToken => Sign(("org_id", "asleep")),
        Credential.SuspendedAdmin => Sign(("org_id", "asleep"), ("roles", new[] { "phoenix.admin" })),
        Credential.UnknownToken => Sign(("org_id", "nobody")),
        Credential.UnknownAdmin => Sign(("org_id", "nobody"), ("roles", new[] { "phoenix.admin" })),
        Credential.JustExpired => Sign(("exp", Now - 20)),
        Credential.Expired => Sign(("exp", Now - 60)),
        Credential.NotYetValid => Sign(("nbf", Now + 600)),
        Credential.WithoutExpiry => Sign(("exp", null)),
        Credential.WithoutTenant => Sign(("org_id", null)),
        Credential.WithTwoTenants => Sign(("org_id", new[] { "acme", "other" })),
        Credential.OfAnotherIssuer => Sign(("iss", "somebody")),
        Credential.ForAnotherAudience => Sign(("aud", "somebody")),
        Credential.WithBadSignature => Sign()[..^4] + "AAAA",
        Credential.WithoutSignature => Encode("""{"alg":"none"}""") + "." + Encode(Claims([])) + ".",
        Credential.WithCrit => Sign("""{"alg":"HS256","crit":["exp"]}""", []),
        _ => throw new ArgumentOutOfRangeException(nameof(credential), credential, "No such token."),
    };

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private static string Sign(params (string Name, object? Value)[] claims) => Sign(PlainHeader, claims);

    private static string Sign(string header, (string Name, object? Value)[] claims)
    {
        var signed = $"{Encode(header)}.{Encode(Claims(claims))}";
        var key = Convert.FromBase64String(TestCredentials.SigningKeyBase64);
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>A good token's claims, those given in place of theirs; null leaves one out.</summary>
    private static string Claims((string Name, object? Value)[] claims)
    {
        var all = new Dictionary<string, object?>
        {
            ["iss"] = "phoenix", ["aud"] = "phoenix", ["org_id"] = "acme", ["exp"] = Now + 3_600, ["jti"] = "1",
        };
        foreach (var (name, value) in claims)
        {
            if (value is null) all.Remove(name);
            else all[name] = value;
        }
        return JsonSerializer.Serialize(all);
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
