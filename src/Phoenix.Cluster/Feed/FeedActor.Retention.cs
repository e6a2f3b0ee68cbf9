using Akka.Actor;

namespace Phoenix.Cluster.Feed;

/// <content>What the log may lose: what every board has in its checkpoint.</content>
internal sealed partial class FeedActor
{
    /// <summary>To the tenant actor: the row that the board furthest back would go on from after a restart; -1 while
    /// one has no checkpoint or has not said.</summary>
    public sealed record Checkpointed(long Position) : INotInfluenceReceiveTimeout;

    private long _toldCheckpointed = -1;

    private void TellCheckpointed()
    {
        var position = _cursors.Values.Any(c => !c.IsKnown) ? -1
            : _cursors.Values.Select(c => c.Checkpointed).DefaultIfEmpty(_recent.Last).Min();
        if (position == _toldCheckpointed) return;
        _toldCheckpointed = position;
        Context.Parent.Tell(new Checkpointed(position));
    }
}
