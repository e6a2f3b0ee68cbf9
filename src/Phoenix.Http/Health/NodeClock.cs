namespace Phoenix.Http.Health;

/// <summary>Whether this node's clock is right, as far as the engine can tell.</summary>
public sealed class NodeClock(Func<bool> isRight)
{
    public bool IsRight => isRight();
}
