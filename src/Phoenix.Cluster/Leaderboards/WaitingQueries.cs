using Akka.Actor;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Leaderboards;

/// <summary>Queries that wait until the board has applied enough of the log; each is answered in time, one way or the
/// other.</summary>
/// <param name="send">How an answer reaches who asked.</param>
internal sealed class WaitingQueries(LeaderboardOptions options, TimeProvider time, Action<IActorRef, object> send)
{
    private readonly List<(ILeaderboardQuery Query, IActorRef ReplyTo, long Since)> _waiting = [];

    public bool IsEmpty => _waiting.Count == 0;

    public void Add(ILeaderboardQuery query, IActorRef replyTo)
    {
        if (_waiting.Count >= options.WaitingQueriesMax)
            replyTo.Tell(Refusal.Unavailable("too many queries wait for this leaderboard"));
        else
            _waiting.Add((query, replyTo, time.GetTimestamp()));
    }

    /// <summary>Answers every query for which <paramref name="answer"/> has one; null keeps it waiting.</summary>
    public void Answer(Func<ILeaderboardQuery, object?> answer) => _waiting.RemoveAll(w =>
    {
        if (answer(w.Query) is not { } reply) return false;
        send(w.ReplyTo, reply);
        return true;
    });

    /// <summary>Refuses those that have waited long enough; how many.</summary>
    public int Expire() => _waiting.RemoveAll(w =>
    {
        if (time.GetElapsedTime(w.Since) < options.QueryWait) return false;
        w.ReplyTo.Tell(Refusal.Unavailable("the leaderboard has not applied the log that far yet"));
        return true;
    });
}
