using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Identity;

/// <summary>Tokens that must not open anything, sent to a running node beside a real OpenID provider.</summary>
public sealed class TokenAttackSpecs : IDisposable
{
    private const string Query = "/v1/leaderboards/goals-all-time";

    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    /// <summary>Headers that the provider's own, good signature can't make up for.</summary>
    private static readonly string[] Headers =
    [
        """{"alg":"RS256","kid":"../../../../dev/null"}""",
        """{"alg":"RS256","kid":"/dev/null"}""",
        """{"alg":"RS256","kid":"x' UNION SELECT 'AAAA' --"}""",
        """{"alg":"RS256","kid":"http://127.0.0.1:1/keys"}""",
        """{"alg":"RS256","kid":""}""",
        """{"alg":"RS256","kid":["rsa-1"]}""",
        """{"alg":"RS256","kid":"ec-1"}""",
        """{"alg":"RS256","jku":"http://127.0.0.1:1/keys"}""",
        """{"alg":"RS256","x5u":"http://127.0.0.1:1/cert"}""",
        """{"alg":"RS256","jwk":{"kty":"oct","k":"AAAA"}}""",
        """{"alg":"RS256","crit":["exp"]}""",
        """{"alg":"RS256","b64":false}""",
    ];

    /// <summary>Claims to put over good ones; null: there is none.</summary>
    private static readonly string[] Claims =
    [
        """{"iss":"https://elsewhere.example"}""",
        """{"iss":"phoenix"}""",
        """{"iss":["phoenix"]}""",
        """{"iss":null}""",
        """{"aud":"somebody-else"}""",
        """{"aud":["a","b"]}""",
        """{"aud":null}""",
        """{"exp":1000000000}""",
        """{"exp":null}""",
        """{"exp":"9999999999"}""",
        """{"nbf":9999999999}""",
        """{"org_id":null}""",
        """{"org_id":17}""",
        """{"org_id":["demo"]}""",
        """{"org_id":["demo","victim"]}""",
        """{"org_id":{"demo":true}}""",
        """{"org_id":""}""",
        """{"org_id":"demo/../victim"}""",
        """{"org_id":"demo\u0000"}""",
        """{"urn:zitadel:iam:user:resourceowner:id":"victim"}""",
        """{"urn:zitadel:iam:user:resourceowner:id":["demo"]}""",
    ];

    [NodeJsFact]
    public async Task Open_nothing()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        await using var node = await NodeProcess.StartReadyAsync(
            new NodeSettings { DataDirectory = _data.Path, Variables = provider.Variables() });
        var faults = new List<string>();

        foreach (var (name, token) in await AttacksAsync(provider))
        {
            using var response = await GetAsync(node, token);
            if ((int)response.StatusCode != 401) faults.Add($"{name}: {(int)response.StatusCode}");
            else if (!response.Headers.WwwAuthenticate.ToString().Contains("invalid_token", StringComparison.Ordinal))
                faults.Add($"{name}: {response.Headers.WwwAuthenticate}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        // The same with nothing wrong is taken: so each was refused for what is wrong with it.
        using var good = await GetAsync(node, await SignAsync(provider, "{}", "{}"));
        Assert.Equal(200, (int)good.StatusCode);
    }

    private static async Task<List<(string Name, string Token)>> AttacksAsync(OpenIdProvider provider)
    {
        var attacks = new List<(string, string)>();
        foreach (var header in Headers) attacks.Add((header, await SignAsync(provider, header, "{}")));
        foreach (var claims in Claims) attacks.Add((claims, await SignAsync(provider, "{}", claims)));
        var good = await SignAsync(provider, "{}", "{}");
        var parts = good.Split('.');
        var payload = GoodPayload(provider).ToJsonString();
        var pem = await provider.PublicKeyPemAsync();
        foreach (var none in new[] { "none", "None", "NONE", "nOnE" })
            attacks.Add(($"alg {none}", $"{Tokens.Part($$"""{"alg":"{{none}}"}""")}.{parts[1]}."));
        attacks.Add(("no signature", $"{parts[0]}.{parts[1]}."));
        attacks.Add(("two parts", $"{parts[0]}.{parts[1]}"));
        attacks.Add(("public key as HMAC key", Tokens.Hmac("""{"alg":"HS256"}""", payload, pem)));
        attacks.Add(("the same, by its kid", Tokens.Hmac("""{"alg":"HS256","kid":"rsa-1"}""", payload, pem)));
        attacks.Add(("HMAC named RS256", Tokens.Hmac("""{"alg":"RS256","kid":"rsa-1"}""", payload, pem)));
        attacks.Add(("the platform's key in the provider's name", Tokens.Hmac(
            """{"alg":"HS256"}""", payload, Convert.FromBase64String(TestCredentials.SigningKeyBase64))));
        attacks.Add(("empty HMAC key", Tokens.Hmac("""{"alg":"HS256","kid":"/dev/null"}""", payload, [])));
        attacks.Add(("another tenant under the same signature", $"{parts[0]}.{Tokens.Part(
            payload.Replace("demo", "victim", StringComparison.Ordinal))}.{parts[2]}"));
        attacks.Add(("too long", await SignAsync(provider, "{}", $$"""{"x":"{{new string('x', 13_000)}}"}""")));
        await using var stranger = await OpenIdProvider.StartAsync();
        attacks.Add(("another provider's key", await SignAsync(stranger, "{}", $$"""{"iss":"{{provider.Issuer}}"}""")));
        attacks.Add(("another provider", await SignAsync(stranger, "{}", "{}")));
        return attacks;
    }

    private static JsonObject GoodPayload(OpenIdProvider provider)
    {
        var payload = Tokens.Payload();
        payload["iss"] = provider.Issuer;
        payload["aud"] = OpenIdProvider.Audience;
        return payload;
    }

    private static Task<string> SignAsync(OpenIdProvider provider, string header, string claims)
    {
        var headers = new JsonObject { ["alg"] = "RS256" };
        foreach (var (name, value) in JsonNode.Parse(header)!.AsObject()) headers[name] = value?.DeepClone();
        var payload = GoodPayload(provider);
        foreach (var (name, value) in JsonNode.Parse(claims)!.AsObject()) payload[name] = value?.DeepClone();
        return provider.SignAsync(headers, payload);
    }

    private static async Task<HttpResponseMessage> GetAsync(NodeProcess node, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Query);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await node.Http.SendAsync(request);
    }
}
