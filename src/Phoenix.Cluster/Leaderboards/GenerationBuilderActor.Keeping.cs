using Akka.Actor;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Leaderboards;

/// <content>What is stored of it, one write at a time: checkpoints first, then closed windows, which nobody sees before
/// the swap; and the offer to take over.</content>
internal sealed partial class GenerationBuilderActor
{
    private static readonly TimeSpan SaveTimeout = TimeSpan.FromSeconds(30);

    private void WriteNext(bool isWanted)
    {
        if (_isWriting || _checkpoints is not { } checkpoints || _board is not { Definition: not null } board) return;
        var isDue = board.Position > checkpoints.Position && (isWanted
            || _services.Time.GetElapsedTime(_checkpointStamp) >= _services.Options.RebuildCheckpointInterval);
        var limit = new CancellationTokenSource(SaveTimeout);
        if (isDue || (checkpoints.IsBaseBegun && board.Position > checkpoints.Position))
        {
            if (isDue) _checkpointStamp = _services.Time.GetTimestamp();
            Write(checkpoints.WriteAsync(board, isDue, limit.Token), isFinalising: false);
        }
        else if (_handOver is null && _finaliser!.HasWork(board)
                 && _finaliser.TryWrite(board, checkpoints.Fence, limit.Token) is { } write)
        {
            Write(write, isFinalising: true);
        }
    }

    private void Write(Task<bool> write, bool isFinalising)
    {
        (_isWriting, _isFinalising) = (true, isFinalising);
        write.PipeTo(Self, success: isOwner => new Written(isOwner));
    }

    private void OnWritten(Written written)
    {
        if (!written.IsOwner) Context.Parent.Tell(new FencedOff());
        if (!written.IsOwner || _board is null) return;
        _isWriting = false;
        if (_isFinalising) _finaliser!.OnWritten(_board);
        else _checkpoints!.OnWritten();
        Offer();
        Advance();
        WriteNext(isWanted: false);
    }

    /// <summary>Once there, it may take over; whether it is near enough is the tenant's to say.</summary>
    private void Offer()
    {
        if (!_hasCaughtUp || _handOver is not null || _order.RunId == 0 || _checkpoints is not { Position: > 0 } c)
            return;
        _services.Tenants().Tell(
            new ActivateGeneration(_order.TenantId, _order.LeaderboardId, _order.RunId, c.Position), Context.Parent);
    }

    /// <summary>Hands over what stands at the row in question, once a checkpoint does too.</summary>
    private void Give(Board board)
    {
        if (_isWriting) return;
        if (_checkpoints?.Position < _handOver)
        {
            WriteNext(isWanted: true);
            return;
        }
        board.Order();
        Context.Parent.Tell(new Built(_order, board, _checkpoints));
        (_board, _checkpoints) = (null, null);
        Context.Stop(Self);
    }
}
