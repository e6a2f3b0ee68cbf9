using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Leaderboards;

/// <content>What goes into the standings store, one write at a time: checkpoints first, then closed windows.</content>
internal sealed partial class LeaderboardActor
{
    private sealed record Written(bool IsOwner)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression, INotInfluenceReceiveTimeout;

    private static readonly TimeSpan SaveTimeout = TimeSpan.FromSeconds(30);

    // Not state: what is not in a checkpoint yet, and whose turn the write in flight is.
    private Checkpoints? _checkpoints;
    private Finaliser? _finaliser;
    private long _checkpointStamp;
    private int _entriesSinceCheckpoint;
    private bool _isChanged;
    private bool _isWriting;
    private bool _isFinalising;

    private void NoteChanges(ApplyRows rows)
    {
        if (rows.Sections.Count > 0) _isChanged = true;
        foreach (var section in rows.Sections) _entriesSinceCheckpoint += section.Entries.Count;
    }

    private void WriteNext()
    {
        if (_isWriting || Swaps() || _board?.Definition is null) return;
        _board.HasRun = _order is not null;
        if (_board.Position > _checkpoints!.Position)
        {
            var isDue = IsCheckpointDue();
            if (isDue || _checkpoints.IsBaseBegun)
            {
                WriteCheckpoint(isDue);
                return;
            }
        }
        if (!_isStopping && _finaliser!.HasWork(_board)) WriteFinal();
    }

    private bool IsCheckpointDue()
    {
        var options = _services.Options;
        var interval = _isChanged ? options.CheckpointInterval : options.MoveCheckpointInterval;
        return _isStopping || _entriesSinceCheckpoint >= options.CheckpointEntries
            || _services.Time.GetElapsedTime(_checkpointStamp) >= interval;
    }

    private void WriteCheckpoint(bool isDue)
    {
        if (isDue) (_checkpointStamp, _entriesSinceCheckpoint, _isChanged) = (_services.Time.GetTimestamp(), 0, false);
        (_isWriting, _isFinalising, _writeStamp) = (true, false, _services.Time.GetTimestamp());
        var limit = new CancellationTokenSource(SaveTimeout);
        _checkpoints!.WriteAsync(_board!, isDue, limit.Token).PipeTo(Self, success: owner => new Written(owner));
    }

    /// <summary>Another board may have the turn: the next tick tries again.</summary>
    private void WriteFinal()
    {
        var limit = new CancellationTokenSource(SaveTimeout);
        if (_finaliser!.TryWrite(_board!, _checkpoints!.Fence, limit.Token) is not { } write) return;
        (_isWriting, _isFinalising) = (true, true);
        write.PipeTo(Self, success: owner => new Written(owner));
    }

    private void OnWritten(Written written)
    {
        _isWriting = false;
        NoteWritten(written.IsOwner);
        if (!StopUnlessOwner(written.IsOwner)) return;
        if (_isFinalising)
        {
            _finaliser!.OnWritten(_board!);
            // A large piece is followed by a pause, in which others write.
            if (_finaliser.IsSmall && !_isStopping) WriteNext();
        }
        else
        {
            _checkpoints!.OnWritten();
            _feed.Tell(new RowsApplied(_tenantId, _leaderboardId, _board!.Position, _checkpoints.Position));
            if (!_isStopping) WriteNext();
        }
        MoveBuilder();
        if (_isStopping) StopWhenSaved();
    }

    private void OnIdle()
    {
        var isSaved = _board is null || (!_isWriting && _checkpoints!.Position >= _board.Position
                                         && !_finaliser!.HasWork(_board));
        if (isSaved && _waiting.IsEmpty && _watchers.IsEmpty && _builder is null)
            Context.Parent.Tell(new Passivate(Stop.Instance));
    }

    private void OnStop()
    {
        _isStopping = true;
        _waiting.Answer(_ => Refusal.Unavailable("the leaderboard is moving to another node"));
        StopWhenSaved();
    }

    private void StopWhenSaved()
    {
        WriteNext();
        if (!_isWriting) Context.Stop(Self);
    }
}
