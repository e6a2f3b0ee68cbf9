namespace Phoenix.System.Tests.Faults;

/// <summary>One fault of a round.</summary>
/// <param name="Node">Which node; without a meaning where the fault is the database's or the whole cluster's.</param>
/// <param name="After">How long after the round's beginning.</param>
internal sealed record Fault(FaultKind Kind, int Node, TimeSpan After, TimeSpan Duration)
{
    public bool IsOfDatabase => Kind is FaultKind.DatabaseKill or FaultKind.DatabaseRestart or FaultKind.DatabaseFreeze
        or FaultKind.JournalLock or FaultKind.ConnectionsEnded;

    public bool IsOfAllNodes => Kind is FaultKind.RollingRestart or FaultKind.ClusterCrash;

    public bool IsOfNetwork => Kind is FaultKind.CutFromNodes or FaultKind.CutFromNodesOneWay
        or FaultKind.CutFromDatabase or FaultKind.CutFromAll;

    public override string ToString() =>
        $"{Kind}{(IsOfDatabase || IsOfAllNodes ? "" : $" of node {Node}")} after {After.TotalSeconds:0.0} s"
        + $" for {Duration.TotalSeconds:0.0} s";
}
