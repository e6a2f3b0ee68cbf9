using System.Diagnostics.Metrics;

namespace Phoenix.Cluster.Telemetry;

/// <summary>What the boards of a node count: rows applied, checkpoints, and queries that waited in vain.</summary>
/// <remarks>Touched once a message, a checkpoint or a query; there are no boards' names: their number has no
/// bound.</remarks>
internal sealed class BoardInstruments
{
    public const string MeterName = "Phoenix.Leaderboards";

    private readonly Counter<long> _entries;
    private readonly Counter<long> _checkpointFailures;
    private readonly Counter<long> _fenced;
    private readonly Counter<long> _discarded;
    private readonly Counter<long> _expired;
    private readonly Histogram<double> _applySeconds;
    private readonly Histogram<double> _loadSeconds;
    private readonly Histogram<double> _checkpointSeconds;
    private readonly Histogram<long> _checkpointBytes;
    private int _awake;

    public BoardInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _entries = meter.CreateCounter<long>(
            "phoenix.board.entries", "{entry}", "Contributions that boards have applied.");
        _checkpointFailures = meter.CreateCounter<long>(
            "phoenix.board.checkpoint.failures", "{checkpoint}", "Checkpoints and loads that the store failed.");
        _fenced = meter.CreateCounter<long>(
            "phoenix.board.checkpoint.fenced", "{checkpoint}",
            "Checkpoints refused because another incarnation owns the board.");
        _discarded = meter.CreateCounter<long>(
            "phoenix.board.checkpoint.discarded", "{checkpoint}",
            "Checkpoints that were damaged or of another log: their boards were rebuilt from the log.");
        _expired = meter.CreateCounter<long>(
            "phoenix.board.queries.expired", "{query}", "Queries that waited for the log to be applied, in vain.");
        _applySeconds = meter.CreateHistogram(
            "phoenix.board.apply.duration", "s", "What one message of rows takes to be applied.", null,
            Buckets.Seconds);
        _loadSeconds = meter.CreateHistogram(
            "phoenix.board.load.duration", "s", "From a board's first message to its checkpoint being read.", null,
            Buckets.Seconds);
        _checkpointSeconds = meter.CreateHistogram(
            "phoenix.board.checkpoint.duration", "s", "What a checkpoint takes, by kind: base or delta.", null,
            Buckets.Seconds);
        _checkpointBytes = meter.CreateHistogram(
            "phoenix.board.checkpoint.size", "By", "What a checkpoint holds, by kind.", null, Buckets.Bytes);
        meter.CreateObservableGauge(
            "phoenix.boards.awake", () => Volatile.Read(ref _awake), "{board}", "Boards that are in memory.");
    }

    public void OnLoaded(TimeSpan load)
    {
        Interlocked.Increment(ref _awake);
        _loadSeconds.Record(load.TotalSeconds);
    }

    /// <summary>A board that was loaded has stopped.</summary>
    public void OnAsleep() => Interlocked.Decrement(ref _awake);

    public void OnApplied(int entries, TimeSpan apply)
    {
        if (entries > 0) _entries.Add(entries);
        _applySeconds.Record(apply.TotalSeconds);
    }

    public void OnCheckpoint(bool isBase, long bytes, TimeSpan duration)
    {
        var kind = new KeyValuePair<string, object?>("phoenix.checkpoint.kind", isBase ? "base" : "delta");
        _checkpointSeconds.Record(duration.TotalSeconds, kind);
        _checkpointBytes.Record(bytes, kind);
    }

    public void OnStoreFailed() => _checkpointFailures.Add(1);

    public void OnFenced() => _fenced.Add(1);

    public void OnDiscarded() => _discarded.Add(1);

    public void OnExpired(int queries)
    {
        if (queries > 0) _expired.Add(queries);
    }
}
