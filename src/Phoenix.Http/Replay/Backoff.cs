namespace Phoenix.Http.Replay;

/// <summary>
/// How long to wait before a request is sent again: exponential with "equal jitter" (half fixed, half random), never
/// less than the server's <c>Retry-After</c>.
/// Source: M. Brooker, Exponential Backoff And Jitter, AWS Architecture Blog, 2015.
/// </summary>
public static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>The wait after the given failed attempt.</summary>
    /// <param name="attempt">0 for the first.</param>
    /// <param name="retryAfter">What the server asked for; null where it asked nothing.</param>
    /// <param name="random">In [0, 1).</param>
    public static TimeSpan After(int attempt, TimeSpan? retryAfter, double random)
    {
        // The shift is bounded first: 2^attempt would overflow long before a replay gives up.
        var full = First * Math.Pow(2, Math.Min(attempt, 16));
        if (full > Longest) full = Longest;
        var wait = full * (0.5 + (random / 2));
        return retryAfter is { } asked && asked > wait ? asked : wait;
    }
}
