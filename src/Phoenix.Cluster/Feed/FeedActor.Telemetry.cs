using Phoenix.Cluster.Domain;
using Phoenix.Cluster.Telemetry;

namespace Phoenix.Cluster.Feed;

/// <content>What is measured of a feed.</content>
internal sealed partial class FeedActor
{
    private double NowUs => _time.GetUtcNow().ToUnixMicroseconds();

    private void NoteApplied(BoardCursor.Message message) => _instruments.OnApplied(
        _time.GetElapsedTime(message.SentStamp), TimeSpan.FromMicroseconds(NowUs - message.ToAcceptedAtUs));

    /// <summary>Says how far the boards are behind, for whoever scrapes.</summary>
    private void PublishLag()
    {
        var (worstSeconds, worstRows) = (0.0, 0L);
        List<FeedLag.Board>? lagging = null;
        foreach (var cursor in _cursors.Values)
        {
            var rows = _recent.Last - cursor.Acknowledged;
            // A board that has not answered yet stands somewhere; it is asked, not behind.
            if (rows <= 0 || !cursor.IsKnown) continue;
            if (_recent.AcceptedAtUs(cursor.Acknowledged + 1) is not { } since) continue;
            var seconds = Math.Max(0, (NowUs - since) / LogTime.PerSecond);
            (worstSeconds, worstRows) = (Math.Max(worstSeconds, seconds), Math.Max(worstRows, rows));
            if (seconds >= FeedLag.LaggingSeconds)
                (lagging ??= []).Add(new FeedLag.Board(cursor.LeaderboardId, seconds));
        }
        _instruments.Publish(this, new FeedLag(_tenantId, worstSeconds, worstRows, lagging ?? []));
    }

    protected override void PostStop()
    {
        _instruments.Forget(this);
        base.PostStop();
    }
}
