namespace Phoenix.Cluster.Domain.Windows;

/// <summary>Windows between numbered boundaries of the local calendar.</summary>
/// <remarks>
/// The window of an instant lies between the last boundary that is not after it and the next one, as instants. Where a
/// clock change jumps over more than one boundary, they are one instant and the windows between them don't exist.
/// </remarks>
internal abstract class CalendarRule(ZoneTimeline zone) : WindowRule
{
    protected ZoneTimeline Zone { get; } = zone;

    public override bool TryFind(long instantUs, out Window window)
    {
        window = WindowFrom(NumberAt(instantUs));
        return true;
    }

    public override bool TryParseKey(string key, out Window window)
    {
        var read = TryReadKey(key, out var number);
        window = read ? WindowFrom(number) : default;
        return read;
    }

    /// <summary>The number of the boundary at which the window that holds the instant begins.</summary>
    protected long NumberAt(long instantUs)
    {
        // The boundary last passed by local time has been reached; after a clock was set back, so may the next have
        // been.
        var number = LastNotAfter(Zone.LocalOf(instantUs));
        while (BoundaryUs(number + 1) <= instantUs) number++;
        return number;
    }

    /// <summary>The local time of a boundary; grows with its number.</summary>
    protected abstract long LocalBoundaryUs(long number);

    /// <summary>The number of the last boundary whose local time is not after the given one.</summary>
    protected abstract long LastNotAfter(long localUs);

    /// <summary>The key of the window that begins at this boundary.</summary>
    protected abstract string KeyOf(long number, long startUs);

    /// <summary>The number of the boundary at which the window that the key would name begins.</summary>
    protected abstract bool TryReadKey(string key, out long number);

    /// <summary>The instant of a boundary.</summary>
    protected virtual long BoundaryUs(long number) => Zone.InstantOf(LocalBoundaryUs(number));

    private Window WindowFrom(long number)
    {
        var startUs = BoundaryUs(number);
        return new Window(KeyOf(number, startUs), startUs, BoundaryUs(number + 1));
    }
}
