using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Phoenix.Http.Auth;

/// <summary>Keys of gamer tokens and how a token names the one that signed it.</summary>
internal static class SigningKeys
{
    /// <summary>
    /// A key whose id is the first 8 bytes of its SHA-256: it tells keys apart and gives nothing away.
    /// </summary>
    public static SymmetricSecurityKey Create(byte[] key) =>
        new(key) { KeyId = Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, 8)) };

    /// <summary>The keys to try for a token: the one it names, or each where it names none.</summary>
    public static IEnumerable<SecurityKey> Resolve(AuthOptions options, string? keyId)
    {
        if (options.SigningKey is null) return [];
        SecurityKey[] keys = [options.SigningKey, .. options.PreviousSigningKeys];
        return string.IsNullOrEmpty(keyId) ? keys : keys.Where(key => key.KeyId == keyId);
    }
}
