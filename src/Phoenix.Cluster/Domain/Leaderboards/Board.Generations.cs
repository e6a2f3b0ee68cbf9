using Phoenix.Cluster.Domain.Windows;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Domain.Leaderboards;

/// <content>A board that is scored again, beside the one that serves.</content>
public sealed partial class Board
{
    private bool _ordersWhenAsked;

    /// <summary>The row at which the board swapped to what it is now; 0 where it never has.</summary>
    public long ActivatedAt { get; private set; }

    /// <summary>A board that stands at this row and is to be scored again: no window keeps an order before one is
    /// asked for.</summary>
    /// <param name="first">What the next row is scored by; null where a row of the log brings it.</param>
    /// <param name="status">The tenant's status, unless a row says otherwise.</param>
    public static Board Anew(long position, LeaderboardDefinition? first, TenantStatus status)
    {
        var board = new Board(position) { _ordersWhenAsked = true, TenantStatus = status, Definition = first };
        if (first is not null) board._calendar = WindowCalendar.Of(first.Config.Timeframe);
        return board;
    }

    /// <summary>Builds every order that is missing, so that no query has to wait for it.</summary>
    public void Order()
    {
        foreach (var window in _windows.Values) window.Members.Order();
    }

    /// <summary>The swap shows another board: it counts as a change of each of its windows.</summary>
    private void Activate(long position)
    {
        ActivatedAt = position;
        foreach (var window in _windows.Values) window.Touch(position);
    }

    private BoardWindow NewWindow(Window bounds, RankingConfig ranking) =>
        new(bounds, Users, Definition!.Config.Scoring.Aggregation, ranking, _ordersWhenAsked);

    /// <summary>Whether a final window of an earlier generation stays as it is: one of this timeframe, closed by this
    /// config too, and not touched; or touched and closed, until its new revision is written.</summary>
    internal bool Keeps(FinalWindow earlier)
    {
        var bounds = earlier.Bounds;
        if (FindWindow(bounds.StartUs) is { } window) return window.IsClosed && window.Bounds == bounds;
        return FindFinal(bounds.StartUs) is null && Calendar.TryFind(bounds.StartUs, out var own) && own == bounds
            && (CloseTime(bounds.EndUs) <= AcceptedAtUs || bounds.EndUs <= _closedForEverUs);
    }

    /// <summary>The board serves from here on: the history is what it is now.</summary>
    internal void AdoptAll(IReadOnlyList<FinalWindow> history)
    {
        _final.Clear();
        foreach (var window in history.Where(w => !_windows.ContainsKey(w.Bounds.StartUs))) Adopt(window);
    }
}
