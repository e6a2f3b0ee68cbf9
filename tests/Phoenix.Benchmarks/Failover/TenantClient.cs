using System.Net;
using System.Net.Http.Json;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.Benchmarks.Failover;

/// <summary>
/// One tenant's game server behind a load balancer: an event at every tick, whatever became of the others; each goes
/// to the next node where a connection fails, waits where the answer says <c>Retry-After</c>, and is sent again with
/// its id until it is acknowledged.
/// </summary>
internal sealed class TenantClient(Balancer balancer, string tenant)
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    private readonly string _authorization = $"Bearer {TestCredentials.TokenOf(tenant)}";

    /// <summary>Sends until it is told to end; then awaits what is under way.</summary>
    public async Task RunAsync(LoadRecord record, TimeSpan interval, CancellationToken ending)
    {
        var events = new List<Task>();
        using var timer = new PeriodicTimer(interval);
        while (!ending.IsCancellationRequested)
        {
            events.Add(SendAsync(record));
            events.RemoveAll(e => e.IsCompletedSuccessfully);
            try
            {
                await timer.WaitForNextTickAsync(ending);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
        await Task.WhenAll(events);
    }

    private async Task SendAsync(LoadRecord record)
    {
        var (eventId, first) = (Guid.NewGuid().ToString("N"), LoadRecord.Now);
        while (await TrySendAsync(record, eventId, first) is { } pause) await PassAsync(pause);
    }

    /// <summary>Null where it is acknowledged; else how long to wait.</summary>
    private async Task<TimeSpan?> TrySendAsync(LoadRecord record, string eventId, TimeSpan first)
    {
        var (attempt, node) = (LoadRecord.Now, balancer.Next());
        try
        {
            using var response = await PostAsync(eventId, balancer.AddressOf(node));
            if (response.StatusCode == HttpStatusCode.Accepted)
            {
                record.OnAccepted(tenant, first, attempt);
                return null;
            }
            var after = response.Headers.RetryAfter?.Delta;
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable && after is not null) record.OnPostponed();
            else record.OnFailure($"{(int)response.StatusCode}");
            return after ?? TimeSpan.FromSeconds(1);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
        {
            balancer.LeaveOut(node);
            record.OnUnconnected();
        }
        catch (HttpRequestException e)
        {
            record.OnFailure($"cut off ({e.HttpRequestError})");
        }
        catch (TaskCanceledException)
        {
            record.OnFailure("without an answer");
        }
        return TimeSpan.Zero;
    }

    private async Task<HttpResponseMessage> PostAsync(string eventId, Uri node)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node, "/v1/events"));
        request.Headers.Add("Authorization", _authorization);
        request.Content = JsonContent.Create(new
        {
            event_id = eventId,
            type = FailoverBenchmark.EventType,
            actor = new { user_id = "player" },
            occurred_at = TimeProvider.System.GetUtcNow(),
            attrs = new { },
        });
        return await Http.SendAsync(request);
    }

    private static async Task PassAsync(TimeSpan pause)
    {
        if (pause == TimeSpan.Zero) return;
        using var timer = new PeriodicTimer(pause);
        await timer.WaitForNextTickAsync();
    }
}
