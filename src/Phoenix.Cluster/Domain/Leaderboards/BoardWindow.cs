using Phoenix.Cluster.Domain.Ranking;
using Phoenix.Cluster.Domain.Windows;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Leaderboards;

/// <summary>One window of a board with its members. Its bounds were fixed when it was first used.</summary>
public sealed class BoardWindow
{
    public BoardWindow(
        Window bounds, UserIds users, Aggregation aggregation, RankingConfig ranking, bool ordersWhenAsked = false)
    {
        Bounds = bounds;
        Ranking = ranking;
        Members = new RankedSet(users, aggregation, ranking, ordersWhenAsked);
    }

    public Window Bounds { get; }
    public RankedSet Members { get; }

    /// <summary>How this window is ordered; a closed one keeps the order that it closed with.</summary>
    public RankingConfig Ranking { get; private set; }

    /// <summary>Final: nothing changes it any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The position of the last row that changed anything of the window's pages.</summary>
    public long Sequence { get; private set; }

    /// <summary>Changed since the last checkpoint.</summary>
    public bool IsDirty { get; private set; } = true;

    public void Touch(long position)
    {
        Sequence = position;
        IsDirty = true;
    }

    public void Reorder(RankingConfig ranking)
    {
        if (ranking == Ranking) return;
        Ranking = ranking;
        Members.Reorder(ranking);
    }

    public void Close()
    {
        IsClosed = true;
        IsDirty = true;
    }

    public void Restore(bool isClosed, long sequence)
    {
        IsClosed = isClosed;
        Sequence = sequence;
    }

    public void MarkClean()
    {
        Members.MarkClean();
        IsDirty = false;
    }
}
