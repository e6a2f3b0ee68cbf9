using Phoenix.Cluster.Domain.Windows;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Leaderboards;

/// <summary>What a board keeps in memory of a window whose final standings are in the history.</summary>
/// <param name="WindowId">Its number in the history.</param>
/// <param name="Revision">1; one more with each backfill that touched it.</param>
/// <param name="Total">How many are ranked; they have the places from 1 on.</param>
/// <param name="MemberCount">How many have a score, ranked or not.</param>
/// <param name="Size">How deep its pages go; null: no limit.</param>
/// <param name="Sequence">The last row of the log that changed its pages.</param>
/// <param name="Position">A position at which the board had it closed already.</param>
public sealed record FinalWindow(
    long WindowId, Window Bounds, int Revision, long Total, long MemberCount, int? Size, long Sequence, long Position)
{
    /// <summary>Which generation of the board made it.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>The revision of what this generation puts in its place.</summary>
    public int RevisionIn(int generation) => Generation < generation ? Revision + 1 : Revision;
}
