using System.Text;
using Phoenix.Cluster.Domain.Ranking;
using Phoenix.Cluster.Domain.Windows;

namespace Phoenix.Cluster.Domain.Leaderboards;

/// <content>Closed windows that are in the history: what is kept of them here.</content>
public sealed partial class Board
{
    /// <summary>Members that leave memory at once, about 2 ms of work: a million at once would hold everybody
    /// up.</summary>
    private const int LeaveAtOnce = 10_000;

    private readonly SortedList<long, FinalWindow> _final = [];
    private readonly Queue<RankedSet> _leaving = [];
    private readonly List<long> _dropped = [];

    /// <summary>The windows that are in the history, by start.</summary>
    public IList<FinalWindow> FinalWindows => _final.Values;

    /// <summary>The closed window in memory that starts first, or null: it is to go into the history.</summary>
    public BoardWindow? FirstClosed =>
        _windows.Count == _openWindows ? null : _windows.Values.FirstOrDefault(w => w.IsClosed);

    /// <summary>
    /// When the board is next to be woken: when an open window closes, or at once while a closed one is on its way into
    /// the history or something is under way beside it. Null where there is nothing to wait for.
    /// </summary>
    public long? NextDueUs => DueOf(_windows.Count - _openWindows);

    /// <summary>The board is being scored again or verified. Until that has a checkpoint of its own only the log knows
    /// of it, and only the tenant asks for it.</summary>
    public bool HasRun { get; set; }

    /// <summary>Whether members of removed windows are still in memory.</summary>
    internal bool IsLeaving => _leaving.Count > 0;

    internal IList<long> WindowStarts => _windows.Keys;

    internal IList<long> FinalStarts => _final.Keys;

    /// <summary>The window in the history that starts then, or null.</summary>
    public FinalWindow? FindFinal(long startUs) => _final.GetValueOrDefault(startUs);

    /// <summary>The last row that changed the window's pages; where there is none: the swap to this board, or
    /// 0.</summary>
    public long SequenceOf(long startUs) =>
        FindFinal(startUs)?.Sequence ?? FindWindow(startUs)?.Sequence ?? ActivatedAt;

    /// <summary>Whether the window that starts then has members, in memory or in the history.</summary>
    public bool IsUsed(long startUs) => _windows.ContainsKey(startUs) || _final.ContainsKey(startUs);

    /// <summary>The latest used window that starts before <paramref name="startUs"/> and ended by
    /// <paramref name="endedByUs"/>, or null.</summary>
    public Window? FindEarlier(long startUs, long endedByUs)
    {
        Window? latest = null;
        for (var i = CountBelow(_windows.Keys, startUs) - 1; i >= 0 && latest is null; i--)
        {
            if (_windows.Values[i].Bounds is var bounds && bounds.EndUs <= endedByUs) latest = bounds;
        }
        var from = latest?.StartUs ?? long.MinValue;
        for (var i = CountBelow(_final.Keys, startUs) - 1; i >= 0 && _final.Keys[i] > from; i--)
        {
            if (_final.Values[i].Bounds is var bounds && bounds.EndUs <= endedByUs) return bounds;
        }
        return latest;
    }

    /// <summary>As <see cref="NextDueUs"/>, with this closed window gone.</summary>
    internal long? NextDueWithout(BoardWindow closed) =>
        DueOf(_windows.Count - _openWindows - (closed.IsClosed ? 1 : 0));

    /// <summary>Members of a window from a 0-based place on, the ranked ones first; the others have rank 0.</summary>
    internal static RankedMember[] MembersOf(BoardWindow window, int offset, int membersMax)
    {
        var members = new RankedMember[Math.Min(membersMax, window.Members.MemberCount - offset)];
        window.Members.PageOfAll(offset, members);
        return members;
    }

    internal string UserIdOf(int user) => Encoding.UTF8.GetString(Users.IdOf(user));

    /// <summary>The history holds the window: its members leave memory.</summary>
    internal void Finalise(FinalWindow final)
    {
        var start = final.Bounds.StartUs;
        Remove(start);
        _dropped.Add(start);
        _final[start] = final;
    }

    /// <summary>On loading: the history has this window, whatever the checkpoints hold of it.</summary>
    internal void Adopt(FinalWindow final) => _final[final.Bounds.StartUs] = final;

    /// <summary>The history no longer keeps the window: nobody will ask for it again.</summary>
    internal void Forget(FinalWindow final) => _final.Remove(final.Bounds.StartUs);

    /// <summary>The starts of windows that left memory since the last checkpoint; forgotten with this call.</summary>
    internal long[] TakeDropped()
    {
        long[] dropped = [.. _dropped];
        _dropped.Clear();
        return dropped;
    }

    /// <summary>Takes a window out of memory, if it is there; a large one leaves piece by piece
    /// (<see cref="LetLeave"/>).</summary>
    internal void Remove(long startUs)
    {
        if (!_windows.Remove(startUs, out var window)) return;
        if (ReferenceEquals(_lastUsed, window)) _lastUsed = null;
        _leaving.Enqueue(window.Members);
        LetLeave();
    }

    /// <summary>Lets the next members of windows that were removed go, and the users whom no window holds.</summary>
    internal void LetLeave()
    {
        if (_leaving.TryPeek(out var members) && members.Release(LeaveAtOnce)) _leaving.Dequeue();
    }

    /// <summary>How many of the ascending numbers are lower.</summary>
    internal static int CountBelow(IList<long> starts, long bound)
    {
        var (low, high) = (0, starts.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (starts[middle] < bound) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private long? DueOf(int closedWindows) => closedWindows > 0 || HasRun ? AcceptedAtUs : NextCloseUs;
}
