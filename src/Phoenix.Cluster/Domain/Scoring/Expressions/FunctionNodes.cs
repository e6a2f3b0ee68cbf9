using Phoenix.Cluster.Domain.Scoring.Fields;

namespace Phoenix.Cluster.Domain.Scoring.Expressions;

internal sealed class MinNode(ExpressionNode[] arguments) : ExpressionNode
{
    public override double Evaluate(FieldValues fields)
    {
        var least = arguments[0].Evaluate(fields);
        // Math.Min gives NaN where either is NaN.
        for (var i = 1; i < arguments.Length; i++) least = Math.Min(least, arguments[i].Evaluate(fields));
        return least;
    }

    protected override IEnumerable<ExpressionNode> PartsOf(FieldValues fields) => arguments;
}

internal sealed class MaxNode(ExpressionNode[] arguments) : ExpressionNode
{
    public override double Evaluate(FieldValues fields)
    {
        var most = arguments[0].Evaluate(fields);
        for (var i = 1; i < arguments.Length; i++) most = Math.Max(most, arguments[i].Evaluate(fields));
        return most;
    }

    protected override IEnumerable<ExpressionNode> PartsOf(FieldValues fields) => arguments;
}

internal sealed class AbsNode(ExpressionNode x) : UnaryNode(x)
{
    public override double Evaluate(FieldValues fields) => Math.Abs(Operand.Evaluate(fields));
}

/// <summary>Halves go to even, as where a contribution is rounded.</summary>
internal sealed class RoundNode(ExpressionNode x, int digits) : UnaryNode(x)
{
    public override double Evaluate(FieldValues fields) =>
        Finite(Math.Round(Operand.Evaluate(fields), digits, MidpointRounding.ToEven));
}

internal sealed class FloorNode(ExpressionNode x) : UnaryNode(x)
{
    public override double Evaluate(FieldValues fields) => Math.Floor(Operand.Evaluate(fields));
}

internal sealed class CeilNode(ExpressionNode x) : UnaryNode(x)
{
    public override double Evaluate(FieldValues fields) => Math.Ceiling(Operand.Evaluate(fields));
}

internal sealed class SqrtNode(ExpressionNode x) : UnaryNode(x)
{
    public override double Evaluate(FieldValues fields) => Math.Sqrt(Operand.Evaluate(fields));

    protected override string OwnFault(in FieldNames fields) => "the square root of a negative number";
}

internal sealed class PowNode(ExpressionNode x, ExpressionNode y) : BinaryNode(x, y)
{
    public override double Evaluate(FieldValues fields)
    {
        var value = Left.Evaluate(fields);
        var exponent = Right.Evaluate(fields);
        // Math.Pow(NaN, 0) and Math.Pow(1, NaN) are 1: a missing path must not become a number.
        if (double.IsNaN(value) || double.IsNaN(exponent)) return double.NaN;
        return Finite(Math.Pow(value, exponent));
    }

    protected override string OwnFault(in FieldNames fields) => "the power is not a finite number";
}

internal sealed class LogNode(ExpressionNode x) : UnaryNode(x)
{
    public override double Evaluate(FieldValues fields) => Finite(Math.Log(Operand.Evaluate(fields)));

    protected override string OwnFault(in FieldNames fields) => "the logarithm of a number that is not above 0";
}

internal sealed class LogToBaseNode(ExpressionNode x, ExpressionNode b) : BinaryNode(x, b)
{
    public override double Evaluate(FieldValues fields)
    {
        var value = Left.Evaluate(fields);
        var toBase = Right.Evaluate(fields);
        if (double.IsNaN(value) || double.IsNaN(toBase)) return double.NaN;
        // The quotient of logarithms says that log(1000, 10) is 2.9999999999999996.
        if (toBase == 10) return Finite(Math.Log10(value));
        return Finite(toBase == 2 ? Math.Log2(value) : Math.Log(value, toBase));
    }

    protected override string OwnFault(in FieldNames fields) =>
        "the logarithm is not a finite number: number and base must be above 0, and the base not 1";
}

/// <summary>Not computable where the bounds are the wrong way round.</summary>
internal sealed class ClampNode(ExpressionNode x, ExpressionNode lo, ExpressionNode hi) : ExpressionNode
{
    public override double Evaluate(FieldValues fields)
    {
        var least = lo.Evaluate(fields);
        var most = hi.Evaluate(fields);
        return least <= most ? Math.Min(Math.Max(x.Evaluate(fields), least), most) : double.NaN;
    }

    protected override IEnumerable<ExpressionNode> PartsOf(FieldValues fields) => [lo, hi, x];

    protected override string OwnFault(in FieldNames fields) => "the lower bound of clamp is above the upper";
}
