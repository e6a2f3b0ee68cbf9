using Phoenix.Cluster.Tests.Domain.Ranking;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Tests.Differential;

/// <summary>A window as the list of all that was contributed to it.</summary>
internal sealed class NaiveWindow(NaiveBounds bounds, RankingConfig ranking)
{
    public NaiveBounds Bounds { get; } = bounds;
    public List<Contribution> Contributions { get; } = [];
    public RankingConfig Ranking { get; set; } = ranking;
    public bool IsClosed { get; set; }
    public long Sequence { get; set; }

    /// <summary>The ranked, in order.</summary>
    public List<Standing> Standings(Aggregation aggregation) =>
        NaiveRanking.Of(Contributions, aggregation, Ranking);
}
