using Akka.Event;
using Akka.Persistence;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Tenants;

/// <content>Snapshots: when (now and then, and before a planned end), and which are kept: the last two.</content>
internal sealed partial class TenantActor
{
    private const int SnapshotEveryIds = 1_000_000;

    // Fewer rows, and fewer events in them, are replayed sooner than a snapshot is written.
    private const int RowsWorthASnapshot = 100;
    private const int IdsWorthASnapshot = 10_000;

    // Not state: the snapshots that a start could begin from, and the one on its way to the store.
    private TenantSnapshot? _olderSnapshot;
    private TenantSnapshot? _newerSnapshot;
    private TenantSnapshot? _savingSnapshot;

    private void SnapshotIfDue()
    {
        if (_idsSinceSnapshot < SnapshotEveryIds && !IsIntervalOver()) return;
        SaveSnapshot();
    }

    private bool IsIntervalOver()
    {
        var interval = TimeSpan.FromSeconds(Math.Max(1, _state.DedupeWindowSeconds / 10.0));
        return IsWorthASnapshot() && _services.Time.GetElapsedTime(_snapshotStamp) >= interval;
    }

    /// <summary>Retention deletes no rows but those that a snapshot stands for: there each of them counts.</summary>
    private bool IsWorthASnapshot()
    {
        var rows = _state.Position - _snapshotPosition;
        return rows >= RowsWorthASnapshot || _idsSinceSnapshot >= IdsWorthASnapshot
            || (rows > 0 && _services.Retention.LogDays > 0);
    }

    /// <summary>Whether a snapshot is on its way, before an end that was planned: whoever starts next replays no rows
    /// that way, which takes longer than reading their ids.</summary>
    private bool SavesLastSnapshot()
    {
        if (_state.Position - _snapshotPosition >= RowsWorthASnapshot) SaveSnapshot();
        return _savingSnapshot is not null;
    }

    /// <summary>One at a time, so that it is known which one the store has.</summary>
    private void SaveSnapshot()
    {
        if (_savingSnapshot is not null) return;
        (_idsSinceSnapshot, _snapshotStamp, _snapshotPosition) = (0, _services.Time.GetTimestamp(), _state.Position);
        _savingSnapshot = _state.ToSnapshot(_appender.DedupeFloor(_state.Position + 1));
        SaveSnapshot(_savingSnapshot);
    }

    private void OnSnapshotSaved(SaveSnapshotSuccess saved)
    {
        NoteSnapshot(_savingSnapshot!);
        _savingSnapshot = null;
        if (_olderSnapshot is { } older) DeleteSnapshots(new SnapshotSelectionCriteria(older.Position - 1));
        StopWhenAnswered();
    }

    private void OnSnapshotFailed(SaveSnapshotFailure failure)
    {
        _savingSnapshot = null;
        _services.Instruments.OnSnapshotFailed();
        _log.Warning(failure.Cause, "Tenant {0}: the snapshot was not saved; the next one will be", _tenantId);
        StopWhenAnswered();
    }

    private void NoteSnapshot(TenantSnapshot snapshot)
    {
        // Another one of the same row takes the place of the former in the store.
        if (_newerSnapshot?.Position != snapshot.Position) _olderSnapshot = _newerSnapshot;
        _newerSnapshot = snapshot;
    }

    /// <summary>A log whose beginning is gone needs a snapshot to start from; without it the tenant would come up as
    /// another.</summary>
    private void RequireNext(long position)
    {
        if (position == _state.Position + 1) return;
        throw new StorageException(
            $"the log of '{PersistenceId}' has a hole: row {_state.Position + 1} is missing, and no snapshot holds it");
    }
}
