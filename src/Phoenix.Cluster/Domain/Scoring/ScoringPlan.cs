using Phoenix.Messages.Events;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Scoring;

/// <summary>Receives what the rules give for one event.</summary>
public interface IContributionSink
{
    /// <summary>Rule <paramref name="rule"/> of board <paramref name="board"/> (its index in the plan) gives this many points × 1,000,000.</summary>
    void Add(int board, int rule, long pointsMillionths);
}

/// <summary>The scoring of a tenant's active boards at one moment of its log, compiled once and run for each event.</summary>
public sealed class ScoringPlan
{
    /// <summary>Compiles the rules of <paramref name="boards"/>; a board's place in the list is its index in the plan.</summary>
    public static ScoringPlan Compile(TenantId tenant, IReadOnlyList<LeaderboardDefinition> boards) =>
        throw new NotSupportedException();

    /// <summary>A scorer for one thread.</summary>
    public Scorer NewScorer() => throw new NotSupportedException();
}

/// <summary>Runs a plan; not thread-safe, keeps its buffers between events.</summary>
public sealed class Scorer
{
    /// <summary>Evaluates every board's filters, conditions and expressions on the event. Never throws for anything in the event.</summary>
    public void Score(EventRecord record, IContributionSink sink) => throw new NotSupportedException();
}
