namespace Phoenix.Cluster.Domain.Scoring;

/// <summary>Receives what the rules give for one event.</summary>
public interface IContributionSink
{
    /// <summary>
    /// Rule <paramref name="rule"/> of board <paramref name="board"/> (its index in the plan) gives this many
    /// points × 1,000,000. Called in the order of boards, and of rules within a board.
    /// </summary>
    void Add(int board, int rule, long pointsMillionths);
}
