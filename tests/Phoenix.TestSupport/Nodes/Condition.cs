namespace Phoenix.TestSupport.Nodes;

/// <summary>Awaits what another process brings about and can't announce.</summary>
public static class Condition
{
    /// <summary>Generous: it ends a test that hangs, and measures nothing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Asks 40 times a second until the answer is yes.</summary>
    /// <exception cref="TimeoutException">It did not; the message is made by <paramref name="failure"/>.</exception>
    public static async Task BecomesTrueAsync(Func<Task<bool>> holds, Func<string> failure, TimeSpan? within = null)
    {
        using var patience = new CancellationTokenSource(within ?? Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (!await holds())
        {
            try
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException(failure());
            }
        }
    }
}
