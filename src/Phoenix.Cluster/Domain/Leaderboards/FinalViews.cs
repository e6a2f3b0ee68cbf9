using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Leaderboards;

/// <summary>Rows of watched views whose windows are in the history: what is to be read, and what was.</summary>
public sealed class FinalViews
{
    /// <summary>By window and view; null while they are being read.</summary>
    private readonly Dictionary<(long WindowId, LiveView View), StandingsEntry[]?> _rows = [];
    private readonly List<(FinalWindow Window, LiveView View)> _wanted = [];

    /// <summary>The rows, or null while they are not here: then they are wanted.</summary>
    public StandingsEntry[]? Find(FinalWindow window, LiveView view)
    {
        if (_rows.TryGetValue((window.WindowId, view), out var rows)) return rows;
        _rows.Add((window.WindowId, view), null);
        _wanted.Add((window, view));
        return null;
    }

    /// <summary>What is wanted and was not asked for yet.</summary>
    public IReadOnlyList<(FinalWindow Window, LiveView View)> TakeWanted()
    {
        if (_wanted.Count == 0) return [];
        var wanted = _wanted.ToArray();
        _wanted.Clear();
        return wanted;
    }

    /// <summary>The rows have come; null: they could not be read and are wanted again.</summary>
    public void Put(FinalWindow window, LiveView view, StandingsEntry[]? rows)
    {
        if (rows is null) _rows.Remove((window.WindowId, view));
        else _rows[(window.WindowId, view)] = rows;
    }

    /// <summary>Nobody watches the view any more.</summary>
    public void Forget(LiveView view)
    {
        foreach (var key in _rows.Keys.Where(k => k.View == view).ToList()) _rows.Remove(key);
    }
}
