using Phoenix.Messages.Ids;

namespace Phoenix.Messages.Leaderboards;

/// <summary>Append-only: the numbers are in the log.</summary>
public enum LeaderboardStatus { Active = 0, Inactive = 1, Archived = 2 }

/// <summary>A leaderboard as the tenant's log defines it.</summary>
/// <param name="Version">1 when created, one more with every change of any kind.</param>
/// <param name="RulesVersion">The version of the engine's scoring rules that the config was checked against and is
/// scored by.</param>
/// <param name="OpenWindowsMax">How many windows may be open at once; fixed here so that a replay obeys the same
/// limit.</param>
/// <param name="DefinedAtPosition">The row of the log that created the board; it scores what stands behind it.</param>
public sealed record LeaderboardDefinition(
    TenantId TenantId, LeaderboardId LeaderboardId, string Name, string Description, LeaderboardStatus Status,
    int Version, int RulesVersion, int OpenWindowsMax, long DefinedAtPosition, long CreatedAtUs, long UpdatedAtUs,
    LeaderboardConfig Config)
{
    /// <summary>The scoring rules of this engine.</summary>
    public const int CurrentRulesVersion = 1;
}
