using Phoenix.Messages.Ids;

namespace Phoenix.Messages.Leaderboards;

/// <summary>A view under the number by which the hub knows it.</summary>
/// <param name="IsAfresh">Send it whole, though it may have been sent before.</param>
public sealed record WatchedView(int ViewId, LiveView View, bool IsAfresh);

/// <summary>
/// A hub (the sender) watches these views of the board, until it says otherwise or is silent for a while. Answered by
/// <see cref="StandingsChanged"/> for each view that it has not had, and from then on whenever one changes.
/// </summary>
/// <param name="Session">Chosen by the hub and named in all that it is sent; with a new one everything is sent
/// afresh.</param>
/// <param name="Round">Grows with every renewal.</param>
/// <param name="IsWhole">This ends a renewal: views that were not named in this round are watched no more.</param>
public sealed record WatchStandings(
    TenantId TenantId, LeaderboardId LeaderboardId, long Session, long Round, bool IsWhole,
    IReadOnlyList<WatchedView> Views) : ILeaderboardMessage
{
    public override string ToString() =>
        $"WatchStandings({TenantId}/{LeaderboardId}, session {Session}, round {Round}, {Views.Count} views)";
}
