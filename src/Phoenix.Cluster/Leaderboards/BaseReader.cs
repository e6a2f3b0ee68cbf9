using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Leaderboards;

/// <summary>Puts a base into a new board: while one piece is put in, others check the next ones.</summary>
internal static class BaseReader
{
    private const int Ahead = 4;

    /// <exception cref="InvalidDataException">The bytes are damaged, or of a newer format.</exception>
    public static void Read(
        Board board, IReadOnlyList<byte[]> pieces, Func<byte[], LeaderboardDefinition> readDefinition)
    {
        BoardCheckpoint.Reserve(board, pieces);
        var checks = new Queue<Task<CheckedPiece>>();
        for (var (taken, begun) = (0, 0); taken < pieces.Count; taken++)
        {
            for (; begun < pieces.Count && begun <= taken + Ahead; begun++) checks.Enqueue(Check(pieces[begun]));
            BoardCheckpoint.Read(board, checks.Dequeue().GetAwaiter().GetResult(), readDefinition);
        }

        Task<CheckedPiece> Check(byte[] piece) => Task.Run(() => BoardCheckpoint.Check(board, piece));
    }
}
