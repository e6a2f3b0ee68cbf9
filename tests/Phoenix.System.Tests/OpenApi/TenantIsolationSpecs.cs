using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Phoenix.TestSupport.Nodes;
using Phoenix.TestSupport.OpenApi;

namespace Phoenix.System.Tests.OpenApi;

/// <summary>
/// Every operation of the document, called by one tenant with what is another's. Made of the document, so that a new
/// endpoint is covered as soon as it is described.
/// </summary>
public sealed class TenantIsolationSpecs : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task No_tenant_reads_watches_or_changes_anything_of_another()
    {
        await using var node = await NodeProcess.StartReadyAsync(
            new NodeSettings { DataDirectory = _data.Path, Environment = "Production" });
        await FirstWrite.AwaitAsync(node);
        var contract = ApiContract.Parse(await node.Http.GetStringAsync("/openapi/v1.json"));
        var victim = await Victim.CreateAsync(node, contract);
        await new NodeApi(node.Http, "alpha").CreateTenantAsync();
        var before = await victim.ShowAsync();

        var faults = new List<string>();
        // Events last: what they say of the other's user stands in the own log from then on, and may be shown.
        foreach (var operation in contract.Operations.Where(asked => asked.Caller is not (null or "operations"))
            .OrderBy(IsEvent))
        {
            foreach (var token in new[]
            {
                TestCredentials.TokenOf("alpha"), TestCredentials.TokenOf("alpha", "phoenix.admin"),
            })
            {
                faults.AddRange(operation.IsSocket
                    ? await WatchAsync(node, victim.CallOf(operation), token)
                    : await TryAsync(node, victim, operation, token));
            }
            var now = await victim.ShowAsync();
            faults.AddRange(before.Where(shown => now[shown.Key] != shown.Value).Select(
                shown => $"{operation.Key} changed {shown.Key}:\n{shown.Value}\n{now[shown.Key]}"));
            before = now;
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static async Task<IReadOnlyList<string>> TryAsync(
        NodeProcess node, Victim victim, ApiOperation operation, string token)
    {
        var faults = new List<string>();
        foreach (var place in new[] { "nowhere", "query", "body" })
        {
            var call = victim.CallOf(operation);
            var isNamed = place switch
            {
                "query" => victim.NameInQuery(call),
                "body" => victim.NameInBody(call),
                _ => true,
            };
            if (!isNamed) continue;
            using var request = call.ToRequest(token);
            using var response = await node.Http.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            var told = $"{operation.Key} with the other's tenant in {place}: {(int)response.StatusCode} {body}";
            if (!IsRight(operation, place, response.StatusCode)) faults.Add(told);
            if (victim.Marks.Any(mark => body.Contains(mark, StringComparison.Ordinal) && !IsSaid(call, mark)))
                faults.Add(told);
        }
        return faults;
    }

    // What names nothing of the other tenant may succeed, for the caller's own; an event's tenant_id is overwritten.
    private static bool IsRight(ApiOperation operation, string place, HttpStatusCode status)
    {
        if (status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound) return true;
        // A body that takes no tenant refuses the field, and with it the call.
        if (place == "body" && status == HttpStatusCode.BadRequest) return true;
        if (operation.HasPathParameters) return false;
        return (IsEvent(operation) || place == "nowhere") && (int)status is < 300 or 409;
    }

    private static bool IsEvent(ApiOperation operation) => operation.Id is "sendEvent" or "sendEvents";

    private static bool IsSaid(ApiCall call, string mark) =>
        call.Url.Contains(mark, StringComparison.Ordinal)
        || call.BodyText?.Contains(mark, StringComparison.Ordinal) == true;

    private static async Task<IReadOnlyList<string>> WatchAsync(NodeProcess node, ApiCall call, string token)
    {
        using var socket = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        var address = new UriBuilder(new Uri(node.Url, call.Url)) { Scheme = "ws" }.Uri;
        try
        {
            await socket.ConnectAsync(address, CancellationToken.None);
            return [$"{call.Operation.Key} lets another tenant watch"];
        }
        catch (WebSocketException)
        {
            return socket.HttpStatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound
                ? [] : [$"{call.Operation.Key} answers another tenant {(int)socket.HttpStatusCode}"];
        }
    }
}
