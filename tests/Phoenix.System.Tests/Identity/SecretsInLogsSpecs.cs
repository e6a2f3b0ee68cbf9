using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Identity;

/// <summary>A node's log, everything in it that can be, after it has seen credentials of every kind, good and
/// bad.</summary>
public sealed class SecretsInLogsSpecs : IDisposable
{
    private const string Tenant = "log-tests";

    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Are_none()
    {
        await using var node = await NodeProcess.StartReadyAsync(new NodeSettings
        {
            DataDirectory = _data.Path,
            Environment = "Production",
            Variables = new Dictionary<string, string>
            {
                ["Logging__LogLevel__Default"] = "Trace",
                ["Logging__LogLevel__Microsoft.AspNetCore"] = "Trace",
                ["Logging__LogLevel__Akka"] = "Debug",
                ["Phoenix__Storage__SecretsKey"] = SecretsKey,
            },
        });
        var (good, forged) = (TestCredentials.TokenOf(Tenant, "phoenix.admin"), TestCredentials.TokenOf(Tenant) + "x");
        var secret = await SecretAsync(node);
        foreach (var token in new[] { good, forged, "no-token-at-all-but-secret", TestCredentials.AdminKey })
        {
            using var _ = await SendAsync(node, HttpMethod.Post, "/v1/events", token, new
            {
                event_id = "e1", type = "t", actor = new { user_id = "body-of-a-user" }, attrs = new { },
            });
            using var __ = await SendAsync(node, HttpMethod.Get, "/v1/leaderboards/none", token, null);
            await WatchAsync(node, token);
        }
        using var rotated = await SendAsync(
            node, HttpMethod.Post, $"/v1/tenants/{Tenant}/rotate-secret", TestCredentials.AdminKey, null);
        await node.TerminateAsync();

        Assert.Contains("/v1/events", node.Log);
        foreach (var text in new[]
        {
            good, good.Split('.')[2], forged, "no-token-at-all-but-secret", TestCredentials.AdminKey, secret, "phs_",
            SecretsKey, TestCredentials.SigningKeyBase64, "body-of-a-user",
        })
        {
            Assert.DoesNotContain(text, node.Log);
        }
    }

    private static string SecretsKey => Convert.ToBase64String("32 bytes that are a key of tests"u8);

    private static async Task<string> SecretAsync(NodeProcess node)
    {
        using var created = await SendAsync(
            node, HttpMethod.Post, "/v1/tenants", TestCredentials.AdminKey, new { tenant_id = Tenant, name = Tenant });
        return JsonNode.Parse(await created.Content.ReadAsStringAsync())!["signing_secret"]!.GetValue<string>();
    }

    private static async Task<HttpResponseMessage> SendAsync(
        NodeProcess node, HttpMethod method, string path, string token, object? body)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null) request.Content = JsonContent.Create(body);
        return await node.Http.SendAsync(request);
    }

    /// <summary>As a browser does it: the token is one of the subprotocols.</summary>
    private static async Task WatchAsync(NodeProcess node, string token)
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("phoenix.v1");
        socket.Options.AddSubProtocol($"bearer.{token}");
        var address = new UriBuilder(new Uri(node.Url, "/v1/leaderboards/none/ws")) { Scheme = "ws" }.Uri;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(address, CancellationToken.None));
    }
}
