namespace Phoenix.System.Tests.Faults;

/// <summary>Does to the cluster what a schedule says. A fault that has returned is over: what it broke is there
/// again.</summary>
internal sealed class FaultInjector(FaultCluster cluster)
{
    private static readonly TimeSpan IntoHandOver = TimeSpan.FromMilliseconds(300);

    private readonly DatabaseFaults _database = new(cluster.Server, cluster.Database, cluster.Place.Disk);

    public async Task InjectAsync(Fault fault)
    {
        await Timing.PassAsync(fault.After);
        var (node, duration) = (cluster.Nodes[fault.Node], fault.Duration);
        await (fault.Kind switch
        {
            FaultKind.NodeKill => KillAsync(node, duration),
            FaultKind.NodeKillInHandOver => KillInHandOverAsync(node, cluster.NodeOf(fault.Node + 1), duration),
            FaultKind.NodePause => PauseAsync(node, duration),
            FaultKind.RollingRestart => RollAsync(),
            FaultKind.ClusterCrash => CrashAsync(duration),
            FaultKind.ClockSkew or FaultKind.ClockStep => StepClockAsync(fault),
            FaultKind.DatabaseKill => _database.KillAsync(duration),
            FaultKind.DatabaseRestart => cluster.Server.RestartAsync(),
            FaultKind.DatabaseFreeze => _database.FreezeAsync(duration),
            FaultKind.JournalLock => _database.LockJournalAsync(duration),
            FaultKind.ConnectionsEnded => _database.EndConnectionsAsync(duration),
            FaultKind.ConnectionsTaken => _database.TakeConnectionsAsync(duration),
            FaultKind.WritesSlow => _database.HinderWritesAsync(seconds: 8, failing: 0, duration),
            FaultKind.WritesFailing => _database.HinderWritesAsync(seconds: 0, failing: 50, duration),
            FaultKind.DiskFull => _database.FillDiskAsync(duration),
            _ => CutAsync(CutsOf(fault), duration),
        });
    }

    private static async Task KillAsync(SupervisedNode node, TimeSpan duration)
    {
        await node.KillAsync();
        await Timing.PassAsync(duration);
        node.Start();
    }

    private static async Task KillInHandOverAsync(SupervisedNode leaving, SupervisedNode next, TimeSpan duration)
    {
        var end = leaving.TerminateAsync();
        await Timing.PassAsync(IntoHandOver);
        await next.KillAsync();
        await end;
        await Timing.PassAsync(duration);
        leaving.Start();
        next.Start();
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

    private async Task StepClockAsync(Fault fault)
    {
        var clocks = cluster.Place.Clocks!;
        clocks.GoWrongBy(fault.Node, fault.Step);
        await Timing.PassAsync(fault.Duration);
        clocks.GoWrongBy(fault.Node, TimeSpan.Zero);
    }

    private async Task CutAsync(IReadOnlyList<(int Node, string Address)> cuts, TimeSpan duration)
    {
        foreach (var (node, address) in cuts) await cluster.Place.Network!.CutAsync(node, address);
        await Timing.PassAsync(duration);
        foreach (var (node, address) in cuts) await cluster.Place.Network!.HealAsync(node, address);
    }

    /// <summary>Which node's packets to which address are lost.</summary>
    private List<(int Node, string Address)> CutsOf(Fault fault)
    {
        var network = cluster.Place.Network!;
        var (nodes, node) = (Enumerable.Range(0, FaultCluster.Size), fault.Node);
        var pairs = nodes.SelectMany(from => nodes.Where(to => to != from).Select(to => (From: from, To: to)));
        var cuts = pairs.Where(pair => fault.Kind switch
        {
            FaultKind.CutIntoIslands => true,
            FaultKind.CutFromNodes or FaultKind.CutFromAll => pair.From == node || pair.To == node,
            FaultKind.CutFromNodesOneWay => pair.From == node,
            _ => false,
        }).Select(pair => (pair.From, network.HostOf(pair.To))).ToList();
        if (fault.Kind is FaultKind.CutFromDatabase or FaultKind.CutFromAll) cuts.Add((node, network.DatabaseHost));
        return cuts;
    }
}
