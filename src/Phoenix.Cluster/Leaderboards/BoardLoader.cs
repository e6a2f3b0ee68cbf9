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
internal sealed record LoadedBoard(Board? Board, Checkpoints? Checkpoints, Finaliser? Finaliser, Refusal? Refusal);

/// <summary>Loads a board: takes it over (epoch), then reads its checkpoints, then makes sure that they are of this
/// log.</summary>
internal sealed class BoardLoader(LeaderboardServices services, ILoggingAdapter log)
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
        var registry = services.Registry;
        var definition = await registry.FindLeaderboardAsync(tenantId, leaderboardId, cancellation) ?? firstDefinition;
        if (definition is null)
        {
            var tenant = await registry.FindTenantAsync(tenantId, cancellation);
            return new LoadedBoard(null, null, null, tenant is null
                ? new Refusal(ErrorCode.Forbidden, "the tenant is not known here")
                : new Refusal(ErrorCode.NotFound, $"leaderboard '{leaderboardId}' does not exist"));
        }
        var opening = await services.Boards.OpenAsync(tenantId, leaderboardId, cancellation);
        var history = await services.History.ReadAsync(opening.Owner, opening.Generation, cancellation);
        if (opening.State.IsEmpty)
        {
            return await IsLostAsync(definition, cancellation)
                ? Lost(definition) : Loaded(New(definition), opening, history);
        }

        var board = TryRead(opening, history);
        var isOfThisLog = board is null || await IsOfThisLogAsync(opening.Owner, board, cancellation);
        if (board is not null && isOfThisLog) return Loaded(board, opening, history);
        // Checkpoints are of no use. The history is, unless it is of another log too. Where another incarnation owns
        // the board by now, nothing is dropped, and the first checkpoint tells.
        services.Instruments.OnDiscarded();
        if (await IsLostAsync(definition, cancellation)) return Lost(definition);
        await services.Boards.DropAsync(opening.Owner, opening.Generation, cancellation);
        if (!isOfThisLog)
        {
            await services.History.DropAsync(opening.Owner, cancellation);
            history = await services.History.ReadAsync(opening.Owner, opening.Generation, cancellation);
        }
        var anew = opening with { State = StoredGeneration.Empty(opening.State.NextBase) };
        return Loaded(New(definition), anew, history);
    }

    /// <summary>Without a checkpoint, and without the rows to make it from, whatever could be shown would be
    /// wrong.</summary>
    private async Task<bool> IsLostAsync(LeaderboardDefinition definition, CancellationToken cancellation)
    {
        var log = EntityIds.TenantPersistence(definition.TenantId);
        return await services.Journal.FindFirstAsync(log, cancellation) > definition.DefinedAtPosition;
    }

    private LoadedBoard Lost(LeaderboardDefinition definition)
    {
        services.Instruments.OnLost();
        log.Error(
            "Leaderboard {0}/{1}: its checkpoint is lost, and the log no longer reaches back to row {2}; it is refused "
            + "until the standings are restored from a backup",
            definition.TenantId, definition.LeaderboardId, definition.DefinedAtPosition);
        return new LoadedBoard(null, null, null, LostStandings);
    }

    private static Board New(LeaderboardDefinition definition) => new(definition.DefinedAtPosition - 1);

    private LoadedBoard Loaded(Board board, BoardOpening opening, StoredHistory history) => new(
        board, new Checkpoints(services.Boards, services.Codec, opening),
        new Finaliser(services.History, opening.Owner, opening.Generation, history), null);

    private Board? TryRead(BoardOpening opening, StoredHistory history)
    {
        var board = new Board(0);
        var last = opening.State.Checkpoints[^1].Position;
        // Closed in the checkpoints too: the history is what counts, and the quicker to load.
        foreach (var window in history.Windows.Where(w => w.Position <= last)) board.Adopt(window);
        try
        {
            foreach (var payload in opening.State.Payloads)
                BoardCheckpoint.Read(board, payload, services.Codec.Decode);
            return board;
        }
        catch (Exception e) when (e is InvalidDataException or System.Runtime.Serialization.SerializationException)
        {
            log.Error(e, "Leaderboard {0}/{1}: its checkpoint can't be read; it is rebuilt from the log",
                opening.Owner.TenantId, opening.Owner.LeaderboardId);
            return null;
        }
    }

    private async Task<bool> IsOfThisLogAsync(BoardOwner owner, Board board, CancellationToken cancellation)
    {
        var persistenceId = EntityIds.TenantPersistence(owner.TenantId);
        var row = await services.Journal.FindAsync(persistenceId, board.Position, cancellation);
        if (row?.RowId == board.RowId) return true;
        log.Error(
            "Leaderboard {0}/{1}: its checkpoint stands on row {2} of another log (a restored backup?); it is rebuilt",
            owner.TenantId, owner.LeaderboardId, board.Position);
        return false;
    }
}
