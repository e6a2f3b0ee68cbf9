namespace Phoenix.TestSupport.Engine;

/// <summary>How a line between two actors treats messages: the chance, 0 to 1, of each fault. Thread-safe.</summary>
public sealed class LossPlan(int seed)
{
    private readonly Random _random = new(seed);
    private readonly Lock _lock = new();

    public double Lost { get; init; }
    public double Doubled { get; init; }

    /// <summary>Held back, and delivered behind messages that come later.</summary>
    public double Delayed { get; init; }

    /// <summary>Joined with the rows before, which the board may have.</summary>
    public double Overlapping { get; init; }

    /// <summary>Delivered to a lingering old incarnation too.</summary>
    public double ToOld { get; init; }

    public bool Happens(double chance)
    {
        lock (_lock) return _random.NextDouble() < chance;
    }
}
