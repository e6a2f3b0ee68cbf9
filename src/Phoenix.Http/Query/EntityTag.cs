using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Query;

/// <summary>A page's weak ETag: the same while window, sequence and status are, though time moves on.</summary>
public static class EntityTag
{
    public static string Of(StandingsPage page) => string.Create(
        CultureInfo.InvariantCulture,
        $"W/\"{page.Window.Key}.{page.Sequence}.{StandingsJson.NameOf(page.Window.Status)}\"");

    /// <summary>A snapshot's: only a new revision changes it.</summary>
    public static string Of(SnapshotReply snapshot) => string.Create(
        CultureInfo.InvariantCulture,
        $"W/\"{snapshot.Page.Window.Key}.{snapshot.Page.Sequence}.snapshot.{snapshot.Revision}\"");

    /// <summary>Does <c>If-None-Match</c> name the tag, compared weakly? What is no list of tags names none.</summary>
    public static bool IsNamedBy(StringValues ifNoneMatch, string tag)
    {
        if (ifNoneMatch.Count == 0) return false;
        if (ifNoneMatch.Count == 1 && ifNoneMatch[0] == tag) return true;
        if (!EntityTagHeaderValue.TryParseList([.. ifNoneMatch.OfType<string>()], out var tags)) return false;
        var mine = EntityTagHeaderValue.Parse(tag);
        return tags.Any(given =>
            given.Equals(EntityTagHeaderValue.Any) || given.Compare(mine, useStrongComparison: false));
    }
}
