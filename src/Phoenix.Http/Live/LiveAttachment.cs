using Akka.Actor;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Live;

/// <summary>A socket's wish to watch a view, and what became of it. It goes to the hub as a message.</summary>
/// <param name="minPosition">What the socket has seen: it is not shown anything before this.</param>
/// <param name="isOneOff">It wants one frame and does not watch.</param>
internal sealed class LiveAttachment(
    TenantId tenantId, LeaderboardId leaderboardId, LiveView view, long minPosition, bool isOneOff,
    ILiveListener listener)
{
    private readonly TaskCompletionSource<Refusal?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TenantId TenantId => tenantId;
    public LeaderboardId LeaderboardId => leaderboardId;
    public LiveView View => view;
    public long MinPosition => minPosition;
    public bool IsOneOff => isOneOff;
    public ILiveListener Listener => listener;

    /// <summary>Null: it is attached; else why it is not.</summary>
    public Task<Refusal?> Answered => _answer.Task;

    public bool IsAnswered => _answer.Task.IsCompleted;

    // Set before the answer, and read behind it.
    public ViewFeed? Feed { get; private set; }
    public IActorRef? Hub { get; private set; }
    public ViewFrame? Frame { get; private set; }

    /// <summary>From the hub's actor alone. False: the socket has given up waiting.</summary>
    public bool Answer(ViewFeed feed, IActorRef hub, ViewFrame frame)
    {
        (Feed, Hub, Frame) = (feed, hub, frame);
        return _answer.TrySetResult(null);
    }

    public bool Refuse(Refusal refusal) => _answer.TrySetResult(refusal);

    /// <summary>Lets the hub forget it.</summary>
    public void Detach() => Hub?.Tell(new LiveHub.Detach(this));
}
