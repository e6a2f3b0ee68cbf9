using Phoenix.Cluster.Telemetry;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Leaderboards;

/// <content>What is measured of a board.</content>
internal sealed partial class LeaderboardActor
{
    private long _loadStamp;

    // One write is in flight at a time.
    private long _writeStamp;

    /// <summary>Applies the rows and takes note of what they changed; false where rows before them are
    /// missing.</summary>
    private bool TryApply(ApplyRows rows)
    {
        var started = _services.Time.GetTimestamp();
        var before = _board!.Position;
        using var span = EngineTracing.Start("phoenix.board.apply", rows.TraceParent);
        if (!_board.TryApply(rows)) return false;
        if (_board.Position == before) return true;
        var entries = -_entriesSinceCheckpoint;
        NoteChanges(rows);
        entries += _entriesSinceCheckpoint;
        _services.Instruments.OnApplied(entries, _services.Time.GetElapsedTime(started));
        return true;
    }

    private void NoteWritten(bool isOwner)
    {
        if (!isOwner) _services.Instruments.OnFenced();
        else if (!_isFinalising)
        {
            var (isBase, bytes) = _checkpoints!.InFlight;
            _services.Instruments.OnCheckpoint(isBase, bytes, _services.Time.GetElapsedTime(_writeStamp));
        }
    }
}
