using Akka.Actor;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Leaderboards;

/// <summary>One hub that watches the board: the views that it named, and what it has been sent of them.</summary>
internal sealed class LiveWatcher(IActorRef hub, LiveViews shared)
{
    private readonly Dictionary<int, Watched> _views = [];
    private readonly Dictionary<ShownView, List<Watched>> _byShown = [];
    private readonly List<Watched> _unsent = [];
    private long _session;
    private long _number;
    private bool _isAnswerDue;

    public IActorRef Hub => hub;

    /// <summary>When it was last heard of.</summary>
    public long HeardStamp { get; set; }

    public void Watch(WatchStandings message)
    {
        if (message.Session != _session) Forget();
        _session = message.Session;
        foreach (var named in message.Views) Name(named, message.Round);
        if (!message.IsWhole) return;
        foreach (var gone in _views.Values.Where(v => v.Round < message.Round).ToList()) Drop(gone);
        _isAnswerDue = true;
    }

    /// <summary>Sends what the hub has not had: changes, whole views, and how far they have come.</summary>
    /// <returns>Whether anything but an answer to a renewal was sent.</returns>
    public bool Send(IReadOnlyList<ShownView> changed, bool hasMoved, Board board)
    {
        var before = _number;
        foreach (var shown in changed)
        {
            if (!_byShown.TryGetValue(shown, out var watching)) continue;
            foreach (var watched in watching) Send(watched);
        }
        foreach (var watched in _unsent)
        {
            // One whose turn has not come yet stands further back than the message behind all frames says.
            if (watched.IsUnsent && watched.Shown.Position == board.Position) Send(watched);
        }
        _unsent.RemoveAll(w => !w.IsUnsent);
        var hasSent = _number > before || hasMoved;
        if (!hasSent && !_isAnswerDue) return false;
        _isAnswerDue = false;
        hub.Tell(new StandingsMoved(_session, ++_number, board.Position, board.AcceptedAtUs, shared.Windows));
        return hasSent;
    }

    public void Refuse(Refusal refusal) => hub.Tell(new StandingsRefused(_session, refusal));

    /// <summary>Lets go of every view.</summary>
    public void Forget()
    {
        foreach (var watched in _views.Values) shared.Remove(watched.Shown);
        _views.Clear();
        _byShown.Clear();
        _unsent.Clear();
        _number = 0;
    }

    private void Name(WatchedView named, long round)
    {
        if (!_views.TryGetValue(named.ViewId, out var watched))
        {
            watched = new Watched(named.ViewId, shared.Add(named.View));
            _views.Add(named.ViewId, watched);
            if (!_byShown.TryGetValue(watched.Shown, out var watching)) _byShown.Add(watched.Shown, watching = []);
            watching.Add(watched);
            _unsent.Add(watched);
        }
        else if (named.IsAfresh)
        {
            watched.Version = Watched.Nothing;
            _unsent.Add(watched);
        }
        watched.Round = round;
    }

    private void Drop(Watched watched)
    {
        _views.Remove(watched.ViewId);
        var watching = _byShown[watched.Shown];
        watching.Remove(watched);
        if (watching.Count == 0) _byShown.Remove(watched.Shown);
        _unsent.Remove(watched);
        shared.Remove(watched.Shown);
    }

    private void Send(Watched watched)
    {
        var shown = watched.Shown;
        var diff = watched.Version == shown.Version - 1 ? shown.Diff : null;
        watched.Version = shown.Version;
        hub.Tell(shown.Rows is { } rows
            ? new StandingsChanged(
                _session, ++_number, watched.ViewId, diff is null, rows.WindowKey, rows.Sequence, rows.Total,
                diff?.Changed ?? rows.Entries, diff?.Removed ?? [])
            : new StandingsNotShown(_session, ++_number, watched.ViewId, shown.Refusal!));
    }

    private sealed class Watched(int viewId, ShownView shown)
    {
        public const long Nothing = -1;

        public int ViewId => viewId;
        public ShownView Shown => shown;

        /// <summary>The version that the hub has been sent.</summary>
        public long Version { get; set; } = Nothing;

        public bool IsUnsent => Version != shown.Version;

        public long Round { get; set; }
    }
}
