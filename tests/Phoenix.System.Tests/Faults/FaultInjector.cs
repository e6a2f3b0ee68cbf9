using Npgsql;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Faults;

/// <summary>Does to the cluster what a schedule says. A fault that has returned is over: what it broke is there
/// again.</summary>
internal sealed class FaultInjector(FaultCluster cluster)
{
    public async Task InjectAsync(Fault fault)
    {
        await Timing.PassAsync(fault.After);
        await (fault.Kind switch
        {
            FaultKind.NodeKill => KillAsync(cluster.Nodes[fault.Node], fault.Duration),
            FaultKind.NodePause => PauseAsync(cluster.Nodes[fault.Node], fault.Duration),
            FaultKind.RollingRestart => RollAsync(),
            FaultKind.ClusterCrash => CrashAsync(fault.Duration),
            FaultKind.DatabaseKill => KillDatabaseAsync(fault.Duration),
            FaultKind.DatabaseRestart => cluster.Server.RestartAsync(),
            FaultKind.DatabaseFreeze => FreezeDatabaseAsync(fault.Duration),
            FaultKind.JournalLock => LockJournalAsync(fault.Duration),
            FaultKind.ConnectionsEnded => EndConnectionsAsync(fault.Duration),
            _ => CutAsync(fault),
        });
    }

    private static async Task KillAsync(SupervisedNode node, TimeSpan duration)
    {
        await node.KillAsync();
        await Timing.PassAsync(duration);
        node.Start();
    }

    private static async Task PauseAsync(SupervisedNode node, TimeSpan duration)
    {
        node.Pause();
        await Timing.PassAsync(duration);
        node.Resume();
    }

    private async Task RollAsync()
    {
        foreach (var node in cluster.Nodes)
        {
            await node.TerminateAsync();
            node.Start();
            await cluster.IsReadyAsync();
        }
    }

    private async Task CrashAsync(TimeSpan duration)
    {
        await Task.WhenAll(cluster.Nodes.Select(node => node.KillAsync()));
        await Timing.PassAsync(duration);
        foreach (var node in cluster.Nodes) node.Start();
    }

    private async Task KillDatabaseAsync(TimeSpan duration)
    {
        await cluster.Server.CrashAsync();
        await Timing.PassAsync(duration);
        await cluster.Server.StartAgainAsync();
    }

    private async Task FreezeDatabaseAsync(TimeSpan duration)
    {
        cluster.Server.Freeze();
        await Timing.PassAsync(duration);
        cluster.Server.Thaw();
    }

    private async Task LockJournalAsync(TimeSpan duration)
    {
        await using var connection = new NpgsqlConnection(cluster.Database + ";Pooling=false");
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("LOCK TABLE journal IN EXCLUSIVE MODE", connection, transaction);
        await command.ExecuteNonQueryAsync();
        await Timing.PassAsync(duration);
        await transaction.RollbackAsync();
    }

    private async Task EndConnectionsAsync(TimeSpan duration)
    {
        var end = Timing.Now + duration;
        do
        {
            await PostgresServer.TerminateConnectionsAsync(cluster.Database);
            await Timing.PassAsync(TimeSpan.FromMilliseconds(500));
        }
        while (Timing.Now < end);
    }

    private async Task CutAsync(Fault fault)
    {
        var network = cluster.Network!;
        var others = Enumerable.Range(0, FaultCluster.Size).Where(other => other != fault.Node).ToList();
        var cuts = new List<(int Node, string Address)>();
        if (fault.Kind is not FaultKind.CutFromDatabase)
            cuts.AddRange(others.Select(other => (fault.Node, network.HostOf(other))));
        if (fault.Kind is FaultKind.CutFromNodes or FaultKind.CutFromAll)
            cuts.AddRange(others.Select(other => (other, network.HostOf(fault.Node))));
        if (fault.Kind is FaultKind.CutFromDatabase or FaultKind.CutFromAll)
            cuts.Add((fault.Node, network.DatabaseHost));
        foreach (var (node, address) in cuts) await network.CutAsync(node, address);
        await Timing.PassAsync(fault.Duration);
        foreach (var (node, address) in cuts) await network.HealAsync(node, address);
    }
}
