using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Phoenix.Http.Telemetry;
using Phoenix.Messages.Errors;

namespace Phoenix.Http.Tests.Telemetry;

public sealed class GatewayInstrumentsSpecs : IAsyncLifetime
{
    private const string Rejected = "phoenix.events.rejected";

    private readonly Dictionary<string, long> _counts = [];
    private readonly MeterListener _listener = new();
    private HttpTestHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await HttpTestHost.StartAsync();
        var meters = _host.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Meter.Name == GatewayInstruments.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var key = string.Join(' ', tags.ToArray().Select(tag => tag.Value).Prepend(instrument.Name));
            _counts[key] = _counts.GetValueOrDefault(key) + value;
        });
        _listener.Start();
    }

    public async Task DisposeAsync()
    {
        _listener.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Counts_each_event_that_failed_by_its_code_and_field()
    {
        var good = SampleEvents.Event();
        await _host.PostAsync("/v1/events", good);
        Assert.Empty(_counts);

        await _host.PostAsync("/v1/events", "{\"event_id\":\"\"}");
        await _host.PostAsync("/v1/events/bulk", $"{{\"events\":[{good},{{\"event_id\":7}},{{\"event_id\":\"\"}}]}}");
        await _host.PostAsync("/v1/events", "{");
        await _host.PostAsync("/v1/events", good, contentType: "text/plain");

        Assert.Equal(3, _counts[$"{Rejected} VALIDATION_ERROR event_id"]);
        Assert.Equal(1, _counts[$"{Rejected} VALIDATION_ERROR"]);
        Assert.Equal(1, _counts[$"{Rejected} UNSUPPORTED_MEDIA_TYPE"]);
    }

    [Fact]
    public async Task Counts_what_the_engine_refused()
    {
        _host.Engine.Answer = _ => new Refusal(ErrorCode.RateLimited, "too many", 1);

        await _host.PostAsync("/v1/events", SampleEvents.Event());

        Assert.Equal(1, _counts[$"{Rejected} RATE_LIMITED"]);
    }

    [Fact]
    public async Task A_name_that_a_caller_made_up_becomes_no_series()
    {
        var good = SampleEvents.Event();

        await _host.PostAsync("/v1/events", good[..^1] + ",\"made_up\":1,\"made_up\":2}");

        Assert.Equal(1, _counts[$"{Rejected} VALIDATION_ERROR other"]);
    }
}
