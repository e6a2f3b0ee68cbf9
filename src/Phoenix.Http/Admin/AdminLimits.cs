namespace Phoenix.Http.Admin;

/// <summary>The limits of what the admin gateway takes and lists.</summary>
public static class AdminLimits
{
    /// <summary>The longest name of a tenant or leaderboard, in code points.</summary>
    public const int NameCodePointsMax = 200;

    /// <summary>The longest description of a leaderboard, in code points.</summary>
    public const int DescriptionCodePointsMax = 2_000;

    public const int ListLimit = 100;
    public const int ListLimitMax = 1_000;
}
