using Akka.Actor;
using Phoenix.Cluster.Feed;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Tenants;

/// <content>Questions about what the log has taken lately.</content>
internal sealed partial class TenantActor
{
    // Not state: rows of the log, kept for those who watch it.
    private readonly RecentLog _recent = new();

    /// <summary>The feed knows how far the boards are; it answers.</summary>
    private void OnGetRecentEvents(GetRecentEvents query)
    {
        if (_state.Created)
            _feed.Forward(new FeedActor.DescribeRecent(
                _recent.Rows, query.Limit, _state.Definitions, ActivatedAt(), _state.AcceptedTotal, _state.Position));
        else
            Sender.Tell(new Refusal(ErrorCode.Forbidden, "the tenant is not known here"));
    }

    private Dictionary<LeaderboardId, long> ActivatedAt() => _state.Rebuilds.Values
        .Where(r => r.Serving?.ActivatedAt is not null)
        .ToDictionary(r => r.LeaderboardId, r => r.Serving!.ActivatedAt!.Value);
}
