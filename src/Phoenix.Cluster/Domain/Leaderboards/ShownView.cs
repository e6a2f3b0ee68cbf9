using Phoenix.Cluster.Domain.Windows;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Leaderboards;

/// <summary>A watched view as it was last computed, and what led there from the state before.</summary>
public sealed class ShownView(LiveView view)
{
    public LiveView View => view;

    /// <summary>How many watch it.</summary>
    public int Watchers { get; set; }

    /// <summary>One more with every change; 0: never computed.</summary>
    public long Version { get; private set; }

    /// <summary>Null where there is nothing to show: see <see cref="Refusal"/>.</summary>
    public ViewRows? Rows { get; private set; }

    public Refusal? Refusal { get; private set; }

    /// <summary>From the version before to this one; null where they have nothing in common.</summary>
    public ViewDiff? Diff { get; private set; }

    /// <summary>The board's position at which the view was last brought up to date.</summary>
    public long Position { get; private set; } = -1;

    /// <summary>How many rows it may cost to compute.</summary>
    public int RowsMax => view.Filter == LiveFilter.Users ? view.UserIds.Count : view.PageSize;

    /// <summary>What it shows may be another's now: its window is not what it was.</summary>
    public void Invalidate() => Position = -1;

    /// <summary>Brings the view up to the board's position; true: what it shows has changed.</summary>
    /// <param name="bounds">The window that its key means now; null: none, and why.</param>
    /// <param name="history">Rows of windows that are no longer in memory; while they are not here either, the view
    /// stays as it is.</param>
    public bool Refresh(Board board, Window? bounds, Refusal? refusal, FinalViews history)
    {
        Position = board.Position;
        if (bounds is not { } window) return Refuse(refusal!);
        var final = board.FindFinal(window.StartUs);
        var sequence = board.SequenceOf(window.StartUs);
        if (Rows is { } rows && rows.WindowKey == window.Key && rows.Sequence == sequence) return false;
        if (final is not null)
        {
            if (history.Find(final, view) is { } entries)
                return Show(new ViewRows(window.Key, sequence, final.Total, entries));
            Invalidate();
            return false;
        }
        return Show(ViewReader.Read(board, window, view));
    }

    private bool Show(ViewRows after)
    {
        var diff = Rows is { } before && before.WindowKey == after.WindowKey
            ? ViewDiff.Between(before.Entries, after.Entries) : null;
        var isChanged = diff is null || !diff.IsEmpty || Rows!.Total != after.Total;
        Rows = after;
        if (!isChanged) return false;
        (Diff, Refusal) = (diff, null);
        Version++;
        return true;
    }

    private bool Refuse(Refusal refusal)
    {
        if (Refusal == refusal) return false;
        (Rows, Diff, Refusal) = (null, null, refusal);
        Version++;
        return true;
    }
}
