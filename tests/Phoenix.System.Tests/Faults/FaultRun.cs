using Akka.Actor;
using Npgsql;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Serialization;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Faults;

/// <summary>One run: rounds of load and faults, each followed by peace and by the comparison of all with the
/// log.</summary>
internal sealed class FaultRun(FaultOptions options, string logs, Action<string> tell)
{
    private const int Tenants = 3;
    private static readonly TimeSpan RecoveryMax = TimeSpan.FromSeconds(60);

    private readonly Findings _findings = new();

    /// <exception cref="InvalidOperationException">A promise was broken; the message names the seed and the
    /// logs.</exception>
    public async Task RunAsync()
    {
        await using var place = await FaultPlace.CreateAsync(FaultCluster.Size);
        await using var cluster = await FaultCluster.StartAsync(place, logs, _findings);
        using var system = ActorSystem.Create("log-reader");
        var journal = new JournalReader(
            new PostgreSqlDatabase(cluster.Database), new PhoenixSerializer((ExtendedActorSystem)system));
        var tenants = Enumerable.Range(0, Tenants)
            .Select(number => new TenantFaultRun(cluster, number, options.Seed, journal, _findings)).ToList();
        var summary = new FaultSummary(options, place.Lacks);
        tell($"PHOENIX_FAULTS_SEED={options.Seed}, rounds for {options.Duration.TotalSeconds:0} s");
        foreach (var tenant in tenants) await tenant.CreateAsync();
        try
        {
            var schedule = new FaultSchedule(options.Seed, FaultCluster.Size, [.. options.Kinds.Where(place.CanDo)]);
            var end = Timing.Now + options.Duration;
            do
            {
                var round = schedule.NextRound();
                tell($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {string.Join("; ", round)}");
                var recovery = await RoundAsync(cluster, tenants, round);
                summary.Add(round, tenants.Max(tenant => tenant.Load.Sender.Outage.Longest), recovery);
            }
            while (Timing.Now < end);
        }
        catch (Exception e) when (e is TimeoutException or StorageException)
        {
            throw new InvalidOperationException($"{e.Message}\n{_findings}", e);
        }
        finally
        {
            tell(summary.Tell(tenants, cluster.Nodes.Sum(node => node.SelfDowns)));
            await Task.WhenAll(tenants.SelectMany(tenant => tenant.Watchers).Select(watcher => watcher.EndAsync()));
        }
    }

    /// <summary>How long after the last fault every tenant accepted.</summary>
    private async Task<TimeSpan> RoundAsync(
        FaultCluster cluster, IReadOnlyList<TenantFaultRun> tenants, IReadOnlyList<Fault> round)
    {
        foreach (var tenant in tenants) tenant.Start();
        var injector = new FaultInjector(cluster);
        await Task.WhenAll(round.Select(injector.InjectAsync));

        var healed = Timing.Now;
        foreach (var tenant in tenants)
        {
            await Condition.BecomesTrueAsync(
                () => Task.FromResult(tenant.Load.Sender.Outage.HasAcceptedSince(healed)),
                () => $"{tenant.Tenant} accepted nothing within {RecoveryMax.TotalSeconds} s after the last fault",
                LeftOf(RecoveryMax, healed));
        }
        var accepting = Timing.Now;
        await cluster.IsReadyAsync();
        tell($"  all tenants accept {(accepting - healed).TotalSeconds:0.0} s after the last fault, all nodes are ready"
            + $" after {(Timing.Now - healed).TotalSeconds:0.0} s; the longest silence was"
            + $" {tenants.Max(tenant => tenant.Load.Sender.Outage.Longest).TotalSeconds:0.0} s");
        await Task.WhenAll(tenants.Select(tenant => tenant.EndAsync()));
        // Connections of before may be dead and not know it.
        NpgsqlConnection.ClearAllPools();
        foreach (var tenant in tenants) await tenant.CheckAsync();
        if (!_findings.IsEmpty) throw new InvalidOperationException($"{_findings}");
        return accepting - healed;
    }

    private static TimeSpan LeftOf(TimeSpan max, TimeSpan since) =>
        TimeSpan.FromMilliseconds(Math.Max(1, (max - (Timing.Now - since)).TotalMilliseconds));
}
