using Phoenix.Cluster.Domain.Scoring.Fields;

namespace Phoenix.Cluster.Domain.Scoring.Expressions;

/// <summary>
/// A comparison: 1 or 0. Numbers (and booleans, as 1 and 0) compare as numbers, texts with texts by their bytes; a
/// text and a number are never equal, and neither is less. A path that is missing, null, an array or an object makes
/// it not computable.
/// </summary>
internal abstract class ComparisonNode(ComparisonOperator comparison) : ExpressionNode
{
    protected double OfNumbers(double left, double right) =>
        double.IsNaN(left) || double.IsNaN(right) ? double.NaN : Of(Comparison.Holds(comparison, left, right));

    protected double OfSign(int sign) => Of(Comparison.Holds(comparison, sign));

    protected double OfDifferentTypes => Of(comparison == ComparisonOperator.NotEqual);

    protected static bool IsNumeric(FieldKind kind) => kind is FieldKind.Number or FieldKind.Boolean;

    protected static bool IsComparable(FieldKind kind) => IsNumeric(kind) || kind == FieldKind.Text;
}

internal sealed class NumberComparison(ComparisonOperator comparison, ExpressionNode left, ExpressionNode right)
    : ComparisonNode(comparison)
{
    public override double Evaluate(FieldValues fields) => OfNumbers(left.Evaluate(fields), right.Evaluate(fields));

    protected override IEnumerable<ExpressionNode> PartsOf(FieldValues fields) => [left, right];
}

/// <summary>A path with what is surely a number.</summary>
internal sealed class PathNumberComparison(ComparisonOperator comparison, int path, ExpressionNode number)
    : ComparisonNode(comparison)
{
    public override double Evaluate(FieldValues fields)
    {
        var right = number.Evaluate(fields);
        if (double.IsNaN(right)) return right;
        return fields.Kind(path) == FieldKind.Text ? OfDifferentTypes : OfNumbers(fields.Number(path), right);
    }

    protected override IEnumerable<ExpressionNode> PartsOf(FieldValues fields) => [number];

    protected override string OwnFault(in FieldNames fields) => fields.ComparisonFaultOf(path);
}

/// <summary>A path with a text literal.</summary>
internal sealed class PathTextComparison(ComparisonOperator comparison, int path, byte[] text)
    : ComparisonNode(comparison)
{
    public override double Evaluate(FieldValues fields)
    {
        var kind = fields.Kind(path);
        if (kind == FieldKind.Text) return OfSign(fields.Text(path).SequenceCompareTo(text));
        return IsNumeric(kind) ? OfDifferentTypes : double.NaN;
    }

    protected override string OwnFault(in FieldNames fields) => fields.ComparisonFaultOf(path);
}

/// <summary>Two paths: what they are shows at the event only.</summary>
internal sealed class PathComparison(ComparisonOperator comparison, int left, int right) : ComparisonNode(comparison)
{
    public override double Evaluate(FieldValues fields)
    {
        var leftKind = fields.Kind(left);
        var rightKind = fields.Kind(right);
        if (leftKind == FieldKind.Text && rightKind == FieldKind.Text)
            return OfSign(fields.Text(left).SequenceCompareTo(fields.Text(right)));
        if (IsNumeric(leftKind) && IsNumeric(rightKind)) return OfNumbers(fields.Number(left), fields.Number(right));
        return IsComparable(leftKind) && IsComparable(rightKind) ? OfDifferentTypes : double.NaN;
    }

    protected override string OwnFault(in FieldNames fields) =>
        fields.ComparisonFaultOf(IsComparable(fields.Values.Kind(left)) ? right : left);
}

/// <summary><c>occurred_at</c> with a time.</summary>
internal sealed class TimeComparison(ComparisonOperator comparison, long unixMicroseconds) : ComparisonNode(comparison)
{
    public override double Evaluate(FieldValues fields) => OfSign(fields.OccurredAtUs.CompareTo(unixMicroseconds));
}

/// <summary>A text literal with a number: unequal, if the number can be computed.</summary>
internal sealed class MixedComparison(ComparisonOperator comparison, ExpressionNode number) : ComparisonNode(comparison)
{
    public override double Evaluate(FieldValues fields)
    {
        var value = number.Evaluate(fields);
        return double.IsNaN(value) ? value : OfDifferentTypes;
    }

    protected override IEnumerable<ExpressionNode> PartsOf(FieldValues fields) => [number];
}
