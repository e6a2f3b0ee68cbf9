using Akka.Actor;
using Akka.Event;
using Phoenix.Cluster.Domain;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Leaderboards;

/// <content>Windows that are over: their queries are answered from the history, and the tenant is asked for the log's
/// time where no row brings it.</content>
internal sealed partial class LeaderboardActor
{
    private sealed record HistoryAnswered(HistoryQuestion Question, object? Reply, IActorRef ReplyTo)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression, INotInfluenceReceiveTimeout;

    private sealed record ViewRead(FinalWindow Window, LiveView View, StandingsEntry[]? Rows, bool IsKept)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression, INotInfluenceReceiveTimeout;

    private static readonly TimeSpan HistoryTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AskTimeInterval = TimeSpan.FromSeconds(1);

    private long _askTimeStamp;

    private void ReceivesHistory()
    {
        Receive<HistoryAnswered>(OnHistoryAnswered);
        Receive<ViewRead>(OnViewRead);
        // What the tenant says of its time comes with the rows.
        Receive<TimeAdvancedReply>(_ => { });
        Receive<Refusal>(_ => { });
    }

    /// <summary>Sends an answer, or what the history makes of it.</summary>
    private void Send(IActorRef replyTo, object answer)
    {
        if (answer is not HistoryQuestion question)
        {
            replyTo.Tell(answer);
            return;
        }
        var reader = new HistoryReader(_services.History);
        var limit = new CancellationTokenSource(HistoryTimeout);
        var (log, tenant, board) = (_log, _tenantId, _leaderboardId);
        Task.Run(() => reader.AnswerAsync(question, limit.Token)).PipeTo(
            Self,
            success: reply => new HistoryAnswered(question, reply, replyTo),
            failure: cause =>
            {
                log.Warning(cause, "Leaderboard {0}/{1}: the history can't be read", tenant, board);
                return new HistoryAnswered(question, Refusal.Unavailable("the history can't be read now"), replyTo);
            });
    }

    /// <summary>Shows what has changed; rows of windows that are over are read first.</summary>
    private void ShowFrames()
    {
        _watchers.Show(_board!);
        var reader = new HistoryReader(_services.History);
        foreach (var (window, view) in _watchers.TakeWanted())
        {
            var limit = new CancellationTokenSource(HistoryTimeout);
            var (log, tenant, board) = (_log, _tenantId, _leaderboardId);
            Task.Run(() => reader.ReadViewAsync(window, view, limit.Token)).PipeTo(
                Self,
                success: rows => new ViewRead(window, view, rows, rows is not null),
                failure: cause =>
                {
                    log.Warning(cause, "Leaderboard {0}/{1}: the history can't be read", tenant, board);
                    return new ViewRead(window, view, null, true);
                });
        }
    }

    private void OnViewRead(ViewRead read)
    {
        if (!read.IsKept && _built is null) _board!.Forget(read.Window);
        _watchers.Put(read.Window, read.View, read.Rows);
    }

    private void OnHistoryAnswered(HistoryAnswered answered)
    {
        // Unseen because of a swap that the store has and this board is about to hear of: ask again.
        if (answered.Reply is null && _built is not null)
        {
            answered.ReplyTo.Tell(Refusal.Unavailable("the leaderboard swaps to another generation"));
            return;
        }
        if (answered.Reply is null) _board!.Forget(answered.Question.Window);
        answered.ReplyTo.Tell(
            answered.Reply ?? new Refusal(ErrorCode.NotFound, "the window's standings are no longer kept"));
    }

    /// <summary>A window is due by this node's clock: the log's own time decides, so the tenant is asked for
    /// it.</summary>
    private void AskForTimeIfDue()
    {
        if (_board!.NextCloseUs is not { } dueUs || _board.Position < _head) return;
        if (_services.Time.GetUtcNow().ToUnixMicroseconds() < dueUs) return;
        if (_askTimeStamp != 0 && _services.Time.GetElapsedTime(_askTimeStamp) < AskTimeInterval) return;
        _askTimeStamp = _services.Time.GetTimestamp();
        _services.Tenants().Tell(new AdvanceTime(_tenantId, dueUs), Self);
    }
}
