using Akka.Actor;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Leaderboards;

/// <content>What is stored of it, and the offer to take over.</content>
internal sealed partial class GenerationBuilderActor
{
    private void CheckpointIfDue(bool isWanted)
    {
        if (_checkpoints is not { IsWriting: false } checkpoints || _board is not { Definition: not null } board
            || board.Position <= checkpoints.Position) return;
        var isDue = isWanted || _services.Time.GetElapsedTime(_checkpointStamp)
            >= _services.Options.RebuildCheckpointInterval;
        if (!isDue && !checkpoints.IsBaseBegun) return;
        if (isDue) _checkpointStamp = _services.Time.GetTimestamp();
        var limit = new CancellationTokenSource(SaveTimeout);
        checkpoints.WriteAsync(board, isDue, limit.Token).PipeTo(Self, success: isOwner => new Written(isOwner));
    }

    private void OnWritten(Written written)
    {
        if (!written.IsOwner) Context.Parent.Tell(new FencedOff());
        if (!written.IsOwner || _checkpoints is null) return;
        _checkpoints.OnWritten();
        if (_checkpoints.IsBaseBegun) CheckpointIfDue(isWanted: false);
        else Offer();
        Advance();
    }

    /// <summary>Once there, it may take over; whether it is near enough is the tenant's to say.</summary>
    private void Offer()
    {
        if (!_hasCaughtUp || _handOver is not null || _order.RunId == 0 || _checkpoints is not { Position: > 0 } c)
            return;
        _services.Tenants().Tell(
            new ActivateGeneration(_order.TenantId, _order.LeaderboardId, _order.RunId, c.Position), Context.Parent);
    }
}
