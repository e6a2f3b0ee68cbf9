namespace Phoenix.Cluster.Leaderboards;

/// <summary>How boards are kept. Durations; each with its default.</summary>
public sealed class LeaderboardOptions
{
    /// <summary>A changed board is checkpointed this often. Default 5 s.</summary>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>… or after this many entries. Default 100,000.</summary>
    public int CheckpointEntries { get; set; } = 100_000;

    /// <summary>A board that only moved on, with nothing changed, is checkpointed this often. Default 30 s.</summary>
    public TimeSpan MoveCheckpointInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A board without messages for this long goes to sleep. Default 2 minutes.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a query waits for the log to be applied. Default 2 s, as the contract says.</summary>
    public TimeSpan QueryWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Queries that may wait at one board; beyond it 503. Default 5,000.</summary>
    public int WaitingQueriesMax { get; set; } = 5_000;

    /// <summary>What all rebuilds of a node may take of one core's time together; above 0, at most 1. Default
    /// 0.5.</summary>
    public double RebuildShare { get; set; } = 0.5;

    /// <summary>A rebuild is checkpointed this often; a crash costs as much. Default 30 s.</summary>
    public TimeSpan RebuildCheckpointInterval { get; set; } = TimeSpan.FromSeconds(30);
}
