using Akka.Event;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Cluster.Storage;
using Phoenix.Cluster.Telemetry;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Routing;

namespace Phoenix.Cluster.Leaderboards;

/// <summary>A board as it stood at its last checkpoint, owned by this incarnation; or why there is none.</summary>
internal sealed record LoadedBoard(Board? Board, Checkpoints? Checkpoints, Refusal? Refusal);

/// <summary>Loads a board: takes it over (epoch), then reads its checkpoints, then makes sure that they are of this
/// log.</summary>
internal sealed class BoardLoader(
    BoardStore boards, RegistryStore registry, IJournalReader journal, DefinitionCodec codec, ILoggingAdapter log,
    BoardInstruments instruments)
{
    /// <summary>What is answered for a board that can't be made again; nothing but an operator changes that.</summary>
    public static readonly Refusal LostStandings = new(
        ErrorCode.InternalError, "the leaderboard's standings are lost; the operator has to restore them");

    /// <param name="firstDefinition">What a first row of the log says, if one came ahead of the registry's
    /// projection.</param>
    public async Task<LoadedBoard> LoadAsync(
        TenantId tenantId, LeaderboardId leaderboardId, LeaderboardDefinition? firstDefinition,
        CancellationToken cancellation)
    {
        var definition = await registry.FindLeaderboardAsync(tenantId, leaderboardId, cancellation) ?? firstDefinition;
        if (definition is null)
        {
            var tenant = await registry.FindTenantAsync(tenantId, cancellation);
            return new LoadedBoard(null, null, tenant is null
                ? new Refusal(ErrorCode.Forbidden, "the tenant is not known here")
                : new Refusal(ErrorCode.NotFound, $"leaderboard '{leaderboardId}' does not exist"));
        }
        var opening = await boards.OpenAsync(tenantId, leaderboardId, cancellation);
        var board = opening.State.IsEmpty ? null : await TryReadAsync(opening, cancellation);
        if (board is not null) return new LoadedBoard(board, new Checkpoints(boards, codec, opening), null);
        // What is stored is of no use. Where another incarnation owns the board by now, the first checkpoint tells.
        if (!opening.State.IsEmpty) instruments.OnDiscarded();
        var first = await journal.FindFirstAsync(EntityIds.TenantPersistence(tenantId), cancellation);
        if (first > definition.DefinedAtPosition) return Lost(opening.Owner, definition.DefinedAtPosition);
        if (!opening.State.IsEmpty) await boards.DropAsync(opening.Owner, opening.Generation, cancellation);
        var anew = opening with { State = StoredGeneration.Empty(opening.State.NextBase) };
        return new LoadedBoard(
            new Board(definition.DefinedAtPosition - 1), new Checkpoints(boards, codec, anew), null);
    }

    /// <summary>Without a checkpoint, and without the rows to make it from: whatever could be shown would be
    /// wrong.</summary>
    private LoadedBoard Lost(BoardOwner owner, long position)
    {
        instruments.OnLost();
        log.Error(
            "Leaderboard {0}/{1}: its checkpoint is lost, and the log no longer reaches back to row {2}; it is refused "
            + "until the standings are restored from a backup", owner.TenantId, owner.LeaderboardId, position);
        return new LoadedBoard(null, null, LostStandings);
    }

    private async Task<Board?> TryReadAsync(BoardOpening opening, CancellationToken cancellation)
    {
        var (tenantId, leaderboardId) = (opening.Owner.TenantId, opening.Owner.LeaderboardId);
        var board = new Board(0);
        try
        {
            foreach (var payload in opening.State.Payloads) BoardCheckpoint.Read(board, payload, codec.Decode);
        }
        catch (Exception e) when (e is InvalidDataException or System.Runtime.Serialization.SerializationException)
        {
            log.Error(e, "Leaderboard {0}/{1}: its checkpoint can't be read; it is rebuilt from the log", tenantId,
                leaderboardId);
            return null;
        }
        var row = await journal.FindAsync(EntityIds.TenantPersistence(tenantId), board.Position, cancellation);
        if (row?.RowId == board.RowId) return board;
        log.Error(
            "Leaderboard {0}/{1}: its checkpoint stands on row {2} of another log (a restored backup?); it is rebuilt",
            tenantId, leaderboardId, board.Position);
        return null;
    }
}
