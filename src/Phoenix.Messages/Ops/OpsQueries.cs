using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Messages.Ops;

/// <summary>A question or order to this node's ops actor, from the admin gateway of the same node; it never
/// travels.</summary>
public interface IOpsQuery : Akka.Actor.INoSerializationVerificationNeeded;

/// <summary>Answered by <see cref="ClusterState"/>: the cluster as this node sees it.</summary>
public sealed record GetClusterState : IOpsQuery;

/// <summary>Makes a member hand over what it holds and end. Answered by <see cref="MemberChanged"/> or a
/// refusal.</summary>
public sealed record LeaveCluster(string Address) : IOpsQuery;

/// <summary>Takes a member out without its consent. Answered by <see cref="MemberChanged"/> or a refusal.</summary>
public sealed record DownMember(string Address) : IOpsQuery;

/// <summary>What lives where, asked of every engine node. Answered by <see cref="ShardingState"/>.</summary>
/// <param name="Region">One region only; null: all.</param>
/// <param name="ShardId">One shard only; null: all.</param>
/// <param name="EntitiesMax">Entities named per node at the most; 0: they are counted only.</param>
public sealed record GetShardingState(string? Region, string? ShardId, int EntitiesMax) : IOpsQuery;

/// <summary>Answered by <see cref="TenantDetails"/> or a refusal (not found). Wakes no tenant.</summary>
public sealed record GetTenantDetails(TenantId TenantId) : IOpsQuery;

/// <summary>Answered by <see cref="BoardDetails"/> or a refusal (not found). Wakes the board, as a query
/// does.</summary>
public sealed record GetBoardDetails(TenantId TenantId, LeaderboardId LeaderboardId) : IOpsQuery;

/// <summary>Rows of a tenant's log, in order. Answered by <see cref="LogPage"/> or a refusal (not found).</summary>
public sealed record GetLog(TenantId TenantId, long After, int Limit) : IOpsQuery;

/// <summary>What of the sharded entities lives on this very node: from one node's ops actor to another's. Answered by
/// <see cref="NodeShardsReply"/>.</summary>
/// <param name="EntityId">This entity only; null: all.</param>
/// <param name="EntitiesMax">Entities named at the most; 0: they are counted only.</param>
public sealed record GetNodeShards(string? Region, string? ShardId, string? EntityId, int EntitiesMax);

/// <summary>How a board stands in its entity's memory, whatever it lags behind. Answered by
/// <see cref="BoardStateReply"/> or a refusal.</summary>
public sealed record GetBoardState(TenantId TenantId, LeaderboardId LeaderboardId) : ILeaderboardMessage;
