using Akka.Actor;
using Akka.Event;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Leaderboards;

/// <content>The comparison of what is served with what the log comes to: windows in memory at one position, step by
/// step while the board holds; then those in the history, which change no more.</content>
internal sealed partial class LeaderboardActor
{
    private sealed class ComparisonTick : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly ComparisonTick Instance = new();
    }

    private sealed record HistoryCompared(BuildGeneration Order, long Position, VerificationReport Report)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record HistoryNotCompared(BuildGeneration Order, long Position, Exception Cause)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Members compared at once: queries are answered in between.</summary>
    private const int MembersPerStep = 2_000;

    private StandingsComparison? _comparison;

    private void ReceivesVerification()
    {
        Receive<GenerationBuilderActor.CaughtUp>(OnCaughtUp);
        Receive<ComparisonTick>(_ => OnComparisonTick());
        Receive<HistoryCompared>(OnHistoryCompared);
        Receive<HistoryNotCompared>(OnHistoryNotCompared);
    }

    private void OnCaughtUp(GenerationBuilderActor.CaughtUp message)
    {
        if (message.Order != _order || _isHolding) return;
        _isHolding = true;
        _builder!.Tell(new GenerationBuilderActor.HandOver(_board!.Position));
    }

    private void Compare(Board rebuilt)
    {
        _comparison = new StandingsComparison(_board!, rebuilt, _checkpoints!.Generation);
        Self.Tell(ComparisonTick.Instance);
    }

    private void OnComparisonTick()
    {
        if (_comparison is not { } comparison || _order is not { } order) return;
        if (!comparison.Step(MembersPerStep))
        {
            Self.Tell(ComparisonTick.Instance);
            return;
        }
        _comparison = null;
        var position = _board!.Position;
        var reader = new HistoryComparison(_services.History);
        Task.Run(() => reader.CompareAsync(comparison, CancellationToken.None)).PipeTo(
            Self,
            success: report => new HistoryCompared(order, position, report),
            failure: cause => new HistoryNotCompared(order, position, cause));
        GoOn();
    }

    private void OnHistoryCompared(HistoryCompared compared)
    {
        if (compared.Order != _order) return;
        StopBuilder();
        End(compared.Order, compared.Position, null, compared.Report);
    }

    private void OnHistoryNotCompared(HistoryNotCompared failure)
    {
        if (failure.Order != _order) return;
        _log.Error(failure.Cause, "{0}: the history can't be read", failure.Order);
        StopBuilder();
        End(failure.Order, failure.Position, "the history can't be read", null);
    }
}
