using Akka.Actor;
using Akka.Event;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Feed;

/// <content>What the boards made of the last events, told when somebody asks; scoring keeps no verdicts.</content>
internal sealed partial class FeedActor
{
    /// <summary>From the tenant actor for who asked it; answered by <see cref="RecentEventsReply"/>.</summary>
    /// <param name="Rows">Oldest first.</param>
    public sealed record DescribeRecent(
        IReadOnlyList<LogRow> Rows, int Limit, IReadOnlyList<PositionedDefinition> Definitions, long AcceptedTotal,
        long Head);

    private void OnDescribeRecent(DescribeRecent query)
    {
        // A board that has not answered yet stands no further back than the row that defined it.
        var boards = query.Definitions.GroupBy(d => d.Definition.LeaderboardId, d => d.Definition.DefinedAtPosition - 1)
            .Select(b => new BoardProgress(b.Key, Math.Max(b.Last(), _cursors.GetValueOrDefault(b.Key)?.Acknowledged ?? 0)))
            .OrderBy(b => b.LeaderboardId.Value, StringComparer.Ordinal).ToList();
        var (verdicts, log) = (new RecentVerdicts(_tenantId, _leaderboards), _log);
        Task.Run(() => verdicts.DescribeAsync(query, boards)).PipeTo(Sender, Self, failure: cause =>
        {
            log.Error(cause, "Tenant {0}: its recent events can't be described", _tenantId);
            return new Refusal(ErrorCode.InternalError, "the recent events can't be described");
        });
    }
}
