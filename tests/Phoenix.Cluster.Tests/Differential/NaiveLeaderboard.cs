using System.Text;
using Phoenix.Cluster.Tests.Domain.Ranking;
using Phoenix.Cluster.Tests.Domain.Scoring;
using Phoenix.Messages.Events;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Tests.Differential;

/// <summary>One board by the contract's words, row after row: lists, sorting, trees over a DOM, the system's timezones.
/// Nothing of the engine's domain is in it.</summary>
internal sealed class NaiveLeaderboard(Func<string, NaiveExpression> expressionOf)
{
    private readonly List<NaiveWindow> _windows = [];
    private NaiveCalendar? _calendar;
    private long _closedToUs = long.MinValue;

    public LeaderboardDefinition? Definition { get; private set; }

    /// <summary>The windows that were used, by start.</summary>
    public IEnumerable<NaiveWindow> Windows => _windows.OrderBy(w => w.Bounds.Start);

    public int Contributions => _windows.Sum(w => w.Contributions.Count);

    /// <summary>The log's clock moves with every row.</summary>
    public void AdvanceTo(long acceptedAtUs)
    {
        if (Definition is not { } definition || definition.Config.Timeframe.GraceSeconds < 0) return;
        _closedToUs = Math.Max(_closedToUs, acceptedAtUs - (definition.Config.Timeframe.GraceSeconds * 1_000_000L));
        foreach (var window in _windows.Where(w => w.Bounds.EndUs != long.MaxValue && w.Bounds.EndUs <= _closedToUs))
            window.IsClosed = true;
    }

    public void Define(LeaderboardDefinition definition, long position)
    {
        var isReordered = Definition is { } former && former.Config.Ranking != definition.Config.Ranking;
        if (Definition?.Config.Timeframe is not { } frame
            || frame with { GraceSeconds = definition.Config.Timeframe.GraceSeconds } != definition.Config.Timeframe)
            _calendar = new NaiveCalendar(definition.Config.Timeframe);
        Definition = definition;
        if (!isReordered) return;
        foreach (var window in _windows.Where(w => !w.IsClosed))
            (window.Ranking, window.Sequence) = (definition.Config.Ranking, position);
    }

    /// <summary>The swap to a generation shows every window anew.</summary>
    public void TouchAll(long position) => _windows.ForEach(w => w.Sequence = position);

    public void Score(EventRecord record, long position)
    {
        if (Definition is not { Status: LeaderboardStatus.Active } definition) return;
        foreach (var (_, _, points) in new NaiveEvent(record).Score([definition.Config], expressionOf))
        {
            if (FindOrOpen(definition, record.OccurredAtUs) is not { } window) continue;
            window.Contributions.Add(
                new Contribution(Encoding.UTF8.GetString(record.UserId), points, record.OccurredAtUs));
            window.Sequence = position;
        }
    }

    private NaiveWindow? FindOrOpen(LeaderboardDefinition definition, long at)
    {
        if (_calendar!.Find(DateTime.UnixEpoch.AddMicroseconds(at)) is not { } bounds) return null;
        if (_windows.Find(w => w.Bounds == bounds) is { } known) return known.IsClosed ? null : known;
        if (bounds.EndUs != long.MaxValue && bounds.EndUs <= _closedToUs) return null;
        if (_windows.Count(w => !w.IsClosed) >= definition.OpenWindowsMax) return null;
        var window = new NaiveWindow(bounds, definition.Config.Ranking);
        _windows.Add(window);
        return window;
    }
}
