using Akka.Actor;
using Akka.Event;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Feed;

/// <content>What the boards made of the last events, told when somebody asks; scoring keeps no verdicts.</content>
internal sealed partial class FeedActor
{
    /// <summary>From the tenant actor for who asked it; answered by <see cref="RecentEventsReply"/>.</summary>
    /// <param name="Rows">Oldest first.</param>
    /// <param name="ActivatedAt">The rows from which boards serve what they were scored again by.</param>
    public sealed record DescribeRecent(
        IReadOnlyList<LogRow> Rows, int Limit, IReadOnlyList<PositionedDefinition> Definitions,
        IReadOnlyDictionary<LeaderboardId, long> ActivatedAt, long AcceptedTotal, long Head);

    private void OnDescribeRecent(DescribeRecent query)
    {
        // A board that has not answered yet stands no further back than the row that defined it.
        var boards = query.Definitions.Select(d => d.Definition).DistinctBy(d => d.LeaderboardId)
            .Select(d => new BoardProgress(d.LeaderboardId, Math.Max(d.DefinedAtPosition - 1, AcknowledgedBy(d))))
            .OrderBy(b => b.LeaderboardId.Value, StringComparer.Ordinal).ToList();
        var (verdicts, log) = (new RecentVerdicts(_tenantId, _leaderboards), _log);
        Task.Run(() => verdicts.DescribeAsync(query, boards)).PipeTo(Sender, Self, failure: cause =>
        {
            log.Error(cause, "Tenant {0}: its recent events can't be described", _tenantId);
            return new Refusal(ErrorCode.InternalError, "the recent events can't be described");
        });
    }

    private long AcknowledgedBy(LeaderboardDefinition board) =>
        _cursors.TryGetValue(board.LeaderboardId, out var cursor) ? cursor.Acknowledged : 0;
}
