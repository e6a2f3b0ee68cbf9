namespace Phoenix.Cluster.Leaderboards;

/// <summary>What rebuilds and verifications of one node may take together, so that ingestion and queries are not
/// starved.</summary>
/// <param name="share">Of one core's time, all of them together; above 0, at most 1.</param>
internal sealed class RebuildBudget(double share)
{
    private int _runs;

    public void Enter() => Interlocked.Increment(ref _runs);

    public void Leave() => Interlocked.Decrement(ref _runs);

    /// <summary>How long a run is to rest after it has worked that long.</summary>
    public TimeSpan RestAfter(TimeSpan worked) =>
        worked * Math.Max(0, (Math.Max(1, Volatile.Read(ref _runs)) / share) - 1);
}
