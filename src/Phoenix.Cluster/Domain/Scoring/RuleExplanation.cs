using System.Globalization;
using System.Text;
using Phoenix.Cluster.Domain.Scoring.Fields;
using Phoenix.Cluster.Domain.Scoring.Predicates;
using Phoenix.Messages.Events;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Scoring;

/// <summary>Says in plain words what one rule gives for one event, or why it gives nothing.</summary>
internal static class RuleExplanation
{
    /// <param name="source">The rule as the config has it.</param>
    /// <param name="rule">The same, compiled.</param>
    public static RuleOutcome Of(
        EventRecord record, ScoringRule source, RuleProgram rule, int index, in FieldNames fields)
    {
        if (!rule.IsFor(record.Type))
        {
            var type = Encoding.UTF8.GetString(record.Type);
            return Nothing(index, $"the event's type is '{type}', the rule is for '{rule.EventType}'");
        }
        if (rule.FailedCondition(fields.Values) is >= 0 and var failed)
            return Nothing(index, FaultOf(source.Conditions[failed], fields));
        if (!rule.TryPoints(fields.Values, out var points))
            return Nothing(index, "the points can't be computed: " + rule.PointsFaultOf(fields));
        return new RuleOutcome(index, true, $"gives {Text(points)} points", points);
    }

    private static RuleOutcome Nothing(int index, string reason) => new(index, false, reason, 0);

    private static string FaultOf(FieldPredicate condition, in FieldNames fields)
    {
        var expected = PredicateOperators.TakesList(condition.Operator)
            ? $"[{string.Join(", ", condition.Operands.Select(Text))}]"
            : Text(condition.Operands[0]);
        return $"the condition {condition.Path} {PredicateOperators.NameOf(condition.Operator)} "
            + $"{FieldNames.Shorten(expected)} doesn't hold: {fields.ActualOf(condition.Path)}";
    }

    private static string Text(Scalar operand) => operand.Kind switch
    {
        ScalarKind.Text => $"\"{operand.Text}\"",
        ScalarKind.Number => operand.Number.ToString("R", CultureInfo.InvariantCulture),
        ScalarKind.Boolean => operand.Boolean ? "true" : "false",
        _ => "null",
    };

    private static string Text(long millionths) =>
        (millionths / 1e6m).ToString("0.######", CultureInfo.InvariantCulture);
}
