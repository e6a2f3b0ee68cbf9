using Phoenix.Cluster.Domain.Ranking;
using Phoenix.Cluster.Domain.Scoring.Fields;
using Phoenix.Messages.Events;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Scoring;

/// <summary>Runs a plan; not thread-safe, keeps its buffers between events.</summary>
/// <remarks>
/// An event whose type no rule asks for costs one look-up. Else its body is read once, whatever the number of
/// boards, and only as far as some board reads it. In the steady state nothing is allocated.
/// </remarks>
public sealed class Scorer
{
    private readonly ScoringPlan _plan;
    private readonly FieldValues _fields;
    private int _failures;

    internal Scorer(ScoringPlan plan)
    {
        _plan = plan;
        _fields = new FieldValues(plan.Fields);
    }

    /// <summary>
    /// Evaluates every board's filters, conditions and expressions on the event. Never throws for anything in the
    /// event; a rule whose points cannot be computed is as if it did not match.
    /// </summary>
    public void Score(EventRecord record, IContributionSink sink)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(sink);
        var exact = _plan.RulesOf(record.Type);
        var any = _plan.RulesOfAnyType;
        if (exact.Length + any.Length == 0) return;
        _fields.Begin(record);
        var board = -1;
        var isInScope = false;
        for (int e = 0, a = 0; e < exact.Length || a < any.Length;)
        {
            var takesExact = a == any.Length || (e < exact.Length && exact[e].IsBefore(any[a]));
            var next = takesExact ? exact[e++] : any[a++];
            if (next.Board != board)
            {
                board = next.Board;
                isInScope = Open(board).FiltersHold(_fields);
            }
            if (!isInScope) continue;
            var rule = _plan.Board(board).Rules[next.Rule];
            if (rule.FailedCondition(_fields) >= 0) continue;
            if (rule.TryPoints(_fields, out var points)) sink.Add(board, next.Rule, points);
            else _failures++;
        }
        _fields.End();
    }

    /// <summary>How many rules matched since the last call without their points being computable.</summary>
    public int TakeFailures()
    {
        var failures = _failures;
        _failures = 0;
        return failures;
    }

    /// <summary>Tells whether and what one board scores for one event, and no more. Stores nothing.</summary>
    public (EventVerdict Verdict, long PointsMillionths) Judge(EventRecord record, int board)
    {
        var program = Begin(record, board);
        var judgement = Judge(record, program);
        _fields.End();
        return judgement;
    }

    /// <summary>Tells, for one board and one event, what each filter and rule makes of it. Stores nothing.</summary>
    public ScoringExplanation Explain(EventRecord record, int board)
    {
        var program = Begin(record, board);
        var (config, names) = (program.Config, new FieldNames(_fields, program.Paths));
        var (verdict, points) = Judge(record, program);
        var filters = config.Filters
            .Select((f, i) => new FilterOutcome(
                f, _fields.Json(program.Paths.Add(f.Path)), program.FilterHolds(i, _fields)))
            .ToArray();
        var rules = config.Scoring.Rules
            .Select((r, i) => RuleExplanation.Of(record, r, program.Rules[i], i, names)).ToArray();
        _fields.End();
        return new ScoringExplanation(verdict, points, filters, rules);
    }

    private BoardProgram Begin(EventRecord record, int board)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentOutOfRangeException.ThrowIfNegative(board);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(board, _plan.BoardCount);
        _fields.Begin(record);
        return Open(board);
    }

    private (EventVerdict, long) Judge(EventRecord record, BoardProgram program)
    {
        if (!Array.Exists(program.Rules, r => IsFor(r, record))) return (EventVerdict.NoRule, 0);
        if (!program.FiltersHold(_fields)) return (EventVerdict.Filtered, 0);
        var verdict = EventVerdict.NoRule;
        var tally = new Tally(program.Config.Scoring.Aggregation);
        Entry? score = null;
        foreach (var rule in program.Rules)
        {
            if (!IsFor(rule, record) || rule.FailedCondition(_fields) >= 0) continue;
            if (verdict == EventVerdict.NoRule) verdict = EventVerdict.NotComputable;
            if (!rule.TryPoints(_fields, out var points)) continue;
            verdict = EventVerdict.Scored;
            score = Add(tally, score, points, record.OccurredAtUs);
        }
        return (verdict, score is { } made ? tally.ToMember(made).Score : 0);
    }

    private static Entry Add(Tally tally, Entry? score, long points, long occurredAtUs)
    {
        if (score is not { } entry) return tally.First(0, points, occurredAtUs);
        tally.Add(ref entry, points, occurredAtUs);
        return entry;
    }

    private static bool IsFor(RuleProgram rule, EventRecord record) => rule.IsFor(record.Type);

    private BoardProgram Open(int board)
    {
        var program = _plan.Board(board);
        if (program.ReadsBody) _fields.ReadBody();
        _fields.Use(_plan.Links(board));
        return program;
    }
}
