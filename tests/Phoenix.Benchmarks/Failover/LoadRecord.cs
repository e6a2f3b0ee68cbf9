using System.Collections.Concurrent;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.Benchmarks.Failover;

/// <summary>What all clients saw in one phase of the load.</summary>
internal sealed class LoadRecord
{
    /// <summary>A tenant whose events are acknowledged at least this often is not away.</summary>
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<Acknowledged> _acknowledged = new();
    private readonly ConcurrentDictionary<string, int> _failures = new();
    private int _postponed;
    private int _unconnected;

    private sealed record Acknowledged(string Tenant, TimeSpan First, TimeSpan Attempt, TimeSpan At);

    public static TimeSpan Now => TimeProvider.System.GetElapsedTime(0);

    /// <summary>Events that were answered with 202.</summary>
    public int Accepted => _acknowledged.Count;

    /// <summary>Answers of 503 with <c>Retry-After</c>.</summary>
    public int Postponed => _postponed;

    /// <summary>Attempts that met nobody: the client goes to the next node at once.</summary>
    public int Unconnected => _unconnected;

    /// <summary>Every other end of an attempt, by its kind: what a client notices.</summary>
    public IReadOnlyDictionary<string, int> Failures => _failures;

    /// <param name="tenant">Whose event.</param>
    /// <param name="first">When it was first sent.</param>
    /// <param name="attempt">When it was sent this time.</param>
    public void OnAccepted(string tenant, TimeSpan first, TimeSpan attempt) =>
        _acknowledged.Enqueue(new Acknowledged(tenant, first, attempt, Now));

    public void OnPostponed() => Interlocked.Increment(ref _postponed);

    public void OnUnconnected() => Interlocked.Increment(ref _unconnected);

    public void OnFailure(string kind) => _failures.AddOrUpdate(kind, 1, (_, count) => count + 1);

    /// <summary>Events of this tenant that were answered with 202.</summary>
    public int AcceptedOf(string tenant) => _acknowledged.Count(a => a.Tenant == tenant);

    /// <summary>Awaits that each tenant has accepted an event that was sent after this moment.</summary>
    public Task EveryTenantAcceptsAsync(IReadOnlyCollection<string> tenants, TimeSpan since) =>
        Condition.BecomesTrueAsync(
            () => Task.FromResult(
                _acknowledged.Where(a => a.Attempt > since).Select(a => a.Tenant).Distinct().Count() == tenants.Count),
            () => "Not every tenant accepts events again.");

    /// <summary>When after this moment a tenant accepts as ever, by the end of its last gap, and how long it accepted
    /// nothing at all, by the longest; zero where there was none.</summary>
    public (TimeSpan Until, TimeSpan Longest) GapsAfter(string tenant, TimeSpan moment)
    {
        var (last, until, longest) = (moment, TimeSpan.Zero, TimeSpan.Zero);
        foreach (var at in _acknowledged.Where(a => a.Tenant == tenant && a.At > moment).Select(a => a.At).Order())
        {
            if (at - last > LongestGap) until = at - moment;
            if (at - last > LongestGap && at - last > longest) longest = at - last;
            last = at;
        }
        return (until, longest);
    }

    /// <summary>The longest that an event took from its first sending to its acknowledgement.</summary>
    public TimeSpan Slowest => _acknowledged.Max(a => a.At - a.First);
}
