using Phoenix.Cluster.Domain.Ranking;
using Phoenix.Cluster.Domain.Windows;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Domain.Leaderboards;

/// <summary>
/// A leaderboard as a fold over its tenant's log: a pure function of the rows up to <see cref="Position"/>, however
/// they were batched, repeated or overlapped on their way.
/// </summary>
/// <remarks>Not thread-safe; owned by one actor.</remarks>
public sealed partial class Board
{
    private readonly SortedList<long, BoardWindow> _windows = [];
    private WindowCalendar? _calendar;
    private BoardWindow? _lastUsed;
    private long _nextCloseUs = long.MaxValue;
    private long _closedForEverUs = long.MinValue;
    private int _openWindows;

    /// <summary>A board that stands just before the row that defines it.</summary>
    public Board(long position) => Position = position;

    /// <summary>The last row applied.</summary>
    public long Position { get; private set; }

    /// <summary>The log's clock there.</summary>
    public long AcceptedAtUs { get; private set; }

    /// <summary>That row's random id.</summary>
    public ulong RowId { get; private set; }

    /// <summary>Null until the row that defines the board is applied.</summary>
    public LeaderboardDefinition? Definition { get; private set; }

    public TenantStatus TenantStatus { get; private set; }

    /// <summary>The users of all windows.</summary>
    public UserIds Users { get; } = new();

    /// <summary>The windows in memory, by start; those that are over and stored are
    /// <see cref="FinalWindows"/>.</summary>
    public IList<BoardWindow> Windows => _windows.Values;

    /// <summary>Windows that ended at or before this are closed whatever grace came later: nothing reopens.</summary>
    public long ClosedForEverUs => _closedForEverUs;

    /// <summary>When the next open window closes; null where none does.</summary>
    public long? NextCloseUs => _nextCloseUs == long.MaxValue ? null : _nextCloseUs;

    public WindowCalendar Calendar => _calendar ?? throw new InvalidOperationException("The board is not defined yet.");

    /// <summary>
    /// Takes rows <c>From..To</c> iff <c>From ≤ Position + 1</c>; rows that it has are skipped. False: rows are missing
    /// and nothing was taken.
    /// </summary>
    public bool TryApply(ApplyRows rows)
    {
        if (rows.From > Position + 1) return false;
        if (rows.To <= Position) return true;
        foreach (var section in rows.Sections)
        {
            if (section.Position > Position) Apply(section);
        }
        Advance(rows.ToAcceptedAtUs);
        (Position, RowId) = (rows.To, rows.ToRowId);
        LetLeave();
        return true;
    }

    /// <summary>The window in memory with these bounds' start, or null.</summary>
    public BoardWindow? FindWindow(long startUs) => _windows.TryGetValue(startUs, out var window) ? window : null;

    /// <summary>True for a window that is neither used nor closed: an event for it found too many open.</summary>
    public bool Lacks(long startUs) =>
        !IsUsed(startUs) && Calendar.TryFind(startUs, out var bounds) && bounds.StartUs == startUs
        && CloseTime(bounds.EndUs) > AcceptedAtUs && bounds.EndUs > _closedForEverUs;

    private void Apply(RowSection section)
    {
        Advance(section.AcceptedAtUs);
        if (section.Definition is { } definition) Define(definition, section.Position);
        if (section.ActivatedGeneration is not null) Activate(section.Position);
        if (section.TenantStatus is { } status) TenantStatus = status;
        if (section.Entries.Count == 0) return;
        for (var i = 0; i < section.Entries.Count; i++) Contribute(section.Entries[i], section);
    }

    private void Contribute(in ScoredEntry entry, RowSection section)
    {
        var window = FindOrOpen(entry.OccurredAtUs, section.AcceptedAtUs);
        if (window is null) return;
        var user = Users.GetOrAdd(entry.UserId.Span);
        window.Members.Contribute(user, entry.PointsMillionths, entry.OccurredAtUs);
        window.Touch(section.Position);
    }

    /// <summary>The window that takes an event of this time, or null where none does: outside, closed, or one too
    /// many.</summary>
    private BoardWindow? FindOrOpen(long occurredAtUs, long acceptedAtUs)
    {
        if (_lastUsed is { IsClosed: false } last && last.Bounds.Contains(occurredAtUs)) return last;
        if (!Calendar.TryFind(occurredAtUs, out var bounds)) return null;
        if (_windows.TryGetValue(bounds.StartUs, out var window)) return window.IsClosed ? null : _lastUsed = window;
        if (_final.ContainsKey(bounds.StartUs)) return null;
        if (CloseTime(bounds.EndUs) <= acceptedAtUs || bounds.EndUs <= _closedForEverUs) return null;
        if (_openWindows >= Definition!.OpenWindowsMax) return null;
        var config = Definition.Config;
        window = NewWindow(bounds, config.Ranking);
        Add(window);
        return _lastUsed = window;
    }

    private void Add(BoardWindow window)
    {
        _windows.Add(window.Bounds.StartUs, window);
        if (window.IsClosed) return;
        _openWindows++;
        _nextCloseUs = Math.Min(_nextCloseUs, CloseTime(window.Bounds.EndUs));
    }

    private void Advance(long acceptedAtUs)
    {
        AcceptedAtUs = Math.Max(AcceptedAtUs, acceptedAtUs);
        if (AcceptedAtUs < _nextCloseUs) return;
        foreach (var window in _windows.Values)
        {
            if (window.IsClosed || CloseTime(window.Bounds.EndUs) > AcceptedAtUs) continue;
            window.Close();
            _openWindows--;
        }
        FindNextClose();
    }

    private void Define(LeaderboardDefinition definition, long position)
    {
        var former = Definition;
        if (former is not null && former.Config.Timeframe.GraceSeconds >= 0)
        {
            var graceUs = former.Config.Timeframe.GraceSeconds * LogTime.PerSecond;
            _closedForEverUs = Math.Max(_closedForEverUs, AcceptedAtUs - graceUs);
        }
        Definition = definition;
        _calendar = WindowCalendar.Of(definition.Config.Timeframe);
        if (former is null) return;
        if (former.Config.Ranking != definition.Config.Ranking)
        {
            foreach (var window in _windows.Values.Where(w => !w.IsClosed))
            {
                window.Reorder(definition.Config.Ranking);
                window.Touch(position);
            }
        }
        FindNextClose();
    }

    private void FindNextClose()
    {
        _nextCloseUs = long.MaxValue;
        foreach (var window in _windows.Values)
        {
            if (!window.IsClosed) _nextCloseUs = Math.Min(_nextCloseUs, CloseTime(window.Bounds.EndUs));
        }
    }

    private long CloseTime(long endUs)
    {
        var grace = Definition!.Config.Timeframe.GraceSeconds;
        return endUs == long.MaxValue || grace < 0 ? long.MaxValue : endUs + (grace * LogTime.PerSecond);
    }

    /// <summary>Puts a checkpoint's head in place; its windows follow by <see cref="RestoreWindow"/>.</summary>
    internal void Restore(
        long position, long acceptedAtUs, ulong rowId, LeaderboardDefinition? definition, TenantStatus status,
        long closedForEverUs, long activatedAt)
    {
        ActivatedAt = activatedAt;
        (Position, AcceptedAtUs, RowId) = (position, acceptedAtUs, rowId);
        (Definition, TenantStatus, _closedForEverUs) = (definition, status, closedForEverUs);
        _calendar = definition is null ? null : WindowCalendar.Of(definition.Config.Timeframe);
    }

    /// <summary>The window as a checkpoint holds it, made if need be; the caller reads its members into it.</summary>
    internal BoardWindow RestoreWindow(Window bounds, bool isClosed, long sequence, RankingConfig ranking)
    {
        if (!_windows.TryGetValue(bounds.StartUs, out var window))
        {
            window = NewWindow(bounds, ranking);
            _windows.Add(bounds.StartUs, window);
        }
        window.Reorder(ranking);
        window.Restore(isClosed, sequence);
        return window;
    }

    /// <summary>Ends a restore: counts what is open and finds what closes next.</summary>
    internal void Restored()
    {
        _openWindows = _windows.Values.Count(w => !w.IsClosed);
        if (Definition is not null) FindNextClose();
        foreach (var window in _windows.Values) window.MarkClean();
    }
}
