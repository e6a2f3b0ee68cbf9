using Akka.Event;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Cluster.Storage;
using Phoenix.Cluster.Telemetry;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Routing;
using Phoenix.Messages.Tenants;

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

    /// <summary>Ordering so many changes one by one takes about as long as ordering everybody.</summary>
    private const int FewChangesPart = 64;

    /// <param name="firstDefinition">What a first row of the log says, if one came ahead of the registry's
    /// projection.</param>
    public async Task<LoadedBoard> LoadAsync(
        TenantId tenantId, LeaderboardId leaderboardId, LeaderboardDefinition? firstDefinition,
        CancellationToken cancellation)
    {
        using var turn = await services.Loads.TakeAsync(cancellation);
        var registry = services.Registry;
        var definition = await registry.FindLeaderboardAsync(tenantId, leaderboardId, cancellation) ?? firstDefinition;
        if (definition is null)
        {
            var tenant = await registry.FindTenantAsync(tenantId, cancellation);
            return new LoadedBoard(null, null, null, tenant switch
            {
                null => new Refusal(ErrorCode.Forbidden, "the tenant is not known here"),
                { Status: TenantStatus.Suspended } => new Refusal(ErrorCode.Forbidden, "the tenant is suspended"),
                _ => new Refusal(ErrorCode.NotFound, $"leaderboard '{leaderboardId}' does not exist"),
            });
        }
        var opening = await services.Boards.OpenAsync(tenantId, leaderboardId, cancellation);
        var history = await services.History.ReadAsync(opening.Owner, opening.Generation, cancellation);
        if (opening is { State.IsEmpty: true, Generation: BoardStore.FirstGeneration })
        {
            return await IsLostAsync(definition, cancellation)
                ? Lost(definition) : Loaded(New(definition), opening, history);
        }

        var board = opening.State.IsEmpty ? null : await TryReadAsync(new Board(0), opening, history);
        var isOfThisLog = board is null || await IsOfThisLogAsync(opening.Owner, board, cancellation);
        if (board is not null && isOfThisLog) return Loaded(board, opening, history);
        // Checkpoints are of no use. The history is, unless it is of another log too. Where another incarnation owns
        // the board by now, nothing is dropped, and the first checkpoint tells.
        // Where a later generation served, the tenant says so: it is built again, and swapped to.
        services.Instruments.OnDiscarded();
        if (await IsLostAsync(definition, cancellation)) return Lost(definition);
        await services.Boards.ResetAsync(opening.Owner, cancellation);
        if (!isOfThisLog)
        {
            await services.History.DropAsync(opening.Owner, cancellation);
            history = await services.History.ReadAsync(opening.Owner, opening.Generation, cancellation);
        }
        var anew = opening with
        {
            Generation = BoardStore.FirstGeneration, State = StoredGeneration.Empty(opening.State.NextBase),
        };
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

    /// <summary>Another generation than the one that serves, as far as it was built; what is stored of others but
    /// <paramref name="serving"/> is dropped.</summary>
    public async Task<LoadedBoard> LoadAsync(
        BoardOwner owner, int serving, BoardGeneration generation, CancellationToken cancellation)
    {
        var (boards, number) = (services.Boards, generation.Number);
        await boards.DropOthersAsync(owner, serving, number, cancellation);
        var state = await boards.ReadAsync(owner, number, cancellation);
        var history = await services.History.ReadUnseenAsync(owner, number, cancellation);
        var opening = new BoardOpening(owner, state.IsEmpty ? 0 : state.Checkpoints[^1].Position, number, state);
        var read = state.IsEmpty
            ? null : await TryReadAsync(Board.Anew(0, null, generation.TenantStatus), opening, history);
        if (read is not null && IsOf(generation, read) && await IsOfThisLogAsync(owner, read, cancellation))
            return Loaded(read, opening, history, isServing: false);
        if (!state.IsEmpty) await boards.DropAsync(owner, number, cancellation);
        var first = generation.History.Count > 0 ? generation.History[0].Definition : null;
        return Loaded(
            Board.Anew(generation.Origin - 1, first, generation.TenantStatus),
            opening with { State = StoredGeneration.Empty(state.NextBase) }, history, isServing: false);
    }

    /// <summary>Behind the row that asked for the generation the log itself vouches for the board; before it another
    /// generation of that number may have left it (a restored backup).</summary>
    private bool IsOf(BoardGeneration generation, Board board)
    {
        if (board.Position >= generation.AskedAt) return true;
        var expected = generation.History.Last(h => h.Position <= board.Position).Definition;
        return board.Definition is { } found
            && services.Codec.Encode(found).AsSpan().SequenceEqual(services.Codec.Encode(expected));
    }

    private static Board New(LeaderboardDefinition definition) => new(definition.DefinedAtPosition - 1);

    private LoadedBoard Loaded(
        Board board, BoardOpening opening, StoredHistory history, bool isServing = true) => new(
        board, new Checkpoints(services.Boards, services.Codec, opening),
        new Finaliser(services.History, opening.Owner, opening.Generation, history, isServing), null);

    /// <summary>A large board is read by a thread of its own: the pool has two on two cores, and everybody else
    /// waits for them.</summary>
    private Task<Board?> TryReadAsync(Board board, BoardOpening opening, StoredHistory history)
    {
        var isLarge = opening.State.Chunks.Count > 1;
        return Task.Factory.StartNew(
            () => TryRead(board, opening, history), CancellationToken.None,
            isLarge ? TaskCreationOptions.LongRunning : TaskCreationOptions.None, TaskScheduler.Default);
    }

    private Board? TryRead(Board board, BoardOpening opening, StoredHistory history)
    {
        var last = opening.State.Checkpoints[^1].Position;
        // Closed in the checkpoints too: the history is what counts, and the quicker to load.
        foreach (var window in history.Windows.Where(w => w.Position <= last)) board.Adopt(window);
        try
        {
            BaseReader.Read(board, opening.State.Chunks, services.Codec.Decode);
            // A base stands in order and little changes that; much is ordered at once. Here, where nobody else waits
            // for the thread.
            if (HasFewChanges(opening.State)) board.Order();
            foreach (var checkpoint in opening.State.Checkpoints)
                BoardCheckpoint.Read(board, checkpoint.Payload, services.Codec.Decode);
            board.Order();
            return board;
        }
        catch (Exception e) when (e is InvalidDataException or System.Runtime.Serialization.SerializationException)
        {
            log.Error(e, "Leaderboard {0}/{1}: its checkpoint can't be read; it is rebuilt from the log",
                opening.Owner.TenantId, opening.Owner.LeaderboardId);
            return null;
        }
    }

    private static bool HasFewChanges(StoredGeneration state) =>
        state.Checkpoints.Sum(c => (long)c.Payload.Length) < state.Chunks.Sum(c => (long)c.Length) / FewChangesPart;

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
