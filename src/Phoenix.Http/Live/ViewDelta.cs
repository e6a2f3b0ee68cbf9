using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Live;

/// <summary>What leads from one state of a view to a later one: users taken out, rows put in by user.</summary>
internal sealed record ViewDelta(IReadOnlyList<StandingsEntry> Changed, IReadOnlyList<string> Removed)
{
    /// <summary>The rows with this applied, by place.</summary>
    public StandingsEntry[] Apply(IReadOnlyList<StandingsEntry> entries)
    {
        var gone = Changed.Select(e => e.UserId).Concat(Removed).ToHashSet(StringComparer.Ordinal);
        var after = entries.Where(e => !gone.Contains(e.UserId)).Concat(Changed).ToArray();
        Array.Sort(after, static (a, b) => a.Place.CompareTo(b.Place));
        return after;
    }

    /// <summary>This and then <paramref name="next"/>, as one.</summary>
    public ViewDelta Then(ViewDelta next)
    {
        var touched = next.Changed.Select(e => e.UserId).ToHashSet(StringComparer.Ordinal);
        var removed = next.Removed.ToHashSet(StringComparer.Ordinal);
        var changed = Changed.Where(e => !touched.Contains(e.UserId) && !removed.Contains(e.UserId))
            .Concat(next.Changed).OrderBy(e => e.Place).ToArray();
        // Who left and came back is a row again; who came and left may be named, though nobody has the row.
        removed.UnionWith(Removed.Where(u => !touched.Contains(u)));
        return new ViewDelta(changed, [.. removed]);
    }
}
