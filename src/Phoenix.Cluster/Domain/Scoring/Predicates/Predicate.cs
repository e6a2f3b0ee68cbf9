using Phoenix.Cluster.Domain.Scoring.Fields;

namespace Phoenix.Cluster.Domain.Scoring.Predicates;

/// <summary>One filter or condition, compiled. A missing path makes all false but <c>ne nin exists:false</c>.</summary>
internal abstract class Predicate
{
    public abstract bool Holds(FieldValues fields);
}

/// <summary><c>eq ne in nin</c>: by JSON type; arrays and objects equal nothing.</summary>
internal sealed class EqualityPredicate(int path, ScalarIndex operands, bool negated) : Predicate
{
    public override bool Holds(FieldValues fields)
    {
        var kind = fields.Kind(path);
        return operands.Find(kind, fields.Number(path), fields.Text(path)) >= 0 != negated;
    }
}

/// <summary><c>eq ne in nin</c> of <c>occurred_at</c>, which every event has, as a time.</summary>
internal sealed class TimeEqualityPredicate(HashSet<long> operands, bool negated) : Predicate
{
    public override bool Holds(FieldValues fields) => operands.Contains(fields.OccurredAtUs) != negated;
}

/// <summary><c>gt gte lt lte</c> with a number: false for all that is no number.</summary>
internal sealed class NumberOrderPredicate(int path, ComparisonOperator comparison, double operand) : Predicate
{
    public override bool Holds(FieldValues fields) =>
        fields.Kind(path) == FieldKind.Number && Comparison.Holds(comparison, fields.Number(path), operand);
}

/// <summary><c>gt gte lt lte</c> with a text: false for all that is no text.</summary>
internal sealed class TextOrderPredicate(int path, ComparisonOperator comparison, byte[] operand) : Predicate
{
    public override bool Holds(FieldValues fields) =>
        fields.Kind(path) == FieldKind.Text &&
        Comparison.Holds(comparison, fields.Text(path).SequenceCompareTo(operand));
}

/// <summary><c>gt gte lt lte</c> of <c>occurred_at</c>.</summary>
internal sealed class TimeOrderPredicate(ComparisonOperator comparison, long operand) : Predicate
{
    public override bool Holds(FieldValues fields) =>
        Comparison.Holds(comparison, fields.OccurredAtUs.CompareTo(operand));
}

/// <summary><c>exists</c>: a JSON null is there too.</summary>
internal sealed class ExistsPredicate(int path, bool expected) : Predicate
{
    public override bool Holds(FieldValues fields) => fields.Kind(path) != FieldKind.Missing == expected;
}

/// <summary><c>contains</c>: a part of a text (where the operand is one), or an element of an array.</summary>
internal sealed class ContainsPredicate(int path, int member, byte[]? part) : Predicate
{
    public override bool Holds(FieldValues fields) => fields.Kind(path) switch
    {
        FieldKind.Text => part is not null && fields.Text(path).IndexOf(part) >= 0,
        FieldKind.Array => fields.HasMember(member),
        _ => false,
    };
}

/// <summary><c>starts_with</c>: false for all that is no text.</summary>
internal sealed class StartsWithPredicate(int path, byte[] operand) : Predicate
{
    public override bool Holds(FieldValues fields) =>
        fields.Kind(path) == FieldKind.Text && fields.Text(path).StartsWith(operand);
}
