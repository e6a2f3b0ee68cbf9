using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Nodes;

/// <summary>
/// A game server that does as the contract says: an event goes to the next node where a connection fails, waits where
/// the answer says <c>Retry-After</c>, and is sent again with its id until it is acknowledged.
/// </summary>
internal sealed class PatientClient(NodeCluster cluster, string tenant, string user)
{
    private readonly string _authorization = $"Bearer {TestCredentials.TokenOf(tenant)}";
    private volatile bool _isEnding;

    /// <summary>Events that were answered with 202.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Every answer that was neither 202 nor 503 with <c>Retry-After</c>.</summary>
    public ConcurrentQueue<string> Failures { get; } = [];

    /// <summary>Sends one event after the other until it is told to end.</summary>
    public async Task RunAsync(int node)
    {
        while (!_isEnding)
        {
            await SendAsync($"{user}-{Acknowledged}", node);
            Acknowledged++;
        }
    }

    /// <summary>Ends it after the event that is under way.</summary>
    public void End() => _isEnding = true;

    private Task SendAsync(string eventId, int node)
    {
        var retryAt = 0L;
        return Condition.BecomesTrueAsync(
            async () =>
            {
                if (TimeProvider.System.GetTimestamp() < retryAt) return false;
                try
                {
                    using var response = await PostAsync(cluster.Nodes[node % cluster.Nodes.Count].Http, eventId);
                    if (response.StatusCode == HttpStatusCode.Accepted) return true;
                    var isTemporary = response.StatusCode == HttpStatusCode.ServiceUnavailable
                        && response.Headers.RetryAfter?.Delta is not null;
                    if (!isTemporary)
                        Failures.Enqueue($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
                    var pause = response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1);
                    retryAt = TimeProvider.System.GetTimestamp()
                        + (long)(pause.TotalSeconds * TimeProvider.System.TimestampFrequency);
                }
                catch (Exception e) when (e is HttpRequestException or ObjectDisposedException)
                {
                    node++;
                }
                return false;
            },
            () => $"{eventId} was never acknowledged");
    }

    private async Task<HttpResponseMessage> PostAsync(HttpClient http, string eventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events");
        request.Headers.Add("Authorization", _authorization);
        request.Content = JsonContent.Create(new
        {
            event_id = eventId,
            type = "played",
            actor = new { user_id = user },
            occurred_at = TimeProvider.System.GetUtcNow(),
            attrs = new { },
        });
        return await http.SendAsync(request);
    }
}
