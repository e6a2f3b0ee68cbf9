using Akka.Actor;
using Akka.Event;
using Phoenix.Cluster.Domain.Tenants;
using Phoenix.Cluster.Storage;
using Phoenix.Cluster.Telemetry;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Routing;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Tenants;

/// <content>What goes into the log: take, decide, persist, apply, answer.</content>
internal sealed partial class TenantActor
{
    private static readonly Refusal Unknown = new(
        ErrorCode.InternalError, "the outcome of the write is unknown: send it again with the same ids");

    private void OnAcceptEvents(AcceptEvents command)
    {
        if (RefusalOfWrites() is { } refusal)
        {
            Sender.Tell(refusal);
            return;
        }
        if (!_state.Created) Provision();
        if (_appender.TryTake(command, Sender, NowUs, _state.Position) is { } reply) Sender.Tell(reply);
        WriteNext();
    }

    private void OnControl(ITenantMessage command)
    {
        if (_isStopping)
        {
            Sender.Tell(Refusal.Unavailable("the tenant is moving to another node"));
            return;
        }
        if (command is AdvanceTime && !_services.Clock.Agrees)
        {
            Sender.Tell(Refusal.Unavailable("this node's clock differs from the database's", 5));
            return;
        }
        _appender.Queue.AddCommand(command, Sender);
        WriteNext();
    }

    /// <summary>Why events are not taken now, or null.</summary>
    private Refusal? RefusalOfWrites()
    {
        if (_isStopping) return Refusal.Unavailable("the tenant is moving to another node");
        if (!_services.Clock.Agrees) return Refusal.Unavailable("this node's clock differs from the database's", 5);
        if (!_state.Created && !_services.Options.AutoProvision)
            return new Refusal(ErrorCode.Forbidden, "the tenant is not known here");
        return _state.Status == TenantStatus.Suspended
            ? new Refusal(ErrorCode.Forbidden, "the tenant is suspended") : null;
    }

    private void Provision()
    {
        if (_isProvisioning) return;
        _isProvisioning = true;
        _appender.Queue.AddCommand(new CreateTenant(_tenantId, _tenantId.Value), ActorRefs.Nobody);
    }

    private void WriteNext()
    {
        while (_appender.Queue.TakeNext() is { } write)
        {
            if (write.Command is { } command)
            {
                if (TryWriteControl(command, write.CommandSender)) return;
                _appender.Queue.Complete();
            }
            else if (RefusalOfQueuedEvents() is { } refusal)
            {
                _appender.OnRefused(refusal);
            }
            else
            {
                WriteEvents(write);
                return;
            }
        }
        StopWhenAnswered();
    }

    private void WriteEvents(PendingWrite write)
    {
        write.WriteStamp = _services.Time.GetTimestamp();
        if (write.TraceParents is { } traces)
            write.Span = EngineTracing.Start("phoenix.journal.write", traces[0], traces.Skip(1));
        PersistAsync(new EventsAccepted(NewRowId(), NowUs, write.Events), OnEventsStored);
    }

    /// <summary>The tenant may have been suspended, or its creation refused, since the events were taken.</summary>
    private Refusal? RefusalOfQueuedEvents() =>
        !_state.Created ? new Refusal(ErrorCode.Forbidden, "the tenant is not known here")
        : _state.Status == TenantStatus.Suspended ? new Refusal(ErrorCode.Forbidden, "the tenant is suspended")
        : null;

    private void OnEventsStored(EventsAccepted row)
    {
        var write = _appender.Queue.Writing!;
        write.Span?.Stop();
        Apply(row, write.Span?.Id);
        _services.Instruments.OnStored(row.Count, _services.Time.GetElapsedTime(write.WriteStamp));
        _idsSinceSnapshot += row.Count;
        _appender.OnStored(_state.Position, row.AcceptedAtUs);
        SnapshotIfDue();
        WriteNext();
    }

    /// <summary>Decides a control command and writes its rows; false where there is nothing to write.</summary>
    private bool TryWriteControl(ITenantMessage command, IActorRef sender)
    {
        var options = _services.Options;
        var decision = TenantDecisions.Decide(
            _state, command, new TenantLimits(options.BoardsMax, options.OpenWindowsMax, options.DedupeWindowSeconds),
            new RowStamp(
                TenantDecisions.RequestOf(command) is > 0 and var request ? request : NewRowId(), NowUs,
                _state.Position + 1));
        if (decision.IsCarriedOut)
        {
            // The attempt before may still be at the registry, or may have ended there.
            Project(command, sender, [.. _state.Boards.Keys]);
            return false;
        }
        if (decision.Rows.Count == 0)
        {
            sender.Tell(decision.Refusal ?? TenantProjection.ReplyTo(command, _state, null));
            return false;
        }
        var left = decision.Rows.Count;
        PersistAllAsync(decision.Rows, row =>
        {
            Apply(row);
            if (--left > 0) return;
            _appender.Queue.Complete();
            _isProvisioning = false;
            _appender.SetWindow(_state.DedupeWindowSeconds);
            // Lists and 404s are true before the answer; they hold nothing of the log's time.
            if (command is AdvanceTime) sender.Tell(TenantProjection.ReplyTo(command, _state, null));
            else Project(command, sender, [.. decision.Rows.Select(Generations.DefinitionOf)
                .OfType<LeaderboardDefinition>().Select(d => d.LeaderboardId)]);
            WriteNext();
        });
        return true;
    }

    private void Apply(ITenantEvent row, string? traceParent = null)
    {
        // Not before: a log that can be read but not written would open its gate with each start.
        _services.Gate.OnHealthy(EntityIds.Tenant(_tenantId));
        _state = TenantState.Apply(_state, LastSequenceNr, row);
        var stored = new LogRow(LastSequenceNr, row) { TraceParent = traceParent };
        _live!.Add(stored);
        _recent.Add(stored);
        TellOfRebuild(row);
    }

    private void Project(ITenantMessage? command, IActorRef replyTo, IReadOnlyCollection<LeaderboardId> boards)
    {
        var state = _state;
        PipeProjection(_projection.SaveAsync(state, boards), command, replyTo, state);
    }

    private void PipeProjection(Task<string> saving, ITenantMessage? command, IActorRef replyTo, TenantState state)
    {
        _projections++;
        saving.PipeTo(
            Self,
            success: secret => new Projected(command, replyTo, state, secret),
            failure: cause => new ProjectionFailed(replyTo, cause));
    }

    private void OnRotateSigningSecret(RotateSigningSecret command)
    {
        if (_isStopping) Sender.Tell(Refusal.Unavailable("the tenant is moving to another node"));
        else if (!_state.Created)
            Sender.Tell(new Refusal(ErrorCode.NotFound, $"tenant '{_tenantId}' does not exist"));
        else PipeProjection(_projection.RotateSecretAsync(_tenantId), command, Sender, _state);
    }

    private void OnProjected(Projected projected)
    {
        _projections--;
        if (projected.Command is { } command)
            projected.ReplyTo.Tell(TenantProjection.ReplyTo(command, projected.State, projected.Secret));
        StopWhenAnswered();
    }

    private void OnProjectionFailed(ProjectionFailed failure)
    {
        // The log has it, the registry not yet: starting anew projects it again.
        _log.Error(failure.Cause, "Tenant {0}: the registry can't be written; the tenant starts again", _tenantId);
        failure.ReplyTo.Tell(Unknown);
        FailEveryone();
        Context.Stop(Self);
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        _log.Error(cause, "Tenant {0}: row {1} could not be written; its fate is unknown until recovery", _tenantId,
            sequenceNr);
        FailEveryone();
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        // The row's number is not given back: going on would leave a hole in the log.
        _log.Error(cause, "Tenant {0}: row {1} was rejected; the tenant starts again", _tenantId, sequenceNr);
        FailEveryone();
        Context.Stop(Self);
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        _services.Instruments.OnRecoveryFailed();
        _services.Gate.OnFailed(EntityIds.Tenant(_tenantId));
        base.OnRecoveryFailure(reason, message);
    }

    private void FailEveryone()
    {
        _services.Instruments.OnWriteFailed();
        _services.Gate.OnFailed(EntityIds.Tenant(_tenantId));
        foreach (var waiter in _appender.Queue.DrainWaiters()) waiter.Tell(Unknown);
    }

    private static ulong NewRowId() => unchecked((ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue));
}
