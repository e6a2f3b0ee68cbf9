using Akka.Actor;
using Phoenix.Messages.Ids;

namespace Phoenix.Cluster.Feed;

/// <summary>How far one board has come, as its feed knows.</summary>
internal sealed class BoardCursor(LeaderboardId leaderboardId)
{
    /// <summary>Messages under way to one board at the most.</summary>
    public const int InFlightMax = 4;

    /// <summary>A message under way.</summary>
    /// <param name="SentStamp">By the monotonic clock.</param>
    public readonly record struct Message(long To, long ToAcceptedAtUs, long SentStamp);

    private readonly Queue<Message> _inFlight = new();

    public LeaderboardId LeaderboardId { get; } = leaderboardId;

    /// <summary>The board has said where it stands. Until then it is only asked.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>The incarnation that said so, or that first answered; what others have applied says nothing of
    /// it.</summary>
    public IActorRef? Board { get; set; }

    /// <summary>The run that serves it from the journal; 0 where none does.</summary>
    public int Run { get; set; }

    /// <summary>The last row sent.</summary>
    public long Sent { get; private set; }

    /// <summary>The last row that the board has applied.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>The row that it would go on from after a restart.</summary>
    public long Checkpointed { get; private set; }

    /// <summary>When it last got on, or was last asked; by the monotonic clock.</summary>
    public long ProgressStamp { get; set; }

    public bool HasRoom => _inFlight.Count < InFlightMax;
    public bool HasInFlight => _inFlight.Count > 0;

    /// <summary>Whether that is the board's incarnation, as far as is known.</summary>
    public bool IsFrom(IActorRef sender) => (Board ??= sender).Equals(sender);

    public void OnSent(Message message)
    {
        Sent = message.To;
        _inFlight.Enqueue(message);
    }

    /// <summary>The board has come this far; the last message that this acknowledges, if one was under way.</summary>
    public Message? OnApplied(long position, long checkpointed)
    {
        Acknowledged = Math.Max(Acknowledged, position);
        Checkpointed = Math.Max(Checkpointed, checkpointed);
        Message? done = null;
        while (_inFlight.TryPeek(out var message) && message.To <= position) done = _inFlight.Dequeue();
        return done;
    }

    /// <summary>The board stands here, whatever was sent.</summary>
    public void MoveTo(long position, long checkpointed)
    {
        IsKnown = true;
        _inFlight.Clear();
        (Sent, Acknowledged, Checkpointed) = (position, position, checkpointed);
    }

    /// <summary>What was sent may be lost: the board is to be asked where it stands.</summary>
    public void Forget()
    {
        IsKnown = false;
        Board = null;
        Run = 0;
        _inFlight.Clear();
    }
}
