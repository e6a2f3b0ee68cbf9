using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Phoenix.TestSupport.Nodes;

/// <summary>Credentials of a node under test. The keys are fixed: a token outlives a restart of the node.</summary>
public static class TestCredentials
{
    /// <summary>A platform credential.</summary>
    public const string AdminKey = "test-admin-key-0123456789abcdef";

    /// <summary>For <c>Phoenix:Auth:GamerTokens:SigningKey</c>.</summary>
    public static string SigningKeyBase64 => Convert.ToBase64String(SigningKey);

    private static byte[] SigningKey { get; } = SHA256.HashData("signing key of the tests"u8);

    /// <summary>A platform gamer token (HS256) of a tenant, valid for an hour, bound to no user.</summary>
    public static string TokenOf(string tenant, params string[] roles)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var head = Base64Url.EncodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"u8);
        var claims = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new
        {
            iss = "phoenix",
            aud = "phoenix",
            org_id = tenant,
            roles,
            jti = Guid.NewGuid().ToString("N"),
            nbf = now - 5,
            exp = now + 3_600,
        }));
        var signed = Encoding.ASCII.GetBytes($"{head}.{claims}");
        return $"{head}.{claims}.{Base64Url.EncodeToString(HMACSHA256.HashData(SigningKey, signed))}";
    }
}
