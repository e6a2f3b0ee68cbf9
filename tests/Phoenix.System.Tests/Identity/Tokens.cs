using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Phoenix.System.Tests.Identity;

/// <summary>Parts of tokens, good ones and bad ones.</summary>
internal static class Tokens
{
    /// <summary>Claims of the tenant <c>demo</c>, valid for ten minutes, without issuer and audience.</summary>
    public static JsonObject Payload() => new()
    {
        ["org_id"] = "demo",
        ["jti"] = Guid.NewGuid().ToString("N"),
        ["exp"] = Now + 600,
    };

    public static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>A token signed by HMAC, whatever its header says.</summary>
    public static string Hmac(string header, string payload, byte[] key)
    {
        var text = Part(header) + "." + Part(payload);
        return text + "." + Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text)));
    }

    /// <summary>One part as a token writes it.</summary>
    public static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
