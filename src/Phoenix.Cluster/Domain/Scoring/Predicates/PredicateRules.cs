using System.Buffers;
using System.Text;
using Phoenix.Cluster.Domain.Scoring.Fields;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Scoring.Predicates;

/// <summary>What a set of filters or conditions must obey.</summary>
internal static class PredicateRules
{
    /// <summary>Adds one error for each broken rule; <paramref name="field"/> names the set.</summary>
    public static void Check(IReadOnlyList<FieldPredicate> predicates, string field, ICollection<FieldError> errors)
    {
        if (predicates.Count > ScoringLimits.PredicatesMax)
        {
            errors.Add(new FieldError(field,
                $"has {predicates.Count} operators; at most {ScoringLimits.PredicatesMax} are allowed"));
            return;
        }
        foreach (var predicate in predicates)
        {
            if (FieldPath.FaultOf(predicate.Path) is { } pathFault) errors.Add(new FieldError(field, pathFault));
            else if (FaultOf(predicate) is { } fault) errors.Add(new FieldError($"{field}.{predicate.Path}", fault));
        }
    }

    /// <summary>What is wrong with the operator and its operands, or null.</summary>
    public static string? FaultOf(FieldPredicate predicate)
    {
        if (!Enum.IsDefined(predicate.Operator)) return $"operator {(int)predicate.Operator} does not exist";
        var name = PredicateOperators.NameOf(predicate.Operator);
        var count = predicate.Operands.Count;
        if (PredicateOperators.TakesList(predicate.Operator))
        {
            if (count is 0 or > ScoringLimits.ListOperandsMax)
                return $"{name} takes a list of 1 to {ScoringLimits.ListOperandsMax} scalars, not {count}";
        }
        else if (count != 1)
        {
            return $"{name} takes one operand, not {count}";
        }
        foreach (var operand in predicate.Operands)
        {
            if (FaultOf(predicate.Operator, name, operand) is { } fault) return fault;
            if (IsTimeComparison(predicate) && !FieldTime.TryParse(operand.Text, out _))
                return $"{name} of occurred_at takes an RFC 3339 time with an offset, e.g. 2025-11-18T00:00:00Z";
        }
        return null;
    }

    private static bool IsTimeComparison(FieldPredicate predicate) =>
        predicate.Path == FieldPath.OccurredAt && PredicateOperators.Compares(predicate.Operator);

    private static string? FaultOf(PredicateOperator value, string name, Scalar operand)
    {
        if (operand.Kind == ScalarKind.Text && TextFaultOf(operand.Text!) is { } fault) return $"{name} {fault}";
        if (operand.Kind == ScalarKind.Number && !double.IsFinite(operand.Number))
            return $"{name} takes finite numbers only";
        switch (value)
        {
            case PredicateOperator.Exists:
                return operand.Kind == ScalarKind.Boolean ? null : "exists takes true or false";
            case PredicateOperator.StartsWith:
                return operand.Kind == ScalarKind.Text ? null : "starts_with takes a text";
            case PredicateOperator.Gt or PredicateOperator.Gte or PredicateOperator.Lt or PredicateOperator.Lte:
                return operand.Kind is ScalarKind.Number or ScalarKind.Text ? null : $"{name} takes a number or a text";
            default:
                return null;
        }
    }

    private static string? TextFaultOf(string text)
    {
        if (text.Length > ScoringLimits.OperandLengthMax)
            return $"takes texts of at most {ScoringLimits.OperandLengthMax} characters";
        // U+0000 cannot be kept in every database that the config is written to.
        if (text.Contains('\0')) return "takes no text with U+0000";
        return IsWellFormed(text) ? null : "takes no text with lone surrogates";
    }

    private static bool IsWellFormed(string text)
    {
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var consumed) != OperationStatus.Done) return false;
            rest = rest[consumed..];
        }
        return true;
    }
}
