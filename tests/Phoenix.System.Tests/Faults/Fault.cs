namespace Phoenix.System.Tests.Faults;

/// <summary>One fault of a round.</summary>
/// <param name="Node">Which node; without a meaning where the fault is the database's or the whole cluster's.</param>
/// <param name="After">How long after the round's beginning.</param>
/// <param name="Step">By how much a clock goes wrong.</param>
internal sealed record Fault(FaultKind Kind, int Node, TimeSpan After, TimeSpan Duration, TimeSpan Step = default)
{
    public bool IsOfDatabase => Kind is FaultKind.DatabaseKill or FaultKind.DatabaseRestart or FaultKind.DatabaseFreeze
        or FaultKind.JournalLock or FaultKind.ConnectionsEnded or FaultKind.ConnectionsTaken or FaultKind.WritesSlow
        or FaultKind.WritesFailing or FaultKind.DiskFull;

    /// <summary>Whether it befalls more than one node.</summary>
    public bool IsOfNodes => Kind is FaultKind.NodeKillInHandOver or FaultKind.RollingRestart or FaultKind.ClusterCrash
        or FaultKind.CutIntoIslands;

    /// <summary>Whether both may befall the cluster at once: neither undoes the other.</summary>
    public bool IsApartFrom(Fault other) => IsOfDatabase || other.IsOfDatabase
        ? IsOfDatabase != other.IsOfDatabase
        : Node != other.Node && !IsOfNodes && !other.IsOfNodes;

    public override string ToString() =>
        $"{Kind}{(IsOfDatabase || Kind is FaultKind.RollingRestart or FaultKind.ClusterCrash or FaultKind.CutIntoIslands
            ? "" : $" of node {Node}")}"
        + $"{(Step == default ? "" : $" by {Step.TotalSeconds:0} s")} after {After.TotalSeconds:0.0} s"
        + $" for {Duration.TotalSeconds:0.0} s";
}
