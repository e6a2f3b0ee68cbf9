using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Leaderboards;

/// <summary>The end of a verification: compares final standings in the history with what the log comes to, row by
/// row.</summary>
internal sealed class HistoryComparison(HistoryStore store)
{
    private const int RowsAtOnce = 5_000;

    /// <summary>Goes on with a comparison that has seen all windows in memory.</summary>
    public async Task<VerificationReport> CompareAsync(
        StandingsComparison comparison, CancellationToken cancellation)
    {
        foreach (var (final, rebuilt) in comparison.Final)
        {
            for (var offset = 0; offset < rebuilt.Members.MemberCount; offset += RowsAtOnce)
            {
                var expected = comparison.RebuiltMembers(rebuilt, offset, RowsAtOnce);
                var found = await store.ReadMembersAsync(final.WindowId, offset, RowsAtOnce, cancellation);
                comparison.CompareFinal(final, expected, [.. found.Select(m => new FinalMemberView(
                    m.UserId, m.Rank ?? 0, m.Place, m.ScoreMillionths, m.EventCount, m.UpdatedAtUs))]);
            }
        }
        return comparison.Report;
    }
}
