namespace Phoenix.Messages.Leaderboards;

/// <summary>Append-only: the numbers are on the wire.</summary>
public enum LiveFilter { None = 0, TopN = 1, Around = 2, Users = 3 }

/// <summary>What a live socket watches of a board. Two views are equal where they show the same.</summary>
/// <param name="WindowKey">As in <see cref="StandingsScope"/>: null and <c>current</c> follow the clock.</param>
/// <param name="Page">From 1; of no effect with <see cref="LiveFilter.Around"/> and
/// <see cref="LiveFilter.Users"/>.</param>
/// <param name="PageSize">Rows of a page, or around a user.</param>
/// <param name="TopN">With <see cref="LiveFilter.TopN"/>: pages end at this place; else 0.</param>
/// <param name="UserIds">The users of <see cref="LiveFilter.Users"/>, or the one of <see cref="LiveFilter.Around"/>;
/// else none.</param>
public sealed record LiveView(
    string? WindowKey, int Page, int PageSize, LiveFilter Filter, int TopN, IReadOnlyList<string> UserIds)
{
    public bool Equals(LiveView? other) =>
        other is not null && WindowKey == other.WindowKey && Page == other.Page && PageSize == other.PageSize
        && Filter == other.Filter && TopN == other.TopN && UserIds.SequenceEqual(other.UserIds, StringComparer.Ordinal);

    public override int GetHashCode() => HashCode.Combine(
        WindowKey, Page, PageSize, Filter, TopN, UserIds.Count, UserIds.Count == 0 ? null : UserIds[0]);
}
