using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Leaderboards;

/// <summary>What makes one state of a view into the next: <see cref="Removed"/> taken out, <see cref="Changed"/> put in
/// by user, and all sorted by place.</summary>
/// <param name="Changed">Rows that are new or differ in anything, by place.</param>
/// <param name="Removed">Users who are there no more.</param>
public sealed record ViewDiff(IReadOnlyList<StandingsEntry> Changed, IReadOnlyList<string> Removed)
{
    public bool IsEmpty => Changed.Count == 0 && Removed.Count == 0;

    public static ViewDiff Between(IReadOnlyList<StandingsEntry> before, IReadOnlyList<StandingsEntry> after)
    {
        var former = new Dictionary<string, StandingsEntry>(before.Count, StringComparer.Ordinal);
        foreach (var entry in before) former.Add(entry.UserId, entry);
        var changed = new List<StandingsEntry>();
        foreach (var entry in after)
        {
            if (!former.Remove(entry.UserId, out var same) || same != entry) changed.Add(entry);
        }
        return new ViewDiff(changed, [.. former.Keys]);
    }
}
