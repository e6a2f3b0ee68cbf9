using System.Collections.Concurrent;
using System.Diagnostics;
using Phoenix.Cluster.Telemetry;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Telemetry;

public sealed class EngineTracingSpecs : IDisposable
{
    private static readonly TenantId Acme = new("acme");

    private readonly ConcurrentBag<Activity> _spans = [];
    private readonly ActivityListener _listener;

    public EngineTracingSpecs()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EngineTracing.SourceName,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Add,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task A_sampled_request_is_followed_from_its_write_to_the_board()
    {
        var request = NewRequest();
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);
        await kit.DefineAsync(Acme, "one", Config());

        await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, Event("a")) with { TraceParent = request });
        await kit.AskAsTimeRunsAsync(Standings(Acme, "one", minPosition: 3));

        // Delivery is at least once, so a board may have more than one span of the same rows.
        var spans = SpansOf(request).ToLookup(span => span.OperationName);
        Assert.Equal(3, spans.Count);
        var write = Assert.Single(spans["phoenix.journal.write"]);
        var score = Assert.Single(spans["phoenix.feed.score"]);
        Assert.Equal((request, write.Id), (write.ParentId, score.ParentId));
        Assert.All(spans["phoenix.board.apply"], apply => Assert.Equal(score.Id, apply.ParentId));
    }

    [Fact]
    public async Task Requests_that_share_a_row_share_its_spans_and_are_linked()
    {
        var (first, second) = (NewRequest(), NewRequest());
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);
        var held = kit.Faults.HoldNext();
        var before = kit.AskAsync(Accept(Acme, "before"));
        await EngineKit.BecomesTrueAsync(
            () => Task.FromResult(kit.Meters.Of("phoenix.events.pending") == 1), "The first write does not wait.");
        var one = kit.AskAsync(Accept(Acme, Event("a")) with { TraceParent = first });
        var two = kit.AskAsync(Accept(Acme, Event("b")) with { TraceParent = second });
        await EngineKit.BecomesTrueAsync(
            () => Task.FromResult(kit.Meters.Of("phoenix.events.pending") == 3), "The others do not wait.");

        held.Release();
        await Task.WhenAll(before, one, two);

        var write = Assert.Single(SpansOf(first), span => span.OperationName == "phoenix.journal.write");
        Assert.Equal(second[3..35], Assert.Single(write.Links).Context.TraceId.ToHexString());
        Assert.Empty(SpansOf(second));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no context")]
    [InlineData("00-00000000000000000000000000000000-0000000000000000-01")]
    public void There_is_no_span_without_a_request_to_stand_under(string? request)
    {
        Assert.Null(EngineTracing.Start("phoenix.test", request));
        Assert.DoesNotContain(_spans, span => span.OperationName == "phoenix.test");
    }

    [Fact]
    public void A_span_does_not_stay_with_the_thread_that_began_it()
    {
        using var span = EngineTracing.Start("phoenix.test", NewRequest());

        Assert.NotNull(span);
        Assert.Null(Activity.Current);
    }

    private static string NewRequest() =>
        $"00-{ActivityTraceId.CreateRandom().ToHexString()}-{ActivitySpanId.CreateRandom().ToHexString()}-01";

    private IEnumerable<Activity> SpansOf(string request) =>
        _spans.Where(span => span.TraceId.ToHexString() == request[3..35]);
}
