using Phoenix.Messages.Ids;
using Phoenix.Messages.Tenants;

namespace Phoenix.Messages.Leaderboards;

/// <summary>To a board: build this generation from the log, from its last checkpoint where it has one. Sent again until
/// the board is heard of; doing it twice is once.</summary>
/// <param name="RunId">The tenant's run; 0 where the generation serves already and the board has lost it.</param>
/// <param name="Head">The log's last row now.</param>
public sealed record BuildGeneration(
    TenantId TenantId, LeaderboardId LeaderboardId, long RunId, RebuildKind Kind, BoardGeneration Generation,
    long Head) : ILeaderboardMessage
{
    public override string ToString() =>
        $"BuildGeneration({TenantId}/{LeaderboardId}, {Kind} {Generation.Number}, run {RunId})";
}

/// <summary>To a board: give up this run and drop what it has built.</summary>
public sealed record StopBuilding(TenantId TenantId, LeaderboardId LeaderboardId, long RunId) : ILeaderboardMessage;
