using System.Net;
using System.Net.Http.Json;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.OpenApi;

/// <summary>
/// The first write of a node pays for all that is compiled and opened on its way; on a crowded machine it may outlast
/// an attempt, and then its outcome is unknown. Tests that hold every answer to the document begin behind it.
/// </summary>
internal static class FirstWrite
{
    public static Task AwaitAsync(NodeProcess node) => AwaitAsync(node.Http);

    public static Task AwaitAsync(HttpClient node) => Condition.BecomesTrueAsync(
        async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/tenants");
            request.Headers.Add("X-API-Key", TestCredentials.AdminKey);
            request.Content = JsonContent.Create(new { tenant_id = "first-write", name = "first write" });
            using var response = await node.SendAsync(request);
            return response.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict;
        },
        () => "the node's first write did not come about");
}
