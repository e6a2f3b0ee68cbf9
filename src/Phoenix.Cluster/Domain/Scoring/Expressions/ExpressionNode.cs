using Phoenix.Cluster.Domain.Scoring.Fields;

namespace Phoenix.Cluster.Domain.Scoring.Expressions;

/// <summary>
/// A compiled expression. NaN means that it cannot be computed: a path that is missing or not numeric, a division by
/// zero, a value that binary64 has not. It passes through everything that evaluates it; nothing throws.
/// </summary>
internal abstract class ExpressionNode
{
    public abstract double Evaluate(FieldValues fields);

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
}

internal sealed class AddNode(ExpressionNode left, ExpressionNode right) : ExpressionNode
{
    public override double Evaluate(FieldValues fields) => Finite(left.Evaluate(fields) + right.Evaluate(fields));
}

internal sealed class SubtractNode(ExpressionNode left, ExpressionNode right) : ExpressionNode
{
    public override double Evaluate(FieldValues fields) => Finite(left.Evaluate(fields) - right.Evaluate(fields));
}

internal sealed class MultiplyNode(ExpressionNode left, ExpressionNode right) : ExpressionNode
{
    public override double Evaluate(FieldValues fields) => Finite(left.Evaluate(fields) * right.Evaluate(fields));
}

internal sealed class DivideNode(ExpressionNode left, ExpressionNode right) : ExpressionNode
{
    // x/0 is an infinity or NaN, so Finite refuses the division by zero too.
    public override double Evaluate(FieldValues fields) => Finite(left.Evaluate(fields) / right.Evaluate(fields));
}

internal sealed class NegateNode(ExpressionNode operand) : ExpressionNode
{
    public override double Evaluate(FieldValues fields) => -operand.Evaluate(fields);
}

internal sealed class NotNode(ExpressionNode operand) : ExpressionNode
{
    public override double Evaluate(FieldValues fields)
    {
        var value = operand.Evaluate(fields);
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
}

internal sealed class IfNode(ExpressionNode condition, ExpressionNode then, ExpressionNode otherwise) : ExpressionNode
{
    public override double Evaluate(FieldValues fields)
    {
        var value = condition.Evaluate(fields);
        if (double.IsNaN(value)) return value;
        return value != 0 ? then.Evaluate(fields) : otherwise.Evaluate(fields);
    }
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
