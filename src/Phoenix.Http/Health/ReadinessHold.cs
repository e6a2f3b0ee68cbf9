namespace Phoenix.Http.Health;

/// <summary>Keeps <c>/ready</c> at 503 while this node still has something to set up. Thread-safe.</summary>
public sealed class ReadinessHold
{
    private volatile string? _reason;

    /// <summary>What is still to be done; null: nothing.</summary>
    public string? Reason
    {
        get => _reason;
        set => _reason = value;
    }
}
