using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Phoenix.Cluster.Telemetry;

/// <summary>What the feeds of a node count: rows scored, what the rules made of them, and how far boards are
/// behind.</summary>
/// <remarks>Counters are touched once a row or a message to a board, never once an event.</remarks>
internal sealed class FeedInstruments
{
    public const string MeterName = "Phoenix.Feed";

    /// <summary>The run that follows the log's head.</summary>
    public const string Live = "live";

    /// <summary>A run that brings boards back from the journal.</summary>
    public const string CatchUp = "catch_up";

    private readonly ConcurrentDictionary<object, FeedLag> _lags = [];
    private readonly int _laggingBoardsMax;
    private readonly Counter<long> _events;
    private readonly Counter<long> _unmatched;
    private readonly Counter<long> _contributions;
    private readonly Counter<long> _expressionFailures;
    private readonly Counter<long> _catchUps;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _applySeconds;
    private readonly Histogram<double> _deliverySeconds;

    public FeedInstruments(IMeterFactory meters, TelemetryOptions options)
    {
        _laggingBoardsMax = options.LaggingBoardsMax;
        var meter = meters.Create(MeterName);
        _events = meter.CreateCounter<long>("phoenix.feed.events", "{event}", "Events scored, by kind of run.");
        _unmatched = meter.CreateCounter<long>(
            "phoenix.feed.events.unmatched", "{event}", "Events from which no rule of any board gave points.");
        _contributions = meter.CreateCounter<long>(
            "phoenix.feed.contributions", "{contribution}", "What rules gave to boards, by kind of run.");
        _expressionFailures = meter.CreateCounter<long>(
            "phoenix.feed.expression.failures", "{failure}",
            "Rules that matched an event but whose points could not be computed.");
        _catchUps = meter.CreateCounter<long>(
            "phoenix.feed.catch_ups", "{run}", "Runs that began to serve boards from the journal.");
        _failures = meter.CreateCounter<long>(
            "phoenix.feed.failures", "{run}", "Runs that broke and were started again.");
        _applySeconds = meter.CreateHistogram(
            "phoenix.feed.apply.duration", "s", "From sending rows to a board to its acknowledgement.", null,
            Buckets.Seconds);
        _deliverySeconds = meter.CreateHistogram(
            "phoenix.feed.delivery.duration", "s",
            "From the acceptance of a row to a board's acknowledgement of it: how old standings are.", null,
            Buckets.Seconds);
        meter.CreateObservableGauge(
            "phoenix.feed.lag", () => _lags.Values.Select(l => l.Seconds).DefaultIfEmpty().Max(), "s",
            "The age of the oldest row that some board has not applied.");
        meter.CreateObservableGauge(
            "phoenix.feed.lag.rows", () => _lags.Values.Select(l => l.Rows).DefaultIfEmpty().Max(), "{row}",
            "The most rows that some board has not applied.");
        meter.CreateObservableGauge(
            "phoenix.feed.lagging.boards", () => _lags.Values.Sum(l => l.Lagging.Count), "{board}",
            "Boards that are behind by a second or more.");
        meter.CreateObservableGauge(
            "phoenix.feed.board.lag", WorstBoards, "s", "The boards that lag most, each by itself.");
    }

    /// <summary>A row of events was scored.</summary>
    /// <param name="unmatched">Events without points; counted for the live run only, which asks every board.</param>
    public void OnScored(string run, int events, int unmatched, int contributions, int expressionFailures)
    {
        var tag = new KeyValuePair<string, object?>("phoenix.feed.run", run);
        _events.Add(events, tag);
        if (contributions > 0) _contributions.Add(contributions, tag);
        if (run != Live) return;
        if (unmatched > 0) _unmatched.Add(unmatched);
        if (expressionFailures > 0) _expressionFailures.Add(expressionFailures);
    }

    /// <summary>A board has acknowledged rows.</summary>
    /// <param name="apply">Since they were sent.</param>
    /// <param name="delivery">Since the last of them was accepted.</param>
    public void OnApplied(TimeSpan apply, TimeSpan delivery)
    {
        _applySeconds.Record(apply.TotalSeconds);
        _deliverySeconds.Record(Math.Max(0, delivery.TotalSeconds));
    }

    public void OnCatchUp() => _catchUps.Add(1);

    public void OnFailed() => _failures.Add(1);

    /// <summary>What a feed says of its boards, in place of what it said before.</summary>
    public void Publish(object feed, FeedLag lag) => _lags[feed] = lag;

    /// <summary>The feed has stopped.</summary>
    public void Forget(object feed) => _lags.TryRemove(feed, out _);

    private IEnumerable<Measurement<double>> WorstBoards() => _lags.Values
        .SelectMany(lag => lag.Lagging.Select(board => (lag.TenantId, Board: board)))
        .OrderByDescending(b => b.Board.Seconds).Take(_laggingBoardsMax)
        .Select(b => new Measurement<double>(
            b.Board.Seconds,
            new("phoenix.tenant_id", b.TenantId.Value), new("phoenix.leaderboard_id", b.Board.LeaderboardId.Value)));
}
