using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Messages.Routing;

/// <summary>How messages find their entity: region names, and how many shards there are (never changed: rows of a
/// cluster rely on it).</summary>
public static class ShardTopology
{
    public const string TenantRegion = "tenant";
    public const string LeaderboardRegion = "leaderboard";
    public const int TenantShards = 60;
    public const int LeaderboardShards = 120;

    /// <summary>The shard of an entity: FNV-1a, 32 bits, over its characters; every value of the hash is a valid
    /// shard.</summary>
    /// <remarks>Not Akka's <c>HashCodeMessageExtractor</c>: its <c>Math.Abs(int.MinValue)</c> throws and restarts the
    /// region.</remarks>
    public static string ShardOf(string entityId, int shards)
    {
        var hash = 2166136261u;
        foreach (var c in entityId) hash = (hash ^ c) * 16777619u;
        return (hash % (uint)shards).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The entity that a message is for, or null where it is for none.</summary>
    public static string? EntityOf(object message) => message switch
    {
        ITenantMessage m => EntityIds.Tenant(m.TenantId),
        ILeaderboardMessage m => EntityIds.Leaderboard(m.TenantId, m.LeaderboardId),
        _ => null,
    };
}
