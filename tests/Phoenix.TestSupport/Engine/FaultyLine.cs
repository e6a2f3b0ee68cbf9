using Akka.Actor;

namespace Phoenix.TestSupport.Engine;

/// <summary>Delivers messages by a <see cref="LossPlan"/>: some are lost, doubled or overtaken. Owned by one actor.</summary>
internal sealed class FaultyLine(Action<object, IActorRef> deliver)
{
    private readonly List<(object Message, IActorRef Sender)> _held = [];

    public LossPlan? Plan { get; set; }

    public void Send(object message, IActorRef sender)
    {
        if (Plan is not { } plan)
        {
            deliver(message, sender);
            return;
        }
        if (plan.Happens(plan.Lost)) return;
        if (plan.Happens(plan.Delayed)) _held.Add((message, sender));
        else deliver(message, sender);
        if (plan.Happens(plan.Doubled)) _held.Add((message, sender));
        if (plan.Happens(0.5)) ReleaseOne();
    }

    /// <summary>Delivers one of those held back.</summary>
    public void ReleaseOne()
    {
        if (_held.Count == 0) return;
        var (message, sender) = _held[0];
        _held.RemoveAt(0);
        deliver(message, sender);
    }

    public void ReleaseAll()
    {
        while (_held.Count > 0) ReleaseOne();
    }
}
