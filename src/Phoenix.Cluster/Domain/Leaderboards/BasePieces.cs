using System.Buffers;
using Phoenix.Cluster.Domain.Ranking;

namespace Phoenix.Cluster.Domain.Leaderboards;

/// <summary>A base of a board, taken piece by piece while the board goes on.</summary>
/// <remarks>
/// Each piece shows its members as they are when it is taken. Read back, pieces in order and then every delta written
/// since the first one was taken, the board is whole at the last delta: whatever a piece missed, or showed too early, a
/// delta holds as it became. So a base counts only together with a delta taken with its last piece, or later.
/// </remarks>
public sealed class BasePieces
{
    /// <summary>What a window costs by itself, in members.</summary>
    private const int WindowCost = 4;

    private readonly Queue<BoardWindow> _windows;
    private MemberCursor? _from;

    /// <summary>Begins a base of the board as it stands.</summary>
    public BasePieces(Board board)
    {
        BegunAt = board.Position;
        _windows = new Queue<BoardWindow>(board.Windows);
    }

    /// <summary>The board's position at the first piece: deltas up to it are not needed any more.</summary>
    public long BegunAt { get; }

    /// <summary>How many pieces were taken.</summary>
    public int Taken { get; private set; }

    public bool IsComplete => _windows.Count == 0 && Taken > 0;

    /// <summary>The next piece, of about <paramref name="membersMax"/> members.</summary>
    /// <param name="definition">The board's definition in its wire form.</param>
    public byte[] Take(Board board, ReadOnlySpan<byte> definition, int membersMax)
    {
        Taken++;
        var parts = new List<(BoardWindow, Action<ArrayBufferWriter<byte>>)>();
        for (var room = membersMax; _windows.TryPeek(out var window);)
        {
            var members = window.Members;
            if (!ReferenceEquals(board.FindWindow(window.Bounds.StartUs), window))
            {
                // Final meanwhile, and gone.
                _windows.Dequeue();
                _from = null;
                continue;
            }
            if (_from is not null || members.MemberCount > membersMax)
            {
                if (parts.Count > 0) break;
                parts.Add((window, output => _from = members.WriteMembersFrom(output, _from, membersMax)));
                var piece = BoardCheckpoint.WritePiece(board, definition, parts);
                if (_from is null) _windows.Dequeue();
                return piece;
            }
            room -= members.MemberCount + WindowCost;
            if (room < 0 && parts.Count > 0) break;
            parts.Add((window, output => members.WriteMembers(output, changedOnly: false)));
            _windows.Dequeue();
        }
        return BoardCheckpoint.WritePiece(board, definition, parts);
    }
}
