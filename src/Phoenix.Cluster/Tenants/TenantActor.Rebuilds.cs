using Akka.Actor;
using Akka.Event;
using Phoenix.Cluster.Domain.Tenants;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Tenants;

/// <content>Rebuilds and verifications: the log says what is to be built and what serves, boards do the work.</content>
internal sealed partial class TenantActor
{
    private sealed record BackfillLocated(ITenantMessage Command, long Origin, IActorRef ReplyTo)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record Heard(long RunId, long Position, long EventsPerSecond, long Stamp);

    /// <summary>A board that says nothing for this long is asked again.</summary>
    private static readonly TimeSpan RebuildSilenceMax = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LocateTimeout = TimeSpan.FromSeconds(10);

    // Not state: what boards have said of their runs.
    private readonly Dictionary<LeaderboardId, Heard> _heard = [];

    // Not state: boards that the log has swapped and that have not yet said so themselves.
    private readonly HashSet<LeaderboardId> _swapping = [];

    private static bool HasBackfill(ITenantMessage message) =>
        message is DefineLeaderboard { Backfill: not null } or ChangeLeaderboardConfig { Backfill: not null };

    private void OnRebuild(IRebuildMessage message)
    {
        switch (message)
        {
            case GetRebuild query:
                Sender.Tell(Answer(query));
                break;
            case RebuildProgress progress:
                OnProgress(progress);
                break;
            case ActivateGeneration or EndRebuild when !_isStopping:
                // Nobody waits: the board sends it again until the log has it.
                _appender.Queue.AddCommand(message, ActorRefs.Nobody);
                WriteNext();
                break;
            case CancelRebuild or VerifyLeaderboard:
                OnControl(message);
                break;
        }
    }

    private object Answer(GetRebuild query)
    {
        if (!_state.Boards.ContainsKey(query.LeaderboardId))
            return new Refusal(ErrorCode.NotFound, $"leaderboard '{query.LeaderboardId}' does not exist");
        var heard = _heard.GetValueOrDefault(query.LeaderboardId);
        var reply = heard is not null && heard.RunId == Generations.Of(_state, query.LeaderboardId).Run?.RunId
            ? RebuildReplies.Of(_state, query.LeaderboardId, heard.Position, heard.EventsPerSecond)
            : RebuildReplies.Of(_state, query.LeaderboardId);
        // Done is what the board shows, too.
        return _swapping.Contains(query.LeaderboardId) && reply.State == RebuildState.Done
            ? reply with { State = RebuildState.Running, FinishedAtUs = null } : reply;
    }

    private void OnProgress(RebuildProgress progress)
    {
        if (Generations.RunningOf(_state, progress.LeaderboardId)?.RunId == progress.RunId)
            _heard[progress.LeaderboardId] = new Heard(
                progress.RunId, progress.Position, progress.EventsPerSecond, _services.Time.GetTimestamp());
        else
            Sender.Tell(new StopBuilding(_tenantId, progress.LeaderboardId, progress.RunId));
    }

    /// <summary>Looks the time up in the log before the command takes its place in the queue: what comes meanwhile is
    /// accepted later than that time, for it is not in the future.</summary>
    private void OnBackfill(ITenantMessage command)
    {
        var backfill = (command as DefineLeaderboard)?.Backfill ?? ((ChangeLeaderboardConfig)command).Backfill!;
        if (backfill.FromUs is not { } fromUs || fromUs > NowUs)
        {
            OnControl(new LocatedBackfill(command, 1));
            return;
        }
        var (journal, floor, head, replyTo) = (_services.Journal, _state.LogFloor, _state.Position, Sender);
        var persistenceId = PersistenceId;
        Task.Run(async () =>
        {
            using var limit = new CancellationTokenSource(LocateTimeout);
            return await LogSearch.FirstAcceptedAsync(journal, persistenceId, floor, head, fromUs, limit.Token);
        }).PipeTo(
            Self,
            success: origin => new BackfillLocated(command, origin, replyTo),
            failure: cause => new BackfillLocated(command, 0, NotLocated(replyTo, cause)));
    }

    private void OnBackfillLocated(BackfillLocated located)
    {
        if (located.Origin == 0) return;
        _appender.Queue.AddCommand(new LocatedBackfill(located.Command, located.Origin), located.ReplyTo);
        WriteNext();
    }

    private IActorRef NotLocated(IActorRef replyTo, Exception cause)
    {
        _log.Error(cause, "Tenant {0}: its log can't be searched for the start of a backfill", _tenantId);
        replyTo.Tell(Refusal.Unavailable("the tenant's log can't be read now"));
        return replyTo;
    }

    /// <summary>A row of the log, as it is applied: what it means for the board that builds.</summary>
    private void TellOfRebuild(ITenantEvent row)
    {
        switch (row)
        {
            case BackfillRequested e:
                AskToBuild(Generations.RunningOf(_state, e.Asked.LeaderboardId)!);
                break;
            case VerificationRequested e:
                AskToBuild(Generations.RunningOf(_state, e.LeaderboardId)!);
                break;
            case GenerationActivated e:
                _swapping.Add(e.Definition.LeaderboardId);
                break;
            case RebuildEnded e:
                _services.Leaderboards().Tell(new StopBuilding(_tenantId, e.LeaderboardId, e.RunId));
                break;
        }
    }

    private void AskToBuild(RebuildRun run)
    {
        var board = run.Generation.LeaderboardId;
        _heard[board] = _heard.GetValueOrDefault(board) is { } heard && heard.RunId == run.RunId
            ? heard with { Stamp = _services.Time.GetTimestamp() }
            : new Heard(run.RunId, 0, 0, _services.Time.GetTimestamp());
        _services.Leaderboards().Tell(
            new BuildGeneration(_tenantId, board, run.RunId, run.Kind, run.Generation, _state.Position));
    }

    /// <summary>A board that has started: it goes on with its run, or first gets back a generation that serves and
    /// that it has no checkpoint of.</summary>
    private void AskToBuild(AttachLeaderboard attached, IActorRef board)
    {
        if (!_state.Boards.ContainsKey(attached.LeaderboardId)) return;
        var serving = Generations.ServingOf(_state, attached.LeaderboardId);
        if (serving.ActivatedAt <= attached.Position) _swapping.Remove(attached.LeaderboardId);
        if (serving.Number > Generations.FirstNumber && serving.ActivatedAt > attached.Position)
            board.Tell(new BuildGeneration(
                _tenantId, attached.LeaderboardId, 0, RebuildKind.Rebuild, serving, _state.Position));
        else if (Generations.RunningOf(_state, attached.LeaderboardId) is { } run)
            AskToBuild(run);
    }

    private void NudgeRebuilds()
    {
        foreach (var run in Generations.Running(_state))
        {
            if (_heard.GetValueOrDefault(run.Generation.LeaderboardId) is { } heard && heard.RunId == run.RunId
                && _services.Time.GetElapsedTime(heard.Stamp) < RebuildSilenceMax) continue;
            AskToBuild(run);
        }
    }
}
