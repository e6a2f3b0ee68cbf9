using Akka.Actor;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Leaderboards;

/// <summary>Live views: hubs say what their sockets watch, and get a frame of each view that changes.</summary>
/// <remarks>
/// A hub is told nothing before the board has applied the head that its tenant named, so after a failover no socket
/// sees less than before. While hubs watch, the board stays awake, though its tenant may sleep.
/// </remarks>
internal sealed partial class LeaderboardActor
{
    private readonly LiveWatchers _watchers;

    /// <summary>Whether the board may be shown: it has come as far as its tenant had when it started.</summary>
    private bool IsCaughtUp => _board?.Definition is not null && _board.Position >= _head;

    private void ReceivesWatchers()
    {
        Receive<WatchStandings>(OnWatch);
        Receive<Terminated>(gone => _watchers.Forget(gone.ActorRef));
    }

    private void OnWatch(WatchStandings message)
    {
        if (_refusal is not null)
        {
            Sender.Tell(new StandingsRefused(message.Session, _refusal));
            return;
        }
        if (_board is null) Load(message);
        if (_watchers.Watch(Sender, message)) Context.Watch(Sender);
        Pace();
        ShowChanges();
    }

    private void ShowChanges()
    {
        if (_watchers.IsEmpty || !IsCaughtUp) return;
        if (_board!.TenantStatus == TenantStatus.Suspended)
            _watchers.Refuse(new Refusal(ErrorCode.Forbidden, "the tenant is suspended"));
        else
            ShowFrames();
    }

    private void OnWatchersTick()
    {
        foreach (var hub in _watchers.Silent())
        {
            Context.Unwatch(hub);
            _watchers.Forget(hub);
        }
        ShowChanges();
    }
}
