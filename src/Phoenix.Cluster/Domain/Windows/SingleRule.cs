namespace Phoenix.Cluster.Domain.Windows;

/// <summary>One window, and nothing beside it.</summary>
internal sealed class SingleRule(Window only) : WindowRule
{
    // All instants share one slot of the calendar's memory.
    public override long UsualLengthUs => long.MaxValue;

    public override bool TryFind(long instantUs, out Window window)
    {
        window = only;
        return only.Contains(instantUs);
    }

    public override bool TryParseKey(string key, out Window window)
    {
        window = only;
        return true;
    }
}
