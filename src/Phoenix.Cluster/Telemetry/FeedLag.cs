using Phoenix.Messages.Ids;

namespace Phoenix.Cluster.Telemetry;

/// <summary>How far one tenant's boards are behind, published by its feed while one is and read by whoever
/// scrapes.</summary>
/// <param name="Seconds">The age of the oldest row that some board has not applied.</param>
/// <param name="Rows">The most rows that some board has not applied.</param>
/// <param name="Lagging">The boards that are behind by a second or more.</param>
internal sealed record FeedLag(TenantId TenantId, double Seconds, long Rows, IReadOnlyList<FeedLag.Board> Lagging)
{
    /// <summary>From this age of its oldest row on a board counts as lagging.</summary>
    public const double LaggingSeconds = 1;

    public sealed record Board(LeaderboardId LeaderboardId, double Seconds);
}
