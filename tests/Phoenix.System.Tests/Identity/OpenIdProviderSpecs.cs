using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Identity;

/// <summary>A node and a real OpenID provider: discovery, keys, rotation, claims, and the provider gone.</summary>
public sealed class OpenIdProviderSpecs : IDisposable
{
    private const string Query = "/v1/leaderboards/goals-all-time";

    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    private Task<NodeProcess> StartNodeAsync(OpenIdProvider provider, int keyRefreshSeconds = 60) =>
        NodeProcess.StartReadyAsync(new NodeSettings
        {
            DataDirectory = _data.Path,
            Variables = provider.Variables(keyRefreshSeconds),
        });

    private static async Task<HttpStatusCode> GetAsync(NodeProcess node, string token, string path = Query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await node.Http.SendAsync(request);
        return response.StatusCode;
    }

    [NodeJsFact]
    public async Task Takes_the_tokens_that_it_issues_and_reads_tenant_and_roles_from_them()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        await using var node = await StartNodeAsync(provider);
        const string Demo = "\"org_id\":\"demo\"";
        const string Owner = "\"urn:zitadel:iam:user:resourceowner:id\"";
        const string Roles = "\"urn:zitadel:iam:org:project:roles\"";
        (string Claims, string Path, HttpStatusCode Status)[] cases =
        [
            ($"{{{Demo}}}", Query, HttpStatusCode.OK),
            ($"{{{Owner}:\"demo\"}}", Query, HttpStatusCode.OK),
            ($"{{{Demo},{Owner}:\"demo\"}}", Query, HttpStatusCode.OK),
            ($"{{{Demo},{Owner}:\"other\"}}", Query, HttpStatusCode.Unauthorized),
            ("{}", Query, HttpStatusCode.Unauthorized),
            ("{\"org_id\":17}", Query, HttpStatusCode.Unauthorized),
            ("{\"org_id\":[\"demo\"]}", Query, HttpStatusCode.Unauthorized),
            ($"{{{Demo}}}", "/v1/leaderboards", HttpStatusCode.Forbidden),
            ($"{{{Demo},\"roles\":[\"phoenix.admin\"]}}", "/v1/leaderboards", HttpStatusCode.OK),
            ($"{{{Demo},\"roles\":[\"phoenix.admin\"]}}", "/v1/tenants", HttpStatusCode.Forbidden),
            ($"{{{Demo},{Roles}:{{\"phoenix.admin\":{{\"1\":\"d\"}}}}}}", "/v1/leaderboards", HttpStatusCode.OK),
            ($"{{{Demo},{Roles}:{{\"phoenix.platform\":{{\"1\":\"d\"}}}}}}", "/v1/tenants", HttpStatusCode.OK),
        ];
        foreach (var (claims, path, status) in cases)
        {
            foreach (var algorithm in new[] { "RS256", "ES256" })
            {
                var answer = await GetAsync(node, await provider.IssueAsync(claims, algorithm), path);
                Assert.True(answer == status, $"{algorithm} {claims} {path}: {(int)answer}, not {(int)status}");
            }
        }
        Assert.Equal(1, await provider.KeyRequestsAsync());
    }

    [NodeJsFact]
    public async Task Takes_rotated_keys_without_a_restart_and_the_old_ones_while_they_are_published()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        await using var node = await StartNodeAsync(provider, keyRefreshSeconds: 1);
        var old = await provider.IssueAsync("{\"org_id\":\"demo\"}");
        Assert.Equal(HttpStatusCode.OK, await GetAsync(node, old));

        foreach (var algorithm in new[] { "RS256", "ES256" })
        {
            await provider.RotateAsync();
            // Each try is a token of its own, so none is answered from what is remembered of the one before.
            await Condition.BecomesTrueAsync(
                async () => HttpStatusCode.OK
                    == await GetAsync(node, await provider.IssueAsync("{\"org_id\":\"demo\"}", algorithm)),
                () => $"the new {algorithm} key is not taken");
        }
        Assert.Equal(HttpStatusCode.OK, await GetAsync(node, old));
    }

    [NodeJsFact]
    public async Task Asks_for_new_keys_at_most_once_a_minute_whatever_tokens_come()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        await using var node = await StartNodeAsync(provider);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(node, await provider.IssueAsync("{\"org_id\":\"demo\"}")));
        Assert.Equal(1, await provider.KeyRequestsAsync());

        for (var i = 0; i < 50; i++)
        {
            var header = new JsonObject { ["alg"] = "RS256", ["kid"] = $"nobody-{i}" };
            var token = await provider.SignAsync(header, Tokens.Payload());
            Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(node, token));
        }
        await Condition.BecomesTrueAsync(
            async () => await provider.KeyRequestsAsync() == 2, () => "the keys were not asked for again");
        for (var i = 0; i < 50; i++)
        {
            var header = new JsonObject { ["alg"] = "RS256", ["kid"] = $"nobody-either-{i}" };
            var token = await provider.SignAsync(header, Tokens.Payload());
            Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(node, token));
        }
        Assert.Equal(2, await provider.KeyRequestsAsync());
    }

    [NodeJsFact]
    public async Task Goes_on_with_the_known_keys_while_the_provider_is_down()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        await using var node = await StartNodeAsync(provider, keyRefreshSeconds: 1);
        var first = await provider.SignAsync(new JsonObject { ["alg"] = "RS256" }, Tokens.Payload());
        Assert.Equal(HttpStatusCode.OK, await GetAsync(node, first));
        var unknown = await provider.SignAsync(
            new JsonObject { ["alg"] = "RS256", ["kid"] = "nobody" }, Tokens.Payload());
        var before = await provider.KeyRequestsAsync();

        await provider.SetDownAsync(true);

        // An unknown key makes the node ask, in vain: what it knows must outlive that.
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(node, unknown));
        foreach (var algorithm in new[] { "RS256", "ES256" })
        {
            var token = await provider.SignAsync(new JsonObject { ["alg"] = algorithm }, Tokens.Payload());
            Assert.Equal(HttpStatusCode.OK, await GetAsync(node, token));
        }
        Assert.Equal(before, await provider.KeyRequestsAsync());
    }

    [NodeJsFact]
    public async Task Answers_503_until_the_provider_could_be_reached_once()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        var token = await provider.IssueAsync("{\"org_id\":\"demo\"}");
        await provider.SetDownAsync(true);
        await using var node = await StartNodeAsync(provider);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await GetAsync(node, token));

        await provider.SetDownAsync(false);

        await Condition.BecomesTrueAsync(
            async () => await GetAsync(node, token) == HttpStatusCode.OK, () => "the token is still not taken");
    }
}
