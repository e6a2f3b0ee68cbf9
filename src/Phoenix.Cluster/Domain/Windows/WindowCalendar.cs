using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Windows;

/// <summary>A window: the instants from start to before end.</summary>
/// <param name="StartUs">Microseconds since the Unix epoch; <see cref="long.MinValue"/> where it has no start.</param>
/// <param name="EndUs">Likewise; <see cref="long.MaxValue"/> where it has no end.</param>
public readonly record struct Window(string Key, long StartUs, long EndUs)
{
    public bool Contains(long instantUs) => StartUs <= instantUs && instantUs < EndUs;
}

/// <summary>Cuts time into a board's windows. Immutable; thread-safe.</summary>
public sealed class WindowCalendar
{
    /// <summary>Of a config that <see cref="Check"/> finds nothing wrong with.</summary>
    public static WindowCalendar Of(TimeframeConfig timeframe) => throw new NotSupportedException();

    /// <summary>Adds one error for each broken rule; fields are named as in the config, e.g. <c>config.timeframe.timezone</c>.</summary>
    public static void Check(TimeframeConfig timeframe, ICollection<FieldError> errors) => throw new NotSupportedException();

    /// <summary>The window that holds the instant; false where none does (custom periods).</summary>
    public bool TryFind(long instantUs, out Window window) => throw new NotSupportedException();

    /// <summary>The window with this key; false where the key is malformed or none of this calendar's.</summary>
    public bool TryParseKey(string key, out Window window) => throw new NotSupportedException();
}
