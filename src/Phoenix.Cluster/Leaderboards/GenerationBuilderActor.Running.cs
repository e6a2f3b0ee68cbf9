using Akka.Actor;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Cluster.Domain.Tenants;
using Phoenix.Cluster.Feed;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Leaderboards;

/// <content>The run of the log: scored, folded, at bounded speed.</content>
internal sealed partial class GenerationBuilderActor
{
    /// <summary>Goes on to the goal, or says that it is there.</summary>
    private void Advance()
    {
        if (_board is null || _isRunning) return;
        if (_board.Position >= _goal)
        {
            OnGoal();
            return;
        }
        _isRunning = true;
        _workStamp = _services.Time.GetTimestamp();
        var position = _board.Position;
        _stream = FeedStream.Run(
            _materializer, ++_run, () => _source.CatchUpAsync(position, () => Volatile.Read(ref _goal), default),
            _scoring ??= NewScoring(_board), Self);
    }

    private RowScoring NewScoring(Board board)
    {
        var rules = new GenerationRules(_order.Generation, board.Position);
        var book = RuleBook.At(
            board.Definition is { } d ? [new PositionedDefinition(board.Position, d)] : [], board.Position);
        return new RowScoring(_order.TenantId, book, _ => true, row => rules.DefinitionAt(row.Position, row.Event));
    }

    private void OnBatch(FeedStream.Batch batch)
    {
        if (batch.Run == _run && _board is { } board) Fold(board, batch.Rows);
        WriteNext(isWanted: false);
        if (_order.RunId != 0) _restDue += _services.Rebuilds.RestAfter(_services.Time.GetElapsedTime(_workStamp));
        if (_restDue < RestMin) Acknowledge(Sender);
        else Timers.StartSingleTimer(nameof(AckDue), new AckDue(Sender), _restDue);
    }

    private void Acknowledge(IActorRef stream)
    {
        if (_restDue >= RestMin) _restDue = TimeSpan.Zero;
        _workStamp = _services.Time.GetTimestamp();
        stream.Tell(FeedStream.Ack.Instance);
    }

    private void Fold(Board board, IReadOnlyList<ScoredRow> rows)
    {
        for (var index = 0; index < rows.Count;)
        {
            var message = RecentRows.Join(_order.TenantId, _order.LeaderboardId, rows, index);
            if (!board.TryApply(message))
                throw new InvalidOperationException($"Row {message.From} came while {board.Position} was the last.");
            index = (int)(message.To + 1 - rows[0].Position);
        }
        foreach (var row in rows) _events += row.EventCount;
    }

    private void OnRunEnded(int run)
    {
        if (run != _run) return;
        _isRunning = false;
        Advance();
    }

    private void OnRunFailed(FeedStream.Failed failure)
    {
        if (failure.Run != _run) return;
        (_isRunning, _scoring) = (false, null);
        if (failure.Cause.GetBaseException() is StorageException broken) Fail(broken.Message);
        else Retry(failure.Cause);
    }
}
