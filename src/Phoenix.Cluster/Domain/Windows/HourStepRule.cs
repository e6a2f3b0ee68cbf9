namespace Phoenix.Cluster.Domain.Windows;

/// <summary>Custom windows of a number of hours each, one after the other, whatever the local clock does.</summary>
internal sealed class HourStepRule(long firstStartUs, int hours) : WindowRule
{
    public override long UsualLengthUs { get; } = hours * CalendarRange.HourUs;

    public override bool TryFind(long instantUs, out Window window)
    {
        window = default;
        if (instantUs < firstStartUs) return false;
        var startUs = instantUs - ((instantUs - firstStartUs) % UsualLengthUs);
        window = new Window(WindowKeys.OfInstant(startUs), startUs, startUs + UsualLengthUs);
        return true;
    }

    public override bool TryParseKey(string key, out Window window)
    {
        window = default;
        return WindowKeys.TryReadInstant(key, out var startUs) && TryFind(startUs, out window);
    }
}
