namespace Phoenix.System.Tests.Faults;

/// <summary>How long a tenant's events were not acknowledged, by anyone.</summary>
internal sealed class OutageMeter
{
    private readonly Lock _lock = new();
    private TimeSpan _last = Timing.Now;
    private TimeSpan _lastAttempt;

    public TimeSpan Longest { get; private set; }

    /// <summary>A new round: nothing was silent yet.</summary>
    public void Begin()
    {
        lock (_lock) (_last, Longest) = (Timing.Now, TimeSpan.Zero);
    }

    public void Acknowledged(TimeSpan attemptedAt)
    {
        lock (_lock)
        {
            var now = Timing.Now;
            if (now - _last > Longest) Longest = now - _last;
            _last = now;
            if (attemptedAt > _lastAttempt) _lastAttempt = attemptedAt;
        }
    }

    /// <summary>Whether an attempt that began after this was acknowledged.</summary>
    public bool HasAcceptedSince(TimeSpan time)
    {
        lock (_lock) return _lastAttempt > time;
    }
}
