using System.Net;
using System.Text.Json;
using Phoenix.Messages.Leaderboards;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Faults;

/// <summary>Queries of one tenant's boards, at any node.</summary>
internal sealed class BoardQueries(FaultCluster cluster, string tenant)
{
    private const int PageSize = 25;

    /// <summary>The first page, which here holds everybody; null where there is no answer at present.</summary>
    public async Task<SeenPage?> TryReadAsync(string board, int node)
    {
        try
        {
            using var response = await GetAsync($"/v1/leaderboards/{board}?limit=1000", node);
            if (response.StatusCode != HttpStatusCode.OK) return null;
            using var page = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync());
            return SeenPage.Of(board, page.RootElement, $"query at node {node % FaultCluster.Size}");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return null;
        }
    }

    /// <summary>A whole window, page by page, once the board has applied the log so far.</summary>
    /// <param name="windowKey">Null: what is shown without a key.</param>
    public async Task<SeenPage> ReadWholeAsync(string board, string? windowKey, string position, int node)
    {
        var entries = new List<StandingsEntry>();
        while (true)
        {
            var path = $"/v1/leaderboards/{board}?limit={PageSize}&offset={entries.Count}"
                + $"&min_position={Uri.EscapeDataString(position)}"
                + (windowKey is null ? "" : $"&window_key={Uri.EscapeDataString(windowKey)}");
            var page = await AwaitPageAsync(board, path, node);
            entries.AddRange(page.Entries);
            if (page.Entries.Count < PageSize) return page with { Entries = entries };
        }
    }

    private async Task<SeenPage> AwaitPageAsync(string board, string path, int node)
    {
        SeenPage? page = null;
        var last = "no answer";
        await Condition.BecomesTrueAsync(
            async () =>
            {
                try
                {
                    using var response = await GetAsync(path, node);
                    var text = await response.Content.ReadAsStringAsync();
                    last = $"{(int)response.StatusCode} {text}";
                    if (response.StatusCode != HttpStatusCode.OK) return false;
                    using var answer = JsonDocument.Parse(text);
                    page = SeenPage.Of(board, answer.RootElement, $"pages of node {node}");
                    return true;
                }
                catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
                {
                    last = e.Message;
                    return false;
                }
            },
            () => $"{tenant}, node {node}, {path}: {last}");
        return page!;
    }

    private async Task<HttpResponseMessage> GetAsync(string path, int node)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Authorization", $"Bearer {TestCredentials.TokenOf(tenant)}");
        return await cluster.NodeOf(node).Http.SendAsync(request);
    }
}
