using System.Text;
using Phoenix.Cluster.Domain.Scoring.Fields;
using Phoenix.Cluster.Domain.Scoring.Predicates;
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

    /// <summary>Tells, for one board and one event, what each filter and rule makes of it. Stores nothing.</summary>
    public ScoringExplanation Explain(EventRecord record, int board)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentOutOfRangeException.ThrowIfNegative(board);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(board, _plan.BoardCount);
        _fields.Begin(record);
        var program = Open(board);
        var config = program.Config;
        var paths = program.Paths;
        var filters = config.Filters
            .Select((f, i) => new ScoringExplanation.Filter(
                f, program.FilterHolds(i, _fields), _fields.Json(paths.Add(f.Path))))
            .ToArray();
        var rules = config.Scoring.Rules.Select((r, i) => Explain(record, r, program.Rules[i], i)).ToArray();
        _fields.End();
        return new ScoringExplanation(filters, rules);
    }

    private ScoringExplanation.Rule Explain(EventRecord record, ScoringRule source, RuleProgram rule, int index)
    {
        var isForAny = rule.EventType == RuleProgram.AnyType;
        if (!isForAny && !record.Type.SequenceEqual(Encoding.UTF8.GetBytes(rule.EventType)))
            return new ScoringExplanation.Rule(index, false, ScoringExplanation.NoTypeMatch, 0);
        if (rule.FailedCondition(_fields) is >= 0 and var failed)
        {
            var condition = source.Conditions[failed];
            var name = PredicateOperators.NameOf(condition.Operator);
            return new ScoringExplanation.Rule(
                index, false, $"{ScoringExplanation.ConditionFailed}: {condition.Path} {name}", 0);
        }
        return rule.TryPoints(_fields, out var points)
            ? new ScoringExplanation.Rule(index, true, ScoringExplanation.Contributes, points)
            : new ScoringExplanation.Rule(index, false, ScoringExplanation.NotComputable, 0);
    }

    private BoardProgram Open(int board)
    {
        var program = _plan.Board(board);
        if (program.ReadsBody) _fields.ReadBody();
        _fields.Use(_plan.Links(board));
        return program;
    }
}
