using Akka.Actor;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Ops;

namespace Phoenix.Cluster.Leaderboards;

/// <content>What operators ask: how the board stands, whatever it lags behind.</content>
internal sealed partial class LeaderboardActor
{
    private const int WindowsShown = 100;

    private void OnGetBoardState(GetBoardState query)
    {
        if (_board is null) Load(query);
        object reply = _board is not null ? StateOf(_board)
            : _refusal ?? Refusal.Unavailable("the leaderboard is being loaded");
        Sender.Tell(reply);
    }

    private static BoardStateReply StateOf(Board board) => new(
        board.Position, board.AcceptedAtUs, board.Users.Count,
        board.Users.SizeBytes + board.Windows.Sum(w => w.Members.SizeBytes), board.Windows.Count,
        [.. board.Windows.Reverse().Take(WindowsShown).Select(w => new BoardWindowState(
            w.Bounds.Key, w.Bounds.StartUs, w.Bounds.EndUs, StatusOf(w, board.AcceptedAtUs),
            w.Members.MemberCount, w.Members.RankedCount, w.Members.SizeBytes))]);

    private static WindowStatus StatusOf(BoardWindow window, long nowUs) =>
        window.IsClosed ? WindowStatus.Closed
        : window.Bounds.EndUs <= nowUs ? WindowStatus.Closing : WindowStatus.Open;
}
