using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Windows;

/// <summary>Cuts time into a board's windows. Thread-safe; equal calls give equal answers for ever.</summary>
/// <remarks>
/// Instants are microseconds since the Unix epoch, of the years 1 to 9999. Windows are named and bounded by the local
/// time of the config's timezone: see <see cref="ZoneTimeline"/> for boundaries that a clock change skips or repeats.
/// </remarks>
public sealed class WindowCalendar
{
    private const int RecentMask = 15;
    private readonly WindowRule _rule;
    private readonly Found?[] _recent = new Found?[RecentMask + 1];

    private WindowCalendar(WindowRule rule) => _rule = rule;

    /// <summary>Of a config that <see cref="Check"/> finds nothing wrong with.</summary>
    /// <exception cref="ArgumentException">The config is not a good one.</exception>
    public static WindowCalendar Of(TimeframeConfig timeframe)
    {
        var errors = new List<FieldError>();
        Check(timeframe, errors);
        if (errors.Count > 0) throw new ArgumentException($"{errors[0].Field} {errors[0].Message}", nameof(timeframe));
        return new WindowCalendar(WindowRule.Of(timeframe));
    }

    /// <summary>Adds one error for each broken rule; fields are named as in the config:
    /// <c>config.timeframe.timezone</c>.</summary>
    public static void Check(TimeframeConfig timeframe, ICollection<FieldError> errors) =>
        TimeframeRules.Check(timeframe, errors);

    /// <summary>The window that holds the instant; false where none does (custom periods, years outside 1 to
    /// 9999).</summary>
    public bool TryFind(long instantUs, out Window window)
    {
        window = default;
        if (instantUs is < CalendarRange.FirstUs or > CalendarRange.LastUs) return false;

        // Nearly every event falls into a window found shortly before. A slot is one reference, read and written whole,
        // to an object that never changes: threads that race cost each other a look-up, never a wrong window.
        ref var recent = ref _recent[(int)((ulong)instantUs / (ulong)_rule.UsualLengthUs) & RecentMask];
        if (recent is { } found && found.Window.Contains(instantUs))
        {
            window = found.Window;
            return true;
        }
        if (!_rule.TryFind(instantUs, out window)) return false;
        recent = new Found(window);
        return true;
    }

    /// <summary>The window with this key; false where the key is malformed or none of this calendar's.</summary>
    public bool TryParseKey(string key, out Window window)
    {
        // What a rule reads leniently is settled here: only the very key that the window bears names it.
        if (key.Length <= WindowRule.KeyLengthMax && _rule.TryParseKey(key, out window) && window.Key == key
            && window.StartUs < window.EndUs
            && window.StartUs <= CalendarRange.LastUs && window.EndUs > CalendarRange.FirstUs)
            return true;
        window = default;
        return false;
    }

    private sealed record Found(Window Window);
}
