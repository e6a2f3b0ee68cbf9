namespace Phoenix.System.Tests.Faults;

/// <summary>What a schedule may do to nodes, database and network.</summary>
internal enum FaultKind
{
    /// <summary>SIGKILL of a node; started again after the duration.</summary>
    NodeKill,

    /// <summary>SIGSTOP of a node, and SIGCONT after the duration.</summary>
    NodePause,

    /// <summary>SIGTERM of one node after the other, each started again and awaited.</summary>
    RollingRestart,

    /// <summary>SIGKILL of all nodes at once, and a cold start.</summary>
    ClusterCrash,

    /// <summary>SIGKILL of the postmaster and its children; started again after the duration.</summary>
    DatabaseKill,

    /// <summary>An orderly restart of PostgreSQL.</summary>
    DatabaseRestart,

    /// <summary>SIGSTOP of all of PostgreSQL's processes for the duration.</summary>
    DatabaseFreeze,

    /// <summary>The journal's table is locked against writes for the duration.</summary>
    JournalLock,

    /// <summary>Every connection to the database is ended, again and again for the duration.</summary>
    ConnectionsEnded,

    /// <summary>Node and others don't hear each other for the duration.</summary>
    CutFromNodes,

    /// <summary>The node's packets don't reach the others; theirs reach it.</summary>
    CutFromNodesOneWay,

    /// <summary>The node's packets don't reach the database.</summary>
    CutFromDatabase,

    /// <summary>The node is cut off from the other nodes and from the database; clients still reach it.</summary>
    CutFromAll,
}
