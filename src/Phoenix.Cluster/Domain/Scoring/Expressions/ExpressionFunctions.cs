namespace Phoenix.Cluster.Domain.Scoring.Expressions;

/// <summary>The functions of expressions; their names are taken exactly as here.</summary>
/// <remarks>
/// To add one: a node in FunctionNodes, a line here. <c>round</c> and <c>default</c>, whose arguments aren't all plain
/// values, are built by the compiler.
/// </remarks>
internal static class ExpressionFunctions
{
    public const string Round = "round";
    public const string Default = "default";

    private static readonly Dictionary<string, Signature> ByName = new(StringComparer.Ordinal)
    {
        ["if"] = new(3, 3, a => new IfNode(a[0], a[1], a[2])),
        ["min"] = new(1, ScoringLimits.ArgumentsMax, a => new MinNode(a)),
        ["max"] = new(1, ScoringLimits.ArgumentsMax, a => new MaxNode(a)),
        ["abs"] = new(1, 1, a => new AbsNode(a[0])),
        [Round] = new(1, 2, null),
        ["floor"] = new(1, 1, a => new FloorNode(a[0])),
        ["ceil"] = new(1, 1, a => new CeilNode(a[0])),
        ["sqrt"] = new(1, 1, a => new SqrtNode(a[0])),
        ["pow"] = new(2, 2, a => new PowNode(a[0], a[1])),
        ["log"] = new(1, 2, a => a.Length == 1 ? new LogNode(a[0]) : new LogToBaseNode(a[0], a[1])),
        ["clamp"] = new(3, 3, a => new ClampNode(a[0], a[1], a[2])),
        [Default] = new(2, 2, null),
    };

    /// <summary>The signature, or a refusal that names the column.</summary>
    public static Signature Find(ExpressionToken function, int arguments)
    {
        if (!ByName.TryGetValue(function.Text, out var signature))
        {
            throw new ExpressionException(function.Column,
                $"unknown function '{function.Text}'; there are {string.Join(", ", ByName.Keys)}");
        }
        if (arguments >= signature.Min && arguments <= signature.Max) return signature;
        var takes = signature.Min == signature.Max ? $"{signature.Min}" : $"{signature.Min} to {signature.Max}";
        throw new ExpressionException(function.Column, $"{function.Text} takes {takes} arguments, not {arguments}");
    }

    /// <param name="Build">Null where the arguments aren't plain values.</param>
    internal sealed record Signature(int Min, int Max, Func<ExpressionNode[], ExpressionNode>? Build);
}
