using Akka.Event;
using Akka.Persistence;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Tenants;

/// <content>Snapshots: when, and which are kept: the last two.</content>
internal sealed partial class TenantActor
{
    private const int SnapshotEveryIds = 1_000_000;

    // Not state: the snapshots that a start could begin from, and the one on its way to the store.
    private TenantSnapshot? _olderSnapshot;
    private TenantSnapshot? _newerSnapshot;
    private TenantSnapshot? _savingSnapshot;

    private void SnapshotIfDue()
    {
        if (_state.Position == _snapshotPosition) return;
        var interval = TimeSpan.FromSeconds(Math.Max(1, _state.DedupeWindowSeconds / 10.0));
        if (_idsSinceSnapshot < SnapshotEveryIds && _services.Time.GetElapsedTime(_snapshotStamp) < interval) return;
        SaveSnapshot();
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
    }

    private void OnSnapshotFailed(SaveSnapshotFailure failure)
    {
        _savingSnapshot = null;
        _services.Instruments.OnSnapshotFailed();
        _log.Warning(failure.Cause, "Tenant {0}: the snapshot was not saved; the next one will be", _tenantId);
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
