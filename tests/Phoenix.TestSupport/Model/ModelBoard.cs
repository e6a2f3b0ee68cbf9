using System.Globalization;
using System.Text;
using Phoenix.Messages.Events;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.TestSupport.Model;

/// <summary>One board of the model: what its tenant's log says of it, row by row.</summary>
public sealed class ModelBoard
{
    private readonly List<ModelWindow> _windows = [];

    // A window that ends at or before this is closed, whatever comes.
    private Int128 _closedTo = Int128.MinValue;

    public LeaderboardDefinition? Definition { get; private set; }

    /// <summary>The windows that were used, by start.</summary>
    public IEnumerable<ModelWindow> Windows => _windows.OrderBy(w => w.StartUs);

    public Aggregation Aggregation => Definition!.Config.Scoring.Aggregation;

    /// <summary>Every row moves the time, whether or not it holds anything for the board.</summary>
    public void AdvanceTo(long acceptedAtUs)
    {
        if (Definition is not { } definition || definition.Config.Timeframe.GraceSeconds < 0) return;
        var closedTo = acceptedAtUs - (definition.Config.Timeframe.GraceSeconds * 1_000_000L);
        if (closedTo > _closedTo) _closedTo = closedTo;
        foreach (var window in _windows.Where(w => w.EndUs <= _closedTo && w.EndUs != long.MaxValue)) window.IsClosed = true;
    }

    public void Define(LeaderboardDefinition definition, long position)
    {
        var isReordered = Definition is { } former && former.Config.Ranking != definition.Config.Ranking;
        Definition = definition;
        if (!isReordered) return;
        foreach (var window in _windows.Where(w => !w.IsClosed))
        {
            window.Ranking = definition.Config.Ranking;
            window.Sequence = position;
        }
    }

    public void Score(EventRecord record, long position)
    {
        if (Definition is not { Status: LeaderboardStatus.Active } definition) return;
        foreach (var points in ModelScoring.PointsOf(record, definition.Config))
        {
            if (FindOrOpen(definition, record.OccurredAtUs) is not { } window) continue;
            window.Add(Encoding.UTF8.GetString(record.UserId), points, record.OccurredAtUs);
            window.Sequence = position;
        }
    }

    private ModelWindow? FindOrOpen(LeaderboardDefinition definition, long at)
    {
        var (key, start, end) = BoundsOf(definition.Config.Timeframe.Type, at);
        if (_windows.Find(w => w.Key == key) is { } window) return window.IsClosed ? null : window;
        if (end != long.MaxValue && end <= _closedTo) return null;
        if (_windows.Count(w => !w.IsClosed) >= definition.OpenWindowsMax) return null;
        window = new ModelWindow(key, start, end, definition.Config.Ranking);
        _windows.Add(window);
        return window;
    }

    /// <summary>Windows of UTC; other zones and resets are beyond the model.</summary>
    private static (string Key, long StartUs, long EndUs) BoundsOf(TimeframeType type, long at)
    {
        if (type == TimeframeType.AllTime) return ("all", long.MinValue, long.MaxValue);
        var time = DateTimeOffset.UnixEpoch.AddMicroseconds(at);
        var (length, format) = type switch
        {
            TimeframeType.Hourly => (TimeSpan.FromHours(1), "yyyy-MM-dd'T'HH"),
            TimeframeType.Daily => (TimeSpan.FromDays(1), "yyyy-MM-dd"),
            _ => throw new NotSupportedException($"The model doesn't know {type} windows."),
        };
        var start = new DateTimeOffset(time.Ticks - (time.Ticks % length.Ticks), TimeSpan.Zero);
        var startUs = (start - DateTimeOffset.UnixEpoch).Ticks / 10;
        return (start.ToString(format, CultureInfo.InvariantCulture), startUs, startUs + (length.Ticks / 10));
    }
}
