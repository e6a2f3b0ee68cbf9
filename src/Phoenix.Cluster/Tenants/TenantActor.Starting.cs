using Akka.Actor;
using Akka.Event;
using Phoenix.Cluster.Domain;
using Phoenix.Cluster.Domain.Tenants;
using Phoenix.Cluster.Feed;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Routing;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Tenants;

/// <content>From the end of recovery to the first command: the ids of the dedupe window are read.</content>
internal sealed partial class TenantActor
{
    /// <summary>A start that took so long is worth a line in the log.</summary>
    private static readonly TimeSpan SlowStart = TimeSpan.FromSeconds(2);

    // What came before the ids of the window were read.
    private int _earlyEvents;
    private long _earlyBytes;
    private TimeSpan _replayTime;

    private void OnRecovered()
    {
        _replayTime = _services.Time.GetElapsedTime(_startStamp);
        var (loader, state, now) = (_loader!, _state, NowUs);
        var (floor, snapshot) = (_dedupeFloor, _snapshotPosition);
        var windowUs = state.DedupeWindowSeconds * LogTime.PerSecond;
        Task.Run(() => loader.LoadAsync(PersistenceId, floor, snapshot, windowUs, now, CancellationToken.None))
            .PipeTo(Self, success: window => new DedupeLoaded(window));
    }

    /// <summary>What comes too early waits, within the bounds of what may wait for the journal.</summary>
    private void OnEarly(object message)
    {
        if (message is AcceptEvents request)
        {
            var options = _services.Options;
            if (_earlyEvents >= options.PendingEventsMax || _earlyBytes >= options.PendingBytesMax)
            {
                Sender.Tell(Refusal.Unavailable("the tenant is starting, and much waits for it already"));
                return;
            }
            _earlyEvents += request.Events.Count;
            foreach (var record in request.Events) _earlyBytes += record.SizeBytes;
        }
        Stash.Stash();
    }

    private void OnDedupeLoaded(DedupeLoaded loaded)
    {
        _loader = null;
        _appender = new TenantAppender(_services.Options, _hash, loaded.Window, _services.Instruments);
        _live = new LiveRows(_state.Position);
        _feed = Context.ActorOf(
            FeedActor.Props(
                _state, _services.Leaderboards(), _services.Journal, _live, _services.Time, _services.FeedInstruments),
            "feed");
        NoteAwake();
        _snapshotStamp = _services.Time.GetTimestamp();
        PipeProjection(ProjectAtStartAsync(), null, ActorRefs.Nobody, _state);
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TickInterval);
        SetReceiveTimeout(_services.Options.IdleTimeout);
        Become(Ready);
        Stash.UnstashAll();
        foreach (var run in Generations.Running(_state)) AskToBuild(run);
    }

    private void NoteAwake()
    {
        var whole = _services.Time.GetElapsedTime(_startStamp);
        _services.Instruments.OnAwake(_appender, whole);
        if (whole < SlowStart) return;
        _log.Info(
            "Tenant {0}: took {1:0.0} s to start, {2:0.0} s of it for the log since its snapshot, the rest for {3} ids",
            _tenantId, whole.TotalSeconds, _replayTime.TotalSeconds, _appender.DedupeIds);
    }

    private async Task<string> ProjectAtStartAsync()
    {
        var (state, log) = (_state, _log);
        if (await _projection.StartAsync(state))
            log.Error(
                "Tenant {0}: the registry was ahead of its log, which ends at row {1} (a restored backup?)",
                state.TenantId, state.Position);
        return "";
    }

    private void OnLoadFailed(Status.Failure failure)
    {
        _log.Error(failure.Cause, "Tenant {0}: the ids of its dedupe window can't be read", _tenantId);
        _services.Instruments.OnRecoveryFailed();
        _services.Gate.OnFailed(EntityIds.Tenant(_tenantId));
        foreach (var waiting in Stash.ClearStash())
            waiting.Sender.Tell(Refusal.Unavailable("the tenant's log can't be read now"));
        Context.Stop(Self);
    }
}
