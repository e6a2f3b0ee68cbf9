using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Upgrade;

/// <summary>Asks for gamer tokens as a game backend does, signed with the tenant's secret.</summary>
internal static class SignedTokens
{
    private const string Path = "/v1/gamer-tokens";

    public static async Task<HttpStatusCode> AskAsync(NodeProcess node, string tenant, string secret)
    {
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"POST\n{Path}\n{timestamp}\n{{}}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, Path);
        request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        request.Headers.Add("X-Tenant-Id", tenant);
        request.Headers.Add("X-Timestamp", timestamp);
        request.Headers.Add("X-Signature", "hmac-sha256=" + Convert.ToHexStringLower(signature));
        using var response = await node.Http.SendAsync(request);
        return response.StatusCode;
    }
}
