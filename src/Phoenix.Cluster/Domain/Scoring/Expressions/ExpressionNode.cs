using Phoenix.Cluster.Domain.Scoring.Fields;

namespace Phoenix.Cluster.Domain.Scoring.Expressions;

/// <summary>
/// A compiled expression. NaN means that it cannot be computed: a path that is missing or not numeric, a division by
/// zero, a value that binary64 has not. It passes through everything that evaluates it; nothing throws.
/// </summary>
internal abstract class ExpressionNode
{
    public abstract double Evaluate(FieldValues fields);

    /// <summary>Why it cannot be computed for this event, in plain words. Only where it is NaN.</summary>
    public string FaultOf(in FieldNames fields)
    {
        foreach (var part in PartsOf(fields.Values))
        {
            if (double.IsNaN(part.Evaluate(fields.Values))) return part.FaultOf(fields);
        }
        return OwnFault(fields);
    }

    /// <summary>The parts that are evaluated for this event, in their order; lazy nodes leave others out.</summary>
    protected virtual IEnumerable<ExpressionNode> PartsOf(FieldValues fields) => [];

    /// <summary>Why it cannot be computed though its parts can.</summary>
    protected virtual string OwnFault(in FieldNames fields) => "the value is out of the range of binary64";

    /// <summary>An infinity counts as not computable at once, lest 1/x make a number of it.</summary>
    protected static double Finite(double value) => double.IsFinite(value) ? value : double.NaN;

    protected static double Of(bool value) => value ? 1 : 0;
}

internal sealed class ConstantNode(double value) : ExpressionNode
{
    public double Value => value;
    public override double Evaluate(FieldValues fields) => value;
}

internal sealed class PathNode(int path) : ExpressionNode
{
    public int Path => path;
    public override double Evaluate(FieldValues fields) => fields.Number(path);
    protected override string OwnFault(in FieldNames fields) => fields.NumberFaultOf(path);
}

/// <summary>What takes two values, whatever they are.</summary>
internal abstract class BinaryNode(ExpressionNode left, ExpressionNode right) : ExpressionNode
{
    protected ExpressionNode Left => left;
    protected ExpressionNode Right => right;
    protected override IEnumerable<ExpressionNode> PartsOf(FieldValues fields) => [left, right];
}

internal sealed class AddNode(ExpressionNode left, ExpressionNode right) : BinaryNode(left, right)
{
    public override double Evaluate(FieldValues fields) => Finite(Left.Evaluate(fields) + Right.Evaluate(fields));
}

internal sealed class SubtractNode(ExpressionNode left, ExpressionNode right) : BinaryNode(left, right)
{
    public override double Evaluate(FieldValues fields) => Finite(Left.Evaluate(fields) - Right.Evaluate(fields));
}

internal sealed class MultiplyNode(ExpressionNode left, ExpressionNode right) : BinaryNode(left, right)
{
    public override double Evaluate(FieldValues fields) => Finite(Left.Evaluate(fields) * Right.Evaluate(fields));
}

internal sealed class DivideNode(ExpressionNode left, ExpressionNode right) : BinaryNode(left, right)
{
    // x/0 is an infinity or NaN, so Finite refuses the division by zero too.
    public override double Evaluate(FieldValues fields) => Finite(Left.Evaluate(fields) / Right.Evaluate(fields));

    protected override string OwnFault(in FieldNames fields) =>
        Right.Evaluate(fields.Values) == 0 ? "division by zero" : base.OwnFault(fields);
}

/// <summary>What takes one value.</summary>
internal abstract class UnaryNode(ExpressionNode operand) : ExpressionNode
{
    protected ExpressionNode Operand => operand;
    protected override IEnumerable<ExpressionNode> PartsOf(FieldValues fields) => [operand];
}

internal sealed class NegateNode(ExpressionNode operand) : UnaryNode(operand)
{
    public override double Evaluate(FieldValues fields) => -Operand.Evaluate(fields);
}

internal sealed class NotNode(ExpressionNode operand) : UnaryNode(operand)
{
    public override double Evaluate(FieldValues fields)
    {
        var value = Operand.Evaluate(fields);
        return double.IsNaN(value) ? value : Of(value == 0);
    }
}

internal sealed class AndNode(ExpressionNode left, ExpressionNode right) : ExpressionNode
{
    public override double Evaluate(FieldValues fields)
    {
        var first = left.Evaluate(fields);
        if (double.IsNaN(first) || first == 0) return first;
        var second = right.Evaluate(fields);
        return double.IsNaN(second) ? second : Of(second != 0);
    }

    protected override IEnumerable<ExpressionNode> PartsOf(FieldValues fields) =>
        left.Evaluate(fields) == 0 ? [left] : [left, right];
}

internal sealed class OrNode(ExpressionNode left, ExpressionNode right) : ExpressionNode
{
    public override double Evaluate(FieldValues fields)
    {
        var first = left.Evaluate(fields);
        if (double.IsNaN(first)) return first;
        if (first != 0) return 1;
        var second = right.Evaluate(fields);
        return double.IsNaN(second) ? second : Of(second != 0);
    }

    protected override IEnumerable<ExpressionNode> PartsOf(FieldValues fields) =>
        left.Evaluate(fields) == 0 ? [left, right] : [left];
}

internal sealed class IfNode(ExpressionNode condition, ExpressionNode then, ExpressionNode otherwise) : ExpressionNode
{
    public override double Evaluate(FieldValues fields)
    {
        var value = condition.Evaluate(fields);
        if (double.IsNaN(value)) return value;
        return value != 0 ? then.Evaluate(fields) : otherwise.Evaluate(fields);
    }

    protected override IEnumerable<ExpressionNode> PartsOf(FieldValues fields) =>
        [condition, condition.Evaluate(fields) != 0 ? then : otherwise];
}

/// <summary>A number; where it cannot be had, another: the one place where a missing path is no failure.</summary>
internal sealed class DefaultNode(int path, double otherwise) : ExpressionNode
{
    public override double Evaluate(FieldValues fields)
    {
        var value = fields.Number(path);
        return double.IsNaN(value) ? otherwise : value;
    }
}
