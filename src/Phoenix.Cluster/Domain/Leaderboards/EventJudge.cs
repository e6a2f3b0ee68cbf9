using Phoenix.Cluster.Domain.Scoring;
using Phoenix.Cluster.Domain.Windows;
using Phoenix.Messages.Events;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Domain.Leaderboards;

/// <summary>What each of a tenant's boards made of events of its log, told again from the definitions alone.</summary>
/// <remarks>
/// Rows are asked for in their order. Everything but <see cref="EventVerdict.WindowLimit"/> follows from the log: how
/// many windows were open, only the board knows.
/// </remarks>
/// <param name="activatedAt">The rows from which boards serve another generation, which has windows of its own.</param>
public sealed class EventJudge(
    TenantId tenant, IReadOnlyList<PositionedDefinition> definitions,
    IReadOnlyDictionary<LeaderboardId, long> activatedAt)
{
    private readonly SortedDictionary<string, JudgedBoard> _boards = new(StringComparer.Ordinal);
    private int _next;
    private ScoringPlan? _plan;
    private Scorer? _scorer;

    /// <summary>What every board that is defined before this row made of this event of it.</summary>
    public IReadOnlyList<Judgement> Judge(long position, long acceptedAtUs, EventRecord record)
    {
        for (; _next < definitions.Count && definitions[_next].Position < position; _next++)
            Define(definitions[_next]);
        _scorer ??= Compile();
        var judgements = new List<Judgement>(_boards.Count);
        foreach (var board in _boards.Values) judgements.Add(Judge(board, acceptedAtUs, record));
        return judgements;
    }

    private Judgement Judge(JudgedBoard board, long acceptedAtUs, EventRecord record)
    {
        var id = board.Definition.LeaderboardId;
        if (board.Definition.Status != LeaderboardStatus.Active) return Judgement.Of(id, EventVerdict.Inactive);
        var (verdict, points) = _scorer!.Judge(record, board.Index);
        if (verdict != EventVerdict.Scored) return Judgement.Of(id, verdict);
        if (!board.Calendar.TryFind(record.OccurredAtUs, out var window))
            return Judgement.Of(id, EventVerdict.WindowClosed);
        return board.IsClosed(window, acceptedAtUs)
            ? new Judgement(new BoardVerdict(id, EventVerdict.WindowClosed, 0, window.Key), null)
            : new Judgement(new BoardVerdict(id, EventVerdict.Scored, points, window.Key), window);
    }

    private void Define(PositionedDefinition defined)
    {
        var id = defined.Definition.LeaderboardId;
        var isActivation = activatedAt.TryGetValue(id, out var row) && row == defined.Position;
        var former = isActivation ? null : _boards.GetValueOrDefault(id.Value);
        _boards[id.Value] = new JudgedBoard(defined.Definition, former);
        _scorer = null;
    }

    private Scorer Compile()
    {
        var boards = _boards.Values.ToList();
        for (var i = 0; i < boards.Count; i++) boards[i].Index = i;
        _plan = ScoringPlan.Compile(tenant, [.. boards.Select(b => b.Definition)], _plan);
        return _plan.NewScorer();
    }

    /// <summary>A board as one of its definitions has it.</summary>
    private sealed class JudgedBoard
    {
        private readonly long _closedForEverUs = long.MinValue;

        public JudgedBoard(LeaderboardDefinition definition, JudgedBoard? former)
        {
            Definition = definition;
            var timeframe = definition.Config.Timeframe;
            Calendar = former?.Definition.Config.Timeframe == timeframe
                ? former.Calendar : WindowCalendar.Of(timeframe);
            if (former is null) return;
            // A longer grace reopens nothing that had closed before it.
            _closedForEverUs = former._closedForEverUs;
            if (former.Definition.Config.Timeframe.GraceSeconds is >= 0 and var grace)
                _closedForEverUs = Math.Max(_closedForEverUs, definition.UpdatedAtUs - (grace * LogTime.PerSecond));
        }

        public LeaderboardDefinition Definition { get; }
        public WindowCalendar Calendar { get; }
        public int Index { get; set; }

        public bool IsClosed(Window window, long acceptedAtUs)
        {
            if (window.EndUs <= _closedForEverUs) return true;
            var grace = Definition.Config.Timeframe.GraceSeconds;
            return grace >= 0 && window.EndUs != long.MaxValue
                && window.EndUs + (grace * LogTime.PerSecond) <= acceptedAtUs;
        }
    }
}
