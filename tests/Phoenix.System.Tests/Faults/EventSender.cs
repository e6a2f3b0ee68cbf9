using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Faults;

/// <summary>Sends a tenant's requests as the contract says, and writes down each answer.</summary>
internal sealed class EventSender(FaultCluster cluster, string tenant, Findings findings)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private int _alone;

    public OutageMeter Outage { get; } = new();

    /// <summary>Requests that were acknowledged by a node while it reached no other.</summary>
    public int AcknowledgedAlone => _alone;

    /// <summary>The position of the newest acknowledgement, for queries that wait.</summary>
    public string? Position { get; private set; }

    /// <summary>Sends again with the same ids, at the next node, until there is an answer that settles it.</summary>
    public async Task SettleAsync(IReadOnlyList<SentEvent> events, int node)
    {
        while (await TrySendAsync(events, node++) is { } pause) await Timing.PassAsync(pause);
    }

    /// <summary>One attempt. Null where it is settled; else how long to wait before the next.</summary>
    public async Task<TimeSpan?> TrySendAsync(IReadOnlyList<SentEvent> events, int node)
    {
        var start = Timing.Now;
        try
        {
            using var response = await PostAsync(events, cluster.NodeOf(node).Http);
            var text = await response.Content.ReadAsStringAsync();
            if (response.StatusCode >= HttpStatusCode.InternalServerError)
            {
                foreach (var sent in events) sent.LeaveUnknown();
                return response.Headers.RetryAfter?.Delta ?? Pause;
            }
            if (response.StatusCode == HttpStatusCode.Accepted)
            {
                Outage.Acknowledged(start);
                if (cluster.Place.Network?.IsAlone(node % FaultCluster.Size) == true) Interlocked.Increment(ref _alone);
            }
            using var answer = JsonDocument.Parse(text);
            Note(events, response.StatusCode, answer.RootElement);
            return null;
        }
        catch (JsonException e)
        {
            findings.Add($"{tenant}: an answer at node {node % FaultCluster.Size} is no JSON: {e.Message}");
            return null;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            foreach (var sent in events) sent.LeaveUnknown();
            return Pause;
        }
    }

    private void Note(IReadOnlyList<SentEvent> events, HttpStatusCode status, JsonElement answer)
    {
        if (status == HttpStatusCode.Accepted && answer.TryGetProperty("position", out var position))
            Position = position.GetString();
        for (var i = 0; i < events.Count; i++)
        {
            var isAccepted = status == HttpStatusCode.Accepted;
            var result = answer;
            if (isAccepted && answer.TryGetProperty("results", out var results))
            {
                result = results[i];
                isAccepted = result.GetProperty("status").GetString() == "accepted";
            }
            if (isAccepted) events[i].Acknowledge(result.GetProperty("duplicate").GetBoolean());
            else events[i].Refuse();
            findings.Require(
                isAccepted == events[i].IsValid, () => $"{tenant}: {events[i]} was answered {(int)status} {result}");
        }
    }

    private async Task<HttpResponseMessage> PostAsync(IReadOnlyList<SentEvent> events, HttpClient http)
    {
        var isOne = events.Count == 1;
        using var request = new HttpRequestMessage(HttpMethod.Post, isOne ? "/v1/events" : "/v1/events/bulk");
        request.Headers.Add("Authorization", $"Bearer {TestCredentials.TokenOf(tenant)}");
        request.Content = JsonContent.Create(
            isOne ? events[0].ToBody() : new { events = events.Select(sent => sent.ToBody()) });
        return await http.SendAsync(request);
    }
}
