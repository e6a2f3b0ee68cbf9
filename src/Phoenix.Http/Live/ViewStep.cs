namespace Phoenix.Http.Live;

/// <summary>The way from one state of a view to a later one.</summary>
/// <param name="From">The number of the earlier state.</param>
/// <param name="Before">That state.</param>
internal sealed record ViewStep(long From, ViewState Before, ViewDelta Delta)
{
    /// <summary>This way, which leads to state <paramref name="number"/>, and then the next; null where that begins
    /// elsewhere.</summary>
    public ViewStep? Then(long number, ViewStep? next)
    {
        if (next?.From != number) return null;
        var delta = Delta.Then(next.Delta);
        // Who came and went in between was never seen.
        var seen = Before.Entries.Select(e => e.UserId).ToHashSet(StringComparer.Ordinal);
        return this with { Delta = delta with { Removed = [.. delta.Removed.Where(seen.Contains)] } };
    }
}
