using Akka.Actor;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Messages.Ops;

/// <summary>The cluster as one node sees it.</summary>
/// <param name="Self">That node's address.</param>
/// <param name="Leader">The member that lets others join and leave; null while none is agreed on.</param>
/// <param name="Oldest">The member on which singletons and the shards' coordinators live.</param>
/// <param name="Members">By age, the oldest first.</param>
public sealed record ClusterState(string Self, string? Leader, string? Oldest, IReadOnlyList<ClusterMember> Members)
    : INoSerializationVerificationNeeded;

/// <param name="Status">As Akka calls it, in lower case: <c>joining</c>, <c>up</c>, <c>leaving</c>, …</param>
/// <param name="IsReachable">As the failure detectors of all members see it.</param>
public sealed record ClusterMember(
    string Address, IReadOnlyList<string> Roles, string Status, bool IsReachable, string Version);

/// <summary>What is being done about a member; it shows in <see cref="ClusterState"/> when it is done.</summary>
public sealed record MemberChanged(string Address, string Status) : INoSerializationVerificationNeeded;

/// <summary>Every engine node's shards.</summary>
/// <param name="Silent">Nodes that did not answer in time; what they hold is missing from
/// <paramref name="Nodes"/>.</param>
/// <param name="Boards">Of the leaderboards' entities named in <paramref name="Nodes"/>: who they are.</param>
public sealed record ShardingState(
    IReadOnlyList<NodeShardsReply> Nodes, IReadOnlyList<string> Silent,
    IReadOnlyDictionary<string, BoardName> Boards) : INoSerializationVerificationNeeded;

/// <summary>A board by its ids.</summary>
public sealed record BoardName(string TenantId, string LeaderboardId);

/// <summary>What lives on one node.</summary>
public sealed record NodeShardsReply(string Address, IReadOnlyList<NodeShard> Shards);

/// <summary>One shard on one node.</summary>
/// <param name="Entities">How many are awake.</param>
/// <param name="EntityIds">Some of them, as many as were asked for.</param>
public sealed record NodeShard(string Region, string ShardId, int Entities, IReadOnlyList<string> EntityIds);

/// <summary>A tenant for its operator.</summary>
/// <param name="Node">Where it is awake; null: nowhere, or on a node that did not answer.</param>
/// <param name="Head">The last row of its log; 0: none.</param>
/// <param name="Floor">The first row that its log still holds; 1 unless retention has deleted some.</param>
public sealed record TenantDetails(
    TenantReply Tenant, string ShardId, string? Node, long Head, long Floor, IReadOnlyList<BoardStanding> Boards)
    : INoSerializationVerificationNeeded;

/// <summary>One board of a tenant.</summary>
/// <param name="Position">How far it has applied the log, as the tenant's feed knows; null while the tenant
/// sleeps.</param>
/// <param name="CheckpointPosition">How far it would go on from after a restart; null: from its definition.</param>
public sealed record BoardStanding(LeaderboardDefinition Definition, long? Position, long? CheckpointPosition);

/// <summary>A board for its operator: its entity's state, and what the store holds of it.</summary>
public sealed record BoardDetails(
    LeaderboardDefinition Definition, string ShardId, string? Node, long Head, BoardStateReply State,
    long? CheckpointPosition, int CheckpointCount, long CheckpointBytes) : INoSerializationVerificationNeeded;

/// <summary>A board as it stands in memory.</summary>
/// <param name="Position">The last row applied.</param>
/// <param name="Users">Distinct users over all windows in memory.</param>
/// <param name="MemoryBytes">What windows and users occupy.</param>
/// <param name="WindowCount">All windows in memory.</param>
/// <param name="Windows">The latest of them, newest first.</param>
public sealed record BoardStateReply(
    long Position, long AcceptedAtUs, int Users, long MemoryBytes, int WindowCount,
    IReadOnlyList<BoardWindowState> Windows);

/// <param name="Members">Everyone with a score in it.</param>
/// <param name="Ranked">Those that the score limit leaves on the board.</param>
public sealed record BoardWindowState(
    string WindowKey, long StartUs, long EndUs, WindowStatus Status, int Members, int Ranked, long SizeBytes);

/// <summary>Rows of a log.</summary>
/// <param name="Head">The last row of the log, whether or not it is among them.</param>
public sealed record LogPage(IReadOnlyList<LogPageRow> Rows, long Head) : INoSerializationVerificationNeeded;

/// <summary>A row of a log with its position.</summary>
public sealed record LogPageRow(long Position, ITenantEvent Event);
