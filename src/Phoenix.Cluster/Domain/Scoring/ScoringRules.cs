using Phoenix.Cluster.Domain.Scoring.Expressions;
using Phoenix.Cluster.Domain.Scoring.Fields;
using Phoenix.Cluster.Domain.Scoring.Predicates;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Limits;

namespace Phoenix.Cluster.Domain.Scoring;

/// <summary>What a config's filters and rules must obey to be saved.</summary>
/// <remarks>
/// Settled here, where the contract leaves it open. A JSON <c>null</c> is there for <c>exists</c> and equals null
/// only. Texts are ordered by their UTF-8 bytes, that is by code point. In expressions booleans count as 1 and 0;
/// a text and a number are never equal and neither is less; null, arrays and objects are not computable.
/// <c>not</c> needs parentheses around a comparison or sum, and comparisons do not chain: both would
/// read otherwise than they compute. <c>round</c> takes halves to even. The bound of ±9,000,000,000,000 holds for an
/// expression's result; a division by zero, NaN or an infinity on the way fails it wherever it is evaluated.
/// Unbracketed names are the event's own fields; any other field is reached in brackets.
/// </remarks>
public static class ScoringRules
{
    private const string RulesField = "config.scoring.rules";

    /// <summary>
    /// Adds one error for each broken rule; fields are named as in the config, e.g.
    /// <c>config.scoring.rules[0].points_expression</c>.
    /// </summary>
    public static void Check(LeaderboardConfig config, ICollection<FieldError> errors)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(errors);
        PredicateRules.Check(config.Filters, "config.scope.filters", errors);
        var aggregation = config.Scoring.Aggregation;
        if (!Enum.IsDefined(aggregation))
            errors.Add(new FieldError("config.scoring.aggregation", "must be sum, count, max, min or avg"));
        var rules = config.Scoring.Rules;
        if (rules.Count is 0 or > ContractLimits.RulesMax)
        {
            errors.Add(new FieldError(
                RulesField, $"must hold 1 to {ContractLimits.RulesMax} rules, not {rules.Count}"));
            return;
        }
        for (var i = 0; i < rules.Count; i++) Check(rules[i], $"{RulesField}[{i}]", aggregation, errors);
    }

    private static void Check(ScoringRule rule, string field, Aggregation aggregation, ICollection<FieldError> errors)
    {
        if (EventTypeFaultOf(rule.EventType) is { } typeFault)
            errors.Add(new FieldError($"{field}.event_type", typeFault));
        PredicateRules.Check(rule.Conditions, $"{field}.conditions", errors);
        if (ExpressionFaultOf(rule.PointsExpression, aggregation) is { } fault)
            errors.Add(new FieldError($"{field}.points_expression", fault));
    }

    private static string? EventTypeFaultOf(string? type)
    {
        if (string.IsNullOrEmpty(type)) return "cannot be empty";
        if (type == RuleProgram.AnyType) return null;
        if (type.Contains('*', StringComparison.Ordinal))
            return "must be an exact type or *; patterns are not supported";
        if (!FieldPath.IsPlainText(type)) return "must not hold control characters or lone surrogates";
        return type.EnumerateRunes().Count() > IdText.EventTextCodePointsMax
            ? $"must have at most {IdText.EventTextCodePointsMax} characters"
            : null;
    }

    private static string? ExpressionFaultOf(string? expression, Aggregation aggregation)
    {
        if (expression is null)
            return aggregation == Aggregation.Count ? null : "is required but for the aggregation count";
        try
        {
            ExpressionCompiler.Compile(expression, new PathList());
            return null;
        }
        catch (ExpressionException fault)
        {
            return fault.Message;
        }
    }
}
