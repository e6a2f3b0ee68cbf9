using System.Collections.Concurrent;
using Akka.Actor;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Tests.Feed;

/// <summary>A board that a feed sends to; tests see how far it is, and make it deaf.</summary>
internal sealed class StubBoard(long position)
{
    private long _position = position;
    private int _losses;

    public Board Board { get; } = new(position);
    public ConcurrentQueue<ApplyRows> Received { get; } = new();
    public long Position => Volatile.Read(ref _position);
    public bool IsMute { get; set; }

    /// <summary>The next messages are lost on their way.</summary>
    public void LoseNext(int messages) => Volatile.Write(ref _losses, messages);

    public object? Answer(ApplyRows rows)
    {
        if (IsMute || (rows.From != long.MaxValue && Interlocked.Decrement(ref _losses) >= 0)) return null;
        Received.Enqueue(rows);
        var isTaken = Board.TryApply(rows);
        Volatile.Write(ref _position, Board.Position);
        return isTaken
            ? new RowsApplied(rows.TenantId, rows.LeaderboardId, Board.Position, Board.Position)
            : new LeaderboardBehind(rows.TenantId, rows.LeaderboardId, Board.Position);
    }
}

/// <summary>Stands in for the boards' region.</summary>
internal sealed class StubBoards : ReceiveActor
{
    public StubBoards(IReadOnlyDictionary<string, StubBoard> boards) => Receive<ApplyRows>(rows =>
    {
        if (boards[rows.LeaderboardId.Value].Answer(rows) is { } reply) Sender.Tell(reply);
    });
}
