namespace Phoenix.System.Tests.Faults;

/// <summary>What a schedule may do to nodes, database, network, disk and clocks.</summary>
internal enum FaultKind
{
    /// <summary>SIGKILL of a node; started again after the duration.</summary>
    NodeKill,

    /// <summary>SIGTERM of a node, and SIGKILL of the next one while that hands over.</summary>
    NodeKillInHandOver,

    /// <summary>SIGSTOP of a node, and SIGCONT after the duration.</summary>
    NodePause,

    /// <summary>SIGTERM of one node after the other, each started again and awaited.</summary>
    RollingRestart,

    /// <summary>SIGKILL of all nodes at once, and a cold start.</summary>
    ClusterCrash,

    /// <summary>A node's clock goes wrong by less than is tolerated, and right again after the duration.</summary>
    ClockSkew,

    /// <summary>A node's clock steps by hours, forth or back, and back again after the duration.</summary>
    ClockStep,

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

    /// <summary>Others hold every connection that the database allows, but what the nodes can snatch.</summary>
    ConnectionsTaken,

    /// <summary>Each write of log and checkpoints takes up to 8 s.</summary>
    WritesSlow,

    /// <summary>One in two writes of log and checkpoints is refused by the database.</summary>
    WritesFailing,

    /// <summary>The database's disk is full for the duration.</summary>
    DiskFull,

    /// <summary>Node and others don't hear each other for the duration.</summary>
    CutFromNodes,

    /// <summary>The node's packets don't reach the others; theirs reach it.</summary>
    CutFromNodesOneWay,

    /// <summary>No node hears another: there is no majority anywhere.</summary>
    CutIntoIslands,

    /// <summary>The node's packets don't reach the database.</summary>
    CutFromDatabase,

    /// <summary>The node is cut off from the other nodes and from the database; clients still reach it.</summary>
    CutFromAll,
}
