namespace Phoenix.Http.Live;

/// <summary>How often a client may speak: so many messages a second, and a burst.</summary>
internal sealed class InboundRate(TimeProvider time)
{
    public const int PerSecond = 20;
    public const int Burst = 100;

    private double _tokens = Burst;
    private long _stamp = time.GetTimestamp();

    /// <summary>Counts one message; false: that is too many.</summary>
    public bool Take()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(Burst, _tokens + (time.GetElapsedTime(_stamp, now).TotalSeconds * PerSecond));
        _stamp = now;
        if (_tokens < 1) return false;
        _tokens--;
        return true;
    }

    /// <summary>Until the next message is welcome.</summary>
    public Task PauseAsync(CancellationToken cancellation) =>
        Task.Delay(TimeSpan.FromSeconds(1.0 / PerSecond), time, cancellation);
}
