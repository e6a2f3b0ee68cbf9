using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Telemetry;

/// <summary>What a real node lets out: Prometheus text, and OTLP to a collector.</summary>
public sealed class TelemetrySpecs : IDisposable
{
    private const string Tenant = "demo";
    private const string Board = "demo-daily";

    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Shows_to_prometheus_what_became_of_the_events()
    {
        await using var node = await NodeProcess.StartReadyAsync(new NodeSettings { DataDirectory = _data.Path });
        var api = new NodeApi(node.Http, Tenant);
        var (position, _) = await api.SendAsync(Event("a"));
        await api.SendAsync(Event("a"));
        await api.ReadBoardAsync(Board, position);

        using var response = await node.Http.GetAsync("/metrics");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("phoenix_events_accepted_total{otel_scope_name=\"Phoenix.Tenants\"} 1", text);
        Assert.Contains("phoenix_events_duplicates_total{otel_scope_name=\"Phoenix.Tenants\"} 1", text);
        Assert.Contains("phoenix_journal_write_duration_seconds_count{", text);
        Assert.Contains("phoenix_feed_lag_seconds{", text);
        Assert.Contains("phoenix_board_apply_duration_seconds_count{", text);
        Assert.Contains("http_route=\"/v1/events\"", text);
    }

    [Fact]
    public async Task Shows_metrics_to_platform_credentials_only_where_operations_are_not_public()
    {
        await using var node = await NodeProcess.StartReadyAsync(new NodeSettings
        {
            DataDirectory = _data.Path,
            Variables = new Dictionary<string, string> { ["Phoenix__Operations__Public"] = "false" },
        });

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(node, null));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(node, TestCredentials.TokenOf(Tenant)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(node, TestCredentials.AdminKey));
    }

    [Fact]
    public async Task Sends_a_trace_from_the_request_to_the_board_and_metrics_to_a_collector()
    {
        await using var collector = new Collector();
        await using var node = await NodeProcess.StartReadyAsync(new NodeSettings
        {
            DataDirectory = _data.Path,
            Variables = new Dictionary<string, string>
            {
                ["Phoenix__Telemetry__Otlp__Endpoint"] = collector.Address,
                ["Phoenix__Telemetry__Otlp__Protocol"] = "HttpProtobuf",
                ["Phoenix__Telemetry__Otlp__TraceRatio"] = "1",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
            },
        });
        var trace = ActivityTraceId.CreateRandom();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events");
        request.Content = JsonContent.Create(Event("a"));
        request.Headers.Add("Authorization", $"Bearer {TestCredentials.TokenOf(Tenant)}");
        request.Headers.Add("traceparent", $"00-{trace.ToHexString()}-{ActivitySpanId.CreateRandom()}-00");
        using var response = await node.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);

        // The request, the write, the scoring, and the one board of the demo that takes the event.
        var id = Convert.FromHexString(trace.ToHexString());
        await Condition.BecomesTrueAsync(
            () => Task.FromResult(collector.CountOf(id, "/v1/traces") >= 4),
            () => $"The collector has {collector.CountOf(id, "/v1/traces")} spans of the request.");
        Assert.Equal(1, collector.CountOf("phoenix.journal.write"u8, "/v1/traces"));
        Assert.Equal(1, collector.CountOf("phoenix.feed.score"u8, "/v1/traces"));
        Assert.Equal(1, collector.CountOf("phoenix.board.apply"u8, "/v1/traces"));
        await Condition.BecomesTrueAsync(
            () => Task.FromResult(collector.CountOf("phoenix.events.accepted"u8, "/v1/metrics") > 0),
            () => "The collector has no metrics.");
    }

    private static async Task<HttpStatusCode> StatusAsync(NodeProcess node, string? bearer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        if (bearer is not null) request.Headers.Add("Authorization", $"Bearer {bearer}");
        using var response = await node.Http.SendAsync(request);
        return response.StatusCode;
    }

    private static object Event(string id) => new
    {
        event_id = id,
        type = "match.completed",
        actor = new { user_id = "u" },
        occurred_at = TimeProvider.System.GetUtcNow(),
        attrs = new { score = 1 },
    };
}
