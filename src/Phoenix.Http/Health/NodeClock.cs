namespace Phoenix.Http.Health;

/// <summary>Whether this node's clock is right, as far as the engine can tell.</summary>
/// <param name="time">See <see cref="Time"/>.</param>
public sealed class NodeClock(Func<bool> isRight, TimeProvider time)
{
    public bool IsRight => isRight();

    /// <summary>Time whose time of day is right even while this node's clock is not: tokens and events' times are
    /// judged by it, for the clock may step amid a request.</summary>
    public TimeProvider Time { get; } = time;
}
