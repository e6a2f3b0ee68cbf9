namespace Phoenix.Messages.Ids;

/// <summary>A leaderboard's id, unique within its tenant: 1–64 characters of <c>[A-Za-z0-9_-]</c>.</summary>
public readonly record struct LeaderboardId(string Value)
{
    /// <summary>True if <paramref name="text"/> may be a leaderboard's id.</summary>
    public static bool IsValid(string? text) => IdText.IsName(text);

    public override string ToString() => Value;
}
