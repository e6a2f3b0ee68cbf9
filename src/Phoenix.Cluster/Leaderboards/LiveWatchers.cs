using Akka.Actor;
using Phoenix.Cluster.Domain;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Leaderboards;

/// <summary>The hubs that watch one board. Each frame is computed once and sent to every hub that has the
/// view.</summary>
internal sealed class LiveWatchers(TimeProvider time)
{
    /// <summary>Frames are at least this far apart.</summary>
    private static readonly TimeSpan FrameInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>A hub that was silent for this long is gone: it renews every few seconds.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(15);

    private readonly Dictionary<IActorRef, LiveWatcher> _watchers = [];
    private readonly LiveViews _views = new();
    private IReadOnlyList<WindowSequence> _sequences = [];
    private TimeSpan _pause;
    private long _frameStamp;

    public bool IsEmpty => _watchers.Count == 0;

    /// <summary>True: this hub is new.</summary>
    public bool Watch(IActorRef hub, WatchStandings message)
    {
        var isNew = !_watchers.TryGetValue(hub, out var watcher);
        if (isNew) _watchers.Add(hub, watcher = new LiveWatcher(hub, _views));
        watcher!.HeardStamp = time.GetTimestamp();
        watcher.Watch(message);
        return isNew;
    }

    public void Forget(IActorRef hub)
    {
        if (_watchers.Remove(hub, out var watcher)) watcher.Forget();
    }

    /// <summary>Those that have been silent for too long.</summary>
    public IReadOnlyList<IActorRef> Silent() =>
        [.. _watchers.Values.Where(w => time.GetElapsedTime(w.HeardStamp) > SilenceMax).Select(w => w.Hub)];

    /// <summary>Views of windows in the history whose rows are to be read; each is named once.</summary>
    public IReadOnlyList<(FinalWindow Window, LiveView View)> TakeWanted() => _views.TakeWanted();

    /// <summary>The rows have come; null: they could not be read and are wanted again.</summary>
    public void Put(FinalWindow window, LiveView view, StandingsEntry[]? rows) => _views.Put(window, view, rows);

    /// <summary>Sends every hub what has changed since the last frames, unless those are too recent.</summary>
    public void Show(Board board)
    {
        var started = time.GetTimestamp();
        if (_frameStamp != 0 && time.GetElapsedTime(_frameStamp, started) < _pause) return;
        var changed = _views.Refresh(board, time.GetUtcNow().ToUnixMicroseconds());
        var hasMoved = !_sequences.SequenceEqual(_views.Windows);
        _sequences = _views.Windows;
        var computed = time.GetTimestamp();
        var hasSent = false;
        foreach (var watcher in _watchers.Values) hasSent |= watcher.Send(changed, hasMoved, board);
        if (!hasSent) return;
        _frameStamp = computed;
        // A board that many odd views make slow still has most of its time for its rows and queries.
        var spent = time.GetElapsedTime(started, computed);
        _pause = spent * 3 > FrameInterval ? spent * 3 : FrameInterval;
    }

    /// <summary>Tells every hub that there is nothing to see for it, and forgets them.</summary>
    public void Refuse(Refusal refusal)
    {
        foreach (var watcher in _watchers.Values)
        {
            watcher.Refuse(refusal);
            watcher.Forget();
        }
        _watchers.Clear();
    }
}
