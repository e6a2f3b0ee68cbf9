using Phoenix.Cluster.Domain.Windows;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Leaderboards;

/// <summary>The views of a board that somebody watches, each computed once however many watch it.</summary>
/// <remarks>
/// <see cref="Refresh"/> brings every page to one position. Views of single users, of which each socket may have its
/// own, share <see cref="UserRowsPerTick"/>: what is beyond it has its turn at a later tick, so with ten times as many
/// rows each has one a second.
/// </remarks>
public sealed class LiveViews
{
    /// <summary>Rows of views of single users that one tick may compute.</summary>
    public const int UserRowsPerTick = 10_000;

    private readonly Dictionary<LiveView, ShownView> _views = [];
    private readonly Dictionary<string, KeyedWindow> _windows = new(StringComparer.Ordinal);
    private readonly List<ShownView> _pages = [];
    private readonly List<ShownView> _users = [];
    private readonly FinalViews _history = new();
    private int _turn;
    private long _position = -1;
    private bool _hasNew;

    /// <summary>The windows that are shown, with their sequences.</summary>
    public IReadOnlyList<WindowSequence> Windows { get; private set; } = [];

    /// <summary>Whether views of single users wait for their turn.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>One more watches the view.</summary>
    public ShownView Add(LiveView view)
    {
        if (!_views.TryGetValue(view, out var shown))
        {
            _views.Add(view, shown = new ShownView(view));
            var key = view.WindowKey ?? "";
            if (!_windows.TryGetValue(key, out var window)) _windows.Add(key, window = new KeyedWindow());
            window.Views.Add(shown);
            ListOf(view).Add(shown);
            _hasNew = true;
        }
        shown.Watchers++;
        return shown;
    }

    /// <summary>One less watches it.</summary>
    public void Remove(ShownView shown)
    {
        if (--shown.Watchers > 0) return;
        _history.Forget(shown.View);
        var key = shown.View.WindowKey ?? "";
        _views.Remove(shown.View);
        ListOf(shown.View).Remove(shown);
        _windows[key].Views.Remove(shown);
        if (_windows[key].Views.Count == 0) _windows.Remove(key);
    }

    /// <summary>Brings the views up to the board's position; the result are those that have changed.</summary>
    public IReadOnlyList<ShownView> Refresh(Board board, long nowUs)
    {
        var isRolling = Resolve(board, nowUs);
        if (!isRolling && !_hasNew && !IsBehind && _position == board.Position) return [];
        (_position, _hasNew) = (board.Position, false);
        var changed = new List<ShownView>();
        foreach (var shown in _pages) Refresh(board, shown, changed);
        RefreshUsers(board, changed);
        Windows =
        [
            .. _windows.Values.Where(w => w.Bounds is not null).Select(w => w.Bounds!.Value).DistinctBy(w => w.StartUs)
                .Select(w => new WindowSequence(w.Key, board.SequenceOf(w.StartUs))),
        ];
        return changed;
    }

    /// <summary>Views of windows in the history whose rows are to be read; each is named once.</summary>
    public IReadOnlyList<(FinalWindow Window, LiveView View)> TakeWanted() => _history.TakeWanted();

    /// <summary>The rows have come; null: they could not be read and are wanted again.</summary>
    public void Put(FinalWindow window, LiveView view, StandingsEntry[]? rows)
    {
        _history.Put(window, view, rows);
        _hasNew = true;
    }

    private void RefreshUsers(Board board, List<ShownView> changed)
    {
        var (left, budget) = (_users.Count, UserRowsPerTick);
        for (; left > 0 && budget > 0; left--)
        {
            _turn = (_turn + 1) % _users.Count;
            var shown = _users[_turn];
            if (shown.Position == board.Position) continue;
            budget -= shown.RowsMax;
            Refresh(board, shown, changed);
        }
        IsBehind = left > 0;
    }

    private void Refresh(Board board, ShownView shown, List<ShownView> changed)
    {
        var window = _windows[shown.View.WindowKey ?? ""];
        if (shown.Refresh(board, window.Bounds, window.Refusal, _history)) changed.Add(shown);
    }

    /// <summary>Finds what each key means now; true: for one at least that is another window than before.</summary>
    private bool Resolve(Board board, long nowUs)
    {
        var isRolling = false;
        foreach (var (key, window) in _windows)
        {
            var scope = new StandingsScope(key.Length == 0 ? null : key, nowUs, 0);
            isRolling |= window.Set(BoardReader.Find(board, scope, out var bounds), bounds);
        }
        return isRolling;
    }

    private List<ShownView> ListOf(LiveView view) =>
        view.Filter is LiveFilter.Around or LiveFilter.Users ? _users : _pages;

    /// <summary>The window that a key means now, or why there is none; and the views of that key.</summary>
    private sealed class KeyedWindow
    {
        public List<ShownView> Views { get; } = [];
        public Window? Bounds { get; private set; }
        public Refusal? Refusal { get; private set; }

        public bool Set(Refusal? refusal, Window bounds)
        {
            Window? found = refusal is null ? bounds : null;
            if (found == Bounds && refusal == Refusal) return false;
            (Bounds, Refusal) = (found, refusal);
            foreach (var view in Views) view.Invalidate();
            return true;
        }
    }
}
