using System.Text;
using Phoenix.Cluster.Domain.Scoring.Fields;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Scoring.Predicates;

/// <summary>Makes a checked condition runnable.</summary>
internal static class PredicateCompiler
{
    /// <exception cref="ArgumentException"><see cref="PredicateRules"/> refuses the condition.</exception>
    public static Predicate Compile(FieldPredicate source, PathList paths)
    {
        if (PredicateRules.FaultOf(source) is { } fault)
            throw new ArgumentException($"'{source.Path}': {fault}", nameof(source));
        var path = paths.Add(source.Path);
        if (source.Path == FieldPath.OccurredAt && PredicateOperators.Compares(source.Operator))
            return CompileTime(source);
        var operand = source.Operands[0];
        switch (source.Operator)
        {
            case PredicateOperator.Eq or PredicateOperator.In:
                return new EqualityPredicate(path, new ScalarIndex(source.Operands), negated: false);
            case PredicateOperator.Ne or PredicateOperator.Nin:
                return new EqualityPredicate(path, new ScalarIndex(source.Operands), negated: true);
            case PredicateOperator.Exists:
                return new ExistsPredicate(path, operand.Boolean);
            case PredicateOperator.Contains:
                return new ContainsPredicate(path, paths.AddMember(path, operand), Utf8(operand));
            case PredicateOperator.StartsWith:
                return new StartsWithPredicate(path, Utf8(operand)!);
            default:
                return operand.Kind == ScalarKind.Number
                    ? new NumberOrderPredicate(path, OrderOf(source.Operator), operand.Number)
                    : new TextOrderPredicate(path, OrderOf(source.Operator), Utf8(operand)!);
        }
    }

    private static Predicate CompileTime(FieldPredicate source)
    {
        var times = source.Operands.Select(Time).ToHashSet();
        return source.Operator switch
        {
            PredicateOperator.Eq or PredicateOperator.In => new TimeEqualityPredicate(times, negated: false),
            PredicateOperator.Ne or PredicateOperator.Nin => new TimeEqualityPredicate(times, negated: true),
            _ => new TimeOrderPredicate(OrderOf(source.Operator), times.Single()),
        };
    }

    private static long Time(Scalar operand) =>
        FieldTime.TryParse(operand.Text, out var time) ? time : throw new ArgumentException("Not a time.");

    private static byte[]? Utf8(Scalar operand) =>
        operand.Kind == ScalarKind.Text ? Encoding.UTF8.GetBytes(operand.Text!) : null;

    private static ComparisonOperator OrderOf(PredicateOperator value) => value switch
    {
        PredicateOperator.Gt => ComparisonOperator.Greater,
        PredicateOperator.Gte => ComparisonOperator.GreaterOrEqual,
        PredicateOperator.Lt => ComparisonOperator.Less,
        PredicateOperator.Lte => ComparisonOperator.LessOrEqual,
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, "Not an order."),
    };
}
