using Akka.Actor;
using Akka.Event;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Leaderboards;

/// <content>Another generation beside the one that serves: built by a child, then swapped to or compared.</content>
/// <remarks>
/// While the board holds, it takes no rows: it serves what it has until the child stands at the row in question. Rows
/// that come meanwhile are dropped, and the feed is told where to go on.
/// </remarks>
internal sealed partial class LeaderboardActor
{
    private sealed record SwapSaved(StoredHistory? History)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression, INotInfluenceReceiveTimeout;

    private sealed record Dropped(bool IsOwner)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression, INotInfluenceReceiveTimeout;

    // Not state: the run that the tenant asked for, which it asks for again after a start.
    private BuildGeneration? _order;
    private IActorRef? _builder;
    private bool _isHolding;
    private GenerationBuilderActor.Built? _built;

    private void ReceivesRebuilds()
    {
        Receive<BuildGeneration>(OnBuildGeneration);
        Receive<StopBuilding>(OnStopBuilding);
        Receive<GenerationBuilderActor.Built>(OnBuilt);
        Receive<GenerationBuilderActor.Failed>(OnBuildFailed);
        Receive<GenerationBuilderActor.FencedOff>(_ => StopUnlessOwner(false));
        Receive<SwapSaved>(OnSwapSaved);
        Receive<Dropped>(m => StopUnlessOwner(m.IsOwner));
        ReceivesVerification();
    }

    /// <summary>What a first message says of the board, where it comes ahead of the registry's projection.</summary>
    private static LeaderboardDefinition? FirstDefinitionOf(ILeaderboardMessage message) => message switch
    {
        ApplyRows m => m.Sections.Select(s => s.Definition).FirstOrDefault(d => d is not null),
        BuildGeneration m => m.Generation.History.Count > 0 ? m.Generation.History[^1].Definition : null,
        _ => null,
    };

    private void OnBuildGeneration(BuildGeneration order)
    {
        if (_board is null || _isStopping)
        {
            // It comes again.
            if (!_isStopping) Load(order);
            return;
        }
        var isLost = order.RunId == 0;
        if (IsUnderWay(order) || (_isHolding && !isLost)) return;
        // What serves by the log may be ahead of this board: the order comes again once it has swapped.
        var (number, serving) = (order.Generation.Number, _checkpoints!.Generation);
        if (order.Kind == RebuildKind.Verify ? number != serving : number <= serving) return;
        StopBuilder();
        _order = order;
        _builder = Context.ActorOf(GenerationBuilderActor.Props(
            order, _services, _checkpoints!.Owner, _checkpoints.Generation, isLost ? order.Head : _board.Position));
        if (!isLost) return;
        // It serves already by the log, and this board is behind the swap.
        _isHolding = true;
        _builder.Tell(new GenerationBuilderActor.HandOver(Math.Max(order.Head, _board.Position)));
    }

    private bool IsUnderWay(BuildGeneration order) =>
        _order is { } present && present.Kind == order.Kind && present.Generation.Number == order.Generation.Number
        && (present.RunId == order.RunId || order.Kind == RebuildKind.Rebuild);

    private void OnStopBuilding(StopBuilding stop)
    {
        if (_order is not { } order || order.RunId != stop.RunId || stop.RunId == 0) return;
        StopBuilder();
        GoOn();
        if (order.Kind == RebuildKind.Verify || _checkpoints is not { } serving) return;
        _services.Boards.DropOthersAsync(
            serving.Owner, serving.Generation, serving.Generation, CancellationToken.None).PipeTo(
            Self, success: isOwner => new Dropped(isOwner));
    }

    private void StopBuilder()
    {
        if (_builder is not null) Context.Stop(_builder);
        (_builder, _order, _built, _comparison) = (null, null, null, null);
    }

    /// <summary>Takes rows again, from where the board stands now.</summary>
    private void GoOn()
    {
        if (!_isHolding) return;
        _isHolding = false;
        _feed.Tell(new LeaderboardBehind(_tenantId, _leaderboardId, _board!.Position));
    }

    private void MoveBuilder() => _builder?.Tell(new GenerationBuilderActor.MoveTo(_board!.Position));

    /// <summary>Whether these rows must wait: because of a swap among them, or because the board holds.</summary>
    private bool HoldsBack(ApplyRows rows)
    {
        if (_isHolding) return true;
        if (rows.From > _board!.Position + 1) return false;
        var swap = rows.Sections.FirstOrDefault(
            s => s.ActivatedGeneration is not null && s.Position > _board.Position);
        if (swap is null) return false;
        _isHolding = true;
        if (_order is { Kind: RebuildKind.Rebuild } order && order.Generation.Number == swap.ActivatedGeneration)
            _builder!.Tell(new GenerationBuilderActor.HandOver(swap.Position));
        else
            // The tenant knows what serves, and asks for it.
            Attach();
        return true;
    }

    private void OnBuilt(GenerationBuilderActor.Built built)
    {
        if (built.Order != _order) return;
        _builder = null;
        if (built.Order.Kind == RebuildKind.Verify) Compare(built.Board);
        else
        {
            _built = built;
            WriteNext();
        }
    }

    /// <summary>Stores the swap, where there is one to store and no write in flight. A crash before that finds the
    /// former generation and comes to the same row again.</summary>
    private bool Swaps()
    {
        if (_built is not { Checkpoints: { } made } built) return false;
        _isWriting = true;
        var isOfSameTimeframe = built.Order.RunId == 0 || _board!.Definition?.Config.Timeframe is not { } former
            || former with { GraceSeconds = 0 } == built.Board.Definition!.Config.Timeframe with { GraceSeconds = 0 };
        var swap = new GenerationSwap(
            _checkpoints!.Generation, _checkpoints.Fence, made.Generation, made.Position, built.Board.ActivatedAt,
            built.Board.NextDueUs);
        var limit = new CancellationTokenSource(SaveTimeout);
        // Nobody changes what was built before the answer.
        _services.Boards.SwapAsync(
            made.Owner, swap, w => isOfSameTimeframe && built.Board.Keeps(w), limit.Token)
            .PipeTo(Self, success: history => new SwapSaved(history));
        return true;
    }

    private void OnSwapSaved(SwapSaved saved)
    {
        _isWriting = false;
        if (!StopUnlessOwner(saved.History is not null) || _built is not { } built) return;
        (_board, _checkpoints) = (built.Board, built.Checkpoints!);
        _board.AdoptAll(saved.History!.Windows);
        _finaliser = new Finaliser(_services.History, _checkpoints.Owner, _checkpoints.Generation, saved.History);
        (_order, _built, _isHolding) = (null, null, false);
        _log.Info(
            "Leaderboard {0}/{1}: serves generation {2} from row {3} on", _tenantId, _leaderboardId,
            _checkpoints.Generation, _board.ActivatedAt);
        if (_isStopping)
        {
            StopWhenSaved();
            return;
        }
        // Where to go on, and what else is under way.
        Attach();
        AnswerWaiting();
        WriteNext();
    }

    private bool StopUnlessOwner(bool isOwner)
    {
        if (isOwner) return true;
        _log.Warning("Leaderboard {0}/{1}: another incarnation owns it; this one stops", _tenantId, _leaderboardId);
        Context.Stop(Self);
        return false;
    }

    private void OnBuildFailed(GenerationBuilderActor.Failed failure)
    {
        if (failure.Order != _order) return;
        StopBuilder();
        if (failure.Order.RunId == 0)
        {
            _waiting.Answer(_ => Refusal.Unavailable("the leaderboard can't be built from its log now"));
            Context.Stop(Self);
            return;
        }
        GoOn();
        End(failure.Order, failure.Position, failure.Error, null);
    }

    private void End(BuildGeneration order, long position, string? error, VerificationReport? report) =>
        _services.Tenants().Tell(
            new EndRebuild(_tenantId, _leaderboardId, order.RunId, position, error, report), Self);

    /// <summary>Each tick: the child learns how far the board is; a board that waits for a generation asks
    /// again.</summary>
    private void TickRebuild()
    {
        MoveBuilder();
        if (_isHolding && _order is null && _services.Time.GetElapsedTime(_attachStamp) > AttachInterval) Attach();
    }
}
