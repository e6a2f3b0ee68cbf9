using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Identity;

/// <summary>
/// A real OpenID provider in a process of its own; <c>OpenIdProvider/provider.mjs</c> says what it can.
/// </summary>
internal sealed class OpenIdProvider : IAsyncDisposable
{
    public const string Audience = "phoenix-app";

    private readonly Process _process;
    private readonly HttpClient _http;

    private OpenIdProvider(Process process, string issuer)
    {
        _process = process;
        Issuer = issuer;
        _http = new HttpClient { BaseAddress = new Uri(issuer) };
    }

    public string Issuer { get; }

    public static async Task<OpenIdProvider> StartAsync()
    {
        var folder = Path.Combine(RepositoryPaths.Root, "tests", "Phoenix.System.Tests", "OpenIdProvider");
        await NodeJs.InstallAsync(folder);
        // Its end of our pipe closes with us, and it ends then.
        var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(folder, "provider.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        try
        {
            return new OpenIdProvider(process, await ReadIssuerAsync(process));
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    private static async Task<string> ReadIssuerAsync(Process process)
    {
        using var patience = new CancellationTokenSource(Condition.Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            // The library writes its advice to the same output.
            if (line.StartsWith('{')) return JsonNode.Parse(line)!["issuer"]!.GetValue<string>();
        }
        throw new InvalidOperationException("The OpenID provider ended before it listened.");
    }

    /// <summary>A node's settings that take this provider's tokens.</summary>
    public Dictionary<string, string> Variables(int keyRefreshSeconds = 60) => new()
    {
        ["Phoenix__Auth__Zitadel__Authority"] = Issuer,
        ["Phoenix__Auth__Zitadel__Audience"] = Audience,
        ["Phoenix__Auth__Zitadel__RequireHttpsMetadata"] = "false",
        ["Phoenix__Auth__Zitadel__KeyRefreshSeconds"] = $"{keyRefreshSeconds}",
    };

    /// <summary>An access token by the client-credentials grant, as the provider issues it.</summary>
    /// <param name="claims">JSON: what it carries beside the provider's own claims.</param>
    public async Task<string> IssueAsync(string claims, string algorithm = "RS256")
    {
        await SteerAsync("claims", JsonNode.Parse(claims)!);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/token");
        request.Headers.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String("game:game-secret"u8));
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["resource"] = "urn:phoenix:" + algorithm.ToLowerInvariant(),
        });
        using var response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    /// <summary>A token of any header and claims, signed with the provider's present keys.</summary>
    public async Task<string> SignAsync(JsonObject header, JsonObject payload)
    {
        var signed = await SteerAsync(
            "sign", new JsonObject { ["header"] = header.DeepClone(), ["payload"] = payload.DeepClone() });
        return signed.GetProperty("token").GetString()!;
    }

    /// <summary>New keys sign from now on; the ones before stay published.</summary>
    public Task RotateAsync() => SteerAsync("rotate", new JsonObject());

    /// <summary>It breaks off every connection, or comes back.</summary>
    public Task SetDownAsync(bool down) => SteerAsync("down", new JsonObject { ["down"] = down });

    /// <summary>How often the keys were asked for.</summary>
    public async Task<int> KeyRequestsAsync() =>
        (await _http.GetFromJsonAsync<JsonElement>("/test/requests")).GetProperty("keys").GetInt32();

    /// <summary>The RSA key that signs, as everybody can know it.</summary>
    public async Task<byte[]> PublicKeyPemAsync() => Encoding.ASCII.GetBytes(
        (await _http.GetFromJsonAsync<JsonElement>("/test/public-key")).GetProperty("pem").GetString()!);

    private async Task<JsonElement> SteerAsync(string what, JsonNode body)
    {
        using var response = await _http.PostAsJsonAsync("/test/" + what, body);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
