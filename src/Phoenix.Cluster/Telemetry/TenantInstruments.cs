using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Phoenix.Cluster.Tenants;

namespace Phoenix.Cluster.Telemetry;

/// <summary>What the tenants of a node count: events into the log, writes, and what waits for them.</summary>
/// <remarks>
/// Counters are touched once a row or a request, never once an event; what waits is read from the tenants when someone
/// asks. There are no tenants' names: their number has no bound.
/// </remarks>
internal sealed class TenantInstruments
{
    public const string MeterName = "Phoenix.Tenants";

    private readonly ConcurrentDictionary<TenantAppender, byte> _awake = [];
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _writeFailures;
    private readonly Counter<long> _recoveryFailures;
    private readonly Counter<long> _snapshotFailures;
    private readonly Histogram<double> _writeSeconds;
    private readonly Histogram<int> _rowEvents;
    private readonly Histogram<double> _recoverySeconds;

    public TenantInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _accepted = meter.CreateCounter<long>(
            "phoenix.events.accepted", "{event}", "Events that were new and are in the log.");
        _duplicates = meter.CreateCounter<long>(
            "phoenix.events.duplicates", "{event}", "Events whose id the log already held within the dedupe window.");
        _writeFailures = meter.CreateCounter<long>(
            "phoenix.journal.write.failures", "{write}", "Writes whose outcome is unknown; their callers got 500.");
        _recoveryFailures = meter.CreateCounter<long>(
            "phoenix.tenant.recovery.failures", "{recovery}", "Starts of tenants that failed.");
        _snapshotFailures = meter.CreateCounter<long>(
            "phoenix.tenant.snapshot.failures", "{snapshot}", "Snapshots of tenants that were not saved.");
        _writeSeconds = meter.CreateHistogram(
            "phoenix.journal.write.duration", "s", "From handing a row to the journal to its commit.", null,
            Buckets.Seconds);
        _rowEvents = meter.CreateHistogram(
            "phoenix.journal.row.events", "{event}", "Events of one row: the size of a group commit.", null,
            Buckets.Events);
        _recoverySeconds = meter.CreateHistogram(
            "phoenix.tenant.recovery.duration", "s", "From a tenant's start to its first command.", null,
            Buckets.Seconds);
        meter.CreateObservableGauge(
            "phoenix.tenants.awake", () => _awake.Count, "{tenant}", "Tenants that are in memory.");
        meter.CreateObservableGauge(
            "phoenix.events.pending", () => _awake.Keys.Sum(a => (long)a.Queue.PendingEvents), "{event}",
            "Events that wait for the journal.");
        meter.CreateObservableGauge(
            "phoenix.events.pending.size", () => _awake.Keys.Sum(a => a.Queue.PendingBytes), "By",
            "Bytes of the events that wait for the journal.");
        meter.CreateObservableGauge(
            "phoenix.dedupe.ids", () => _awake.Keys.Sum(a => (long)a.DedupeIds), "{id}",
            "Ids that the dedupe windows hold.");
    }

    /// <summary>A tenant is ready for commands, so long after its start.</summary>
    public void OnAwake(TenantAppender appender, TimeSpan recovery)
    {
        _awake.TryAdd(appender, 0);
        _recoverySeconds.Record(recovery.TotalSeconds);
    }

    /// <summary>The tenant has stopped.</summary>
    public void OnAsleep(TenantAppender appender) => _awake.TryRemove(appender, out _);

    /// <summary>A row of events is durable.</summary>
    public void OnStored(int events, TimeSpan write)
    {
        _accepted.Add(events);
        _rowEvents.Record(events);
        _writeSeconds.Record(write.TotalSeconds);
    }

    /// <summary>A request is about to be answered; so many of its events were known.</summary>
    public void OnDuplicates(int events)
    {
        if (events > 0) _duplicates.Add(events);
    }

    public void OnWriteFailed() => _writeFailures.Add(1);

    public void OnRecoveryFailed() => _recoveryFailures.Add(1);

    public void OnSnapshotFailed() => _snapshotFailures.Add(1);
}
