using System.Net;
using System.Text.Json;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Upgrade;

/// <summary>This release opens what the first one left: no event is lost, no rank differs.</summary>
public sealed class UpgradeSpecs : IDisposable
{
    private readonly EarlierData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Every_rank_is_what_the_earlier_release_showed()
    {
        await using var node = await NodeProcess.StartReadyAsync(_data.Settings(EarlierData.SecretsKey));

        foreach (var (board, page, entries) in _data.Pages)
        {
            using var now = await PageAsync(node, board, page.GetProperty("window_key").GetString()!);
            foreach (var property in page.EnumerateObject().Where(p => p.Name != "window"))
                Assert.Equal(property.Value.GetRawText(), now.RootElement.GetProperty(property.Name).GetRawText());
            Assert.True(
                JsonElement.DeepEquals(entries, now.RootElement.GetProperty("entries")),
                $"{board}: {now.RootElement.GetProperty("entries")}");
        }
    }

    [Fact]
    public async Task Every_event_is_there_once_and_new_ones_follow()
    {
        await using (var node = await NodeProcess.StartReadyAsync(_data.Settings(EarlierData.SecretsKey)))
        {
            var (position, isDuplicate) = await new NodeApi(node.Http, _data.Tenant).SendAsync(new
            {
                event_id = "after-the-upgrade",
                type = "login",
                actor = new { user_id = "user-1" },
                occurred_at = TimeProvider.System.GetUtcNow(),
                attrs = new { },
            });
            Assert.False(isDuplicate);
            Assert.True(long.Parse(position) > long.Parse(_data.Position));
            Assert.Equal(0, await node.TerminateAsync());
        }

        Assert.Equal(_data.EventIds.Append("after-the-upgrade"), _data.ReadEventIds());
    }

    [Fact]
    public async Task A_secret_stays_usable_over_a_change_of_the_key_that_seals_it()
    {
        var (former, present) = (EarlierData.SecretsKey, EarlierData.KeyOf("another"));
        await TokensAreAsync(HttpStatusCode.OK, _data.Settings(former));
        await TokensAreAsync(HttpStatusCode.OK, _data.Settings(present, former));
        // By now it is sealed with the present key, and the former one can go.
        await TokensAreAsync(HttpStatusCode.OK, _data.Settings(present));
        await TokensAreAsync(HttpStatusCode.ServiceUnavailable, _data.Settings(former));
    }

    [Fact]
    public async Task A_lost_key_costs_the_secrets_and_nothing_else()
    {
        await using var node = await NodeProcess.StartReadyAsync(_data.Settings(EarlierData.KeyOf("another")));

        Assert.Equal(
            HttpStatusCode.ServiceUnavailable,
            await SignedTokens.AskAsync(node, _data.Tenant, _data.SigningSecret));
        Assert.Contains("1 signing secrets can't be opened", node.Log);
        await new NodeApi(node.Http, _data.Tenant).MarkPositionAsync();

        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/tenants/{_data.Tenant}/rotate-secret");
        request.Headers.Add("X-API-Key", TestCredentials.AdminKey);
        using var rotated = await node.Http.SendAsync(request);
        using var answer = JsonDocument.Parse(await rotated.Content.ReadAsStringAsync());
        var secret = answer.RootElement.GetProperty("signing_secret").GetString()!;
        Assert.Equal(HttpStatusCode.OK, await SignedTokens.AskAsync(node, _data.Tenant, secret));
    }

    private async Task TokensAreAsync(HttpStatusCode expected, NodeSettings settings)
    {
        await using var node = await NodeProcess.StartReadyAsync(settings);
        Assert.Equal(expected, await SignedTokens.AskAsync(node, _data.Tenant, _data.SigningSecret));
        Assert.Equal(0, await node.TerminateAsync());
    }

    private async Task<JsonDocument> PageAsync(NodeProcess node, string board, string windowKey)
    {
        var path = $"/v1/leaderboards/{board}?limit=1000&window_key={Uri.EscapeDataString(windowKey)}"
            + $"&min_position={_data.Position}";
        JsonDocument? page = null;
        await Condition.BecomesTrueAsync(
            async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.Add("Authorization", $"Bearer {TestCredentials.TokenOf(_data.Tenant)}");
                using var response = await node.Http.SendAsync(request);
                if (response.StatusCode == HttpStatusCode.ServiceUnavailable) return false;
                page = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
                Assert.True(response.IsSuccessStatusCode, page.RootElement.GetRawText());
                return true;
            },
            () => $"{board} can't be read; the node's log:\n{node.Log}");
        return page!;
    }
}
