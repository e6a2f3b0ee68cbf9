using Phoenix.Cluster.Domain.Scoring.Fields;

namespace Phoenix.Cluster.Domain.Scoring.Expressions;

internal enum TokenKind
{
    Number, Text, Path, Function, Open, Close, Comma, Plus, Minus, Times, Divide, Comparison, And, Or, Not, End,
}

/// <summary>One token of an expression.</summary>
/// <param name="Column">1-based, in characters (UTF-16 units).</param>
/// <param name="Text">As messages show it; of a text literal and a path, its content.</param>
/// <param name="Number">The value of a number, and of <c>true</c> and <c>false</c>.</param>
internal sealed record ExpressionToken(
    TokenKind Kind, int Column, string Text, double Number = 0, ComparisonOperator Comparison = default)
{
    public bool IsOperand => Kind is TokenKind.Number or TokenKind.Text or TokenKind.Path;
    public bool IsArithmetic => Kind is TokenKind.Plus or TokenKind.Minus or TokenKind.Times or TokenKind.Divide;
    public bool IsLogic => Kind is TokenKind.And or TokenKind.Or;

    /// <summary>True for what becomes a node of the expression's tree.</summary>
    public bool IsNode => Kind is not (TokenKind.Open or TokenKind.Close or TokenKind.Comma or TokenKind.End);
}
