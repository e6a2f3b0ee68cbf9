using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Phoenix.Http.Health;

namespace Phoenix.Http.Tests.Health;

public sealed class NodeClockSpecs : IAsyncLifetime
{
    private readonly FakeTimeProvider _rightTime = new(HttpTestHost.Start);
    private HttpTestHost _host = null!;
    private bool _isRight;

    public async Task InitializeAsync() => _host = await HttpTestHost.StartAsync(
        services => services.AddSingleton(new NodeClock(() => _isRight, _rightTime)),
        app => app.MapGet("/v1/ops/cluster", () => Results.Ok()));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_node_whose_clock_is_wrong_judges_nothing_by_it_and_refuses_nothing_as_the_callers_fault()
    {
        var answers = new[]
        {
            await _host.PostAsync("/v1/events", SampleEvents.Guide),
            await _host.PostAsync("/v1/events", SampleEvents.Event(occurredAt: "\"2099-01-01T00:00:00Z\"")),
            await _host.PostAsync("/v1/gamer-tokens", "{}"),
        };

        Assert.All(answers, answer => answer.ShouldBeError(503, "UNAVAILABLE"));
        Assert.All(answers, answer => Assert.Equal("5", answer.Headers["Retry-After"]));
        Assert.Empty(_host.Engine.Accepted);
    }

    [Fact]
    public async Task Operators_look_at_it_all_the_same()
    {
        using var answer = await _host.Client.GetAsync("/v1/ops/cluster");
        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Once_its_clock_is_right_it_serves()
    {
        _isRight = true;
        Assert.Equal(202, (await _host.PostAsync("/v1/events", SampleEvents.Guide)).Status);
    }

    [Fact]
    public async Task A_step_between_the_check_and_the_judgement_makes_no_token_and_no_event_bad()
    {
        _isRight = true;
        _host.Time.Advance(TimeSpan.FromHours(4));

        Assert.Equal(202, (await _host.PostAsync("/v1/events", SampleEvents.Guide)).Status);
        (await _host.PostAsync("/v1/events", SampleEvents.Event(occurredAt: "\"2025-11-18T15:00:00Z\"")))
            .ShouldBeError(400, "VALIDATION_ERROR");
    }
}
