using System.Security.Cryptography;
using System.Text;
using Phoenix.Messages.Ids;

namespace Phoenix.Messages.Routing;

/// <summary>The only place that joins ids to entity and persistence ids.</summary>
/// <remarks>
/// A tenant's id is safe text of bounded length and stands as it is. Two ids are never joined with a character that
/// either may hold: a board's entity is a hash over both, each led by its length.
/// </remarks>
public static class EntityIds
{
    /// <summary>The tenant's entity in its shard region.</summary>
    public static string Tenant(TenantId tenant) => tenant.Value;

    /// <summary>The tenant's log in the journal.</summary>
    public static string TenantPersistence(TenantId tenant) => "tenant-" + tenant.Value;

    /// <summary>The leaderboard's entity in its shard region, and its key in the standings store: 32 lower-case hex
    /// digits.</summary>
    public static string Leaderboard(TenantId tenant, LeaderboardId board)
    {
        var text = $"{tenant.Value.Length}:{tenant.Value}{board.Value.Length}:{board.Value}";
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return Convert.ToHexStringLower(hash[..16]);
    }
}
