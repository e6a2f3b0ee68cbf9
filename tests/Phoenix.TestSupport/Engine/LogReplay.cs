using Phoenix.Cluster.Domain.Tenants;
using Phoenix.Cluster.Feed;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Routing;
using Phoenix.Messages.Serialization;

namespace Phoenix.TestSupport.Engine;

/// <summary>A tenant's log read from a node's files, scored row by row: what a board was at each position.</summary>
public static class LogReplay
{
    /// <summary>One message for each row of the log, as the board got them.</summary>
    /// <param name="directory">The node's data folder (SQLite).</param>
    public static async Task<IReadOnlyList<ApplyRows>> ReadAsync(
        string directory, TenantId tenant, LeaderboardId board)
    {
        var journal = new JournalReader(new SqliteDatabase(directory), new PhoenixSerializer(null!));
        var scoring = new RowScoring(tenant, RuleBook.At([], 0), id => id == board);
        var rows = await journal.ReadAsync(
            EntityIds.TenantPersistence(tenant), 1, long.MaxValue, int.MaxValue, CancellationToken.None);
        return [.. rows.Select(row => RecentRows.Join(tenant, board, [scoring.Score(row)], 0))];
    }
}
