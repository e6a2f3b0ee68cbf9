using Akka.Actor;
using Akka.Event;
using Phoenix.Cluster.Domain;
using Phoenix.Cluster.Domain.Tenants;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Tenants;

/// <content>Retention: the beginning of the log goes when it is old enough and nothing needs it.</content>
/// <remarks>
/// First the new floor is in a snapshot, then the rows below it are deleted: whatever is interrupted, the floor that a
/// start reads is never below what is left, and deleting goes on from there.
/// </remarks>
internal sealed partial class TenantActor
{
    /// <summary>The first row that is to stay, and when it was accepted; null where nothing may go.</summary>
    private sealed record FloorFound(long Position, long AcceptedAtUs)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression, INotInfluenceReceiveTimeout;

    private sealed record RowsDeleted(int Count)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression, INotInfluenceReceiveTimeout;

    private sealed record RetentionFailed(Exception Cause)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression, INotInfluenceReceiveTimeout;

    private const int RowsDeletedAtOnce = 200;
    private static readonly TimeSpan RetentionInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetentionTimeout = TimeSpan.FromSeconds(30);

    // Not state: what the boards have, and how far deleting has come.
    private long _checkpointed = -1;
    private long _retentionStamp;
    private bool _isTrimming;
    private bool _isTrimmed;

    private long SavedFloor => _newerSnapshot?.LogFloor ?? 1;

    private void TrimIfDue()
    {
        if (_services.Retention.LogDays == 0 || _isTrimming) return;
        if (SavedFloor != _state.LogFloor) SaveSnapshot();
        else if (!_isTrimmed) DeleteRows();
        else if (_services.Time.GetElapsedTime(_retentionStamp) >= RetentionInterval) FindFloor();
    }

    private void FindFloor()
    {
        _retentionStamp = _services.Time.GetTimestamp();
        if (FirstNeeded() is not { } needed || needed <= _state.LogFloor) return;
        _isTrimming = true;
        var (journal, id, floor) = (_services.Journal, PersistenceId, _state.LogFloor);
        var cutUs = NowUs - (_services.Retention.LogDays * 24L * 3_600 * LogTime.PerSecond);
        Task.Run(async () =>
        {
            using var limit = new CancellationTokenSource(RetentionTimeout);
            var first = await LogSearch.FirstAcceptedAsync(journal, id, floor, needed - 1, cutUs, limit.Token);
            var row = await journal.FindAsync(id, first, limit.Token);
            return new FloorFound(first, row?.AcceptedAtUs ?? 0);
        }).PipeTo(Self, failure: cause => new RetentionFailed(cause));
    }

    /// <summary>The first row that someone may still ask for; null where that is not known.</summary>
    private long? FirstNeeded()
    {
        if (_olderSnapshot is null || _checkpointed < 0 || Generations.Running(_state).Any()) return null;
        var ids = _appender.DedupeFloor(_state.Position);
        return Math.Min(
            Math.Min(_checkpointed, ids), Math.Min(NeededBy(_olderSnapshot), NeededBy(_newerSnapshot!)));

        static long NeededBy(TenantSnapshot snapshot) => Math.Min(snapshot.Position + 1, snapshot.DedupeFloor);
    }

    private void OnFloorFound(FloorFound found)
    {
        _isTrimming = false;
        // The bound may have come down since: a board may have lost its checkpoint.
        if (found.Position <= _state.LogFloor || FirstNeeded() is not { } needed || found.Position > needed) return;
        _state = _state with { LogFloor = found.Position, LogFloorUs = found.AcceptedAtUs };
        _isTrimmed = false;
    }

    private void DeleteRows()
    {
        _isTrimming = true;
        var (trimmer, id, floor) = (_services.Trimmer, PersistenceId, _state.LogFloor);
        Task.Run(async () =>
        {
            using var limit = new CancellationTokenSource(RetentionTimeout);
            return new RowsDeleted(await trimmer.DeleteAsync(id, floor, RowsDeletedAtOnce, limit.Token));
        }).PipeTo(Self, failure: cause => new RetentionFailed(cause));
    }

    private void OnRowsDeleted(RowsDeleted deleted)
    {
        _isTrimming = false;
        _services.Instruments.OnTrimmed(deleted.Count);
        _isTrimmed = deleted.Count == 0;
    }

    private void OnRetentionFailed(RetentionFailed failure)
    {
        _isTrimming = false;
        _retentionStamp = _services.Time.GetTimestamp();
        _log.Warning(failure.Cause, "Tenant {0}: old rows of its log can't be deleted now", _tenantId);
    }
}
