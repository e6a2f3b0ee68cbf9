using System.Globalization;
using System.Text;
using NCalc;
using NCalc.Domain;
using Phoenix.Cluster.Domain.Scoring.Fields;

namespace Phoenix.Cluster.Domain.Scoring.Expressions;

/// <summary>Turns the text of a <c>points_expression</c> into nodes that evaluate it.</summary>
/// <remarks>
/// NCalc parses, that is, it knows which operator binds tighter; nothing else is left to it. It gets the tokens as
/// their numbers (<c>[3] * f4([6])</c>), so that its own ideas of literals, escapes and names never come into play
/// (it drops characters that it doesn't know, reads <c>1..2</c> as 0.2 and has no integers beyond 64 bits), and so
/// that each part of its tree leads back to a column. Its tree is then held against the list of what is allowed.
/// </remarks>
internal sealed class ExpressionCompiler
{
    private const int RoundDigitsMax = 15;

    private readonly IReadOnlyList<ExpressionToken> _tokens;
    private readonly PathList _paths;

    private ExpressionCompiler(IReadOnlyList<ExpressionToken> tokens, PathList paths)
    {
        _tokens = tokens;
        _paths = paths;
    }

    /// <summary>Compiles; the paths that the expression reads are added to <paramref name="paths"/>.</summary>
    /// <exception cref="ExpressionException">The expression can't be saved.</exception>
    public static ExpressionNode Compile(string text, PathList paths)
    {
        var tokens = ExpressionScanner.Scan(text);
        ExpressionGrammar.Check(tokens);
        return new ExpressionCompiler(tokens, paths).Number(Parse(tokens));
    }

    private static LogicalExpression Parse(IReadOnlyList<ExpressionToken> tokens)
    {
        var text = new StringBuilder();
        for (var i = 0; i < tokens.Count - 1; i++) text.Append(ForNCalc(tokens[i], i)).Append(' ');
        try
        {
            // Without NCalc's cache, which is static and keeps what tenants write.
            return NCalc.Expression.Compile(text.ToString(), nocache: true);
        }
        catch (EvaluationException)
        {
            throw new ExpressionException(1, "the expression cannot be parsed");
        }
    }

    private static string ForNCalc(ExpressionToken token, int index) => token.Kind switch
    {
        TokenKind.Number or TokenKind.Text or TokenKind.Path => FormattableString.Invariant($"[{index}]"),
        TokenKind.Function => FormattableString.Invariant($"f{index}"),
        TokenKind.Comparison => token.Comparison switch
        {
            ComparisonOperator.Equal => "=",
            ComparisonOperator.NotEqual => "!=",
            _ => token.Text,
        },
        _ => token.Text,
    };

    private ExpressionToken TokenOf(Identifier identifier) =>
        _tokens[int.Parse(identifier.Name.TrimStart('f'), NumberStyles.None, CultureInfo.InvariantCulture)];

    private ExpressionToken? OperandOf(LogicalExpression node) => node is Identifier id ? TokenOf(id) : null;

    private ExpressionNode Number(LogicalExpression node) => node switch
    {
        Identifier id => Operand(TokenOf(id)),
        UnaryExpression { Type: UnaryExpressionType.Negate } unary => Negate(Number(unary.Expression)),
        UnaryExpression { Type: UnaryExpressionType.Not } unary => new NotNode(Number(unary.Expression)),
        BinaryExpression binary => Binary(binary),
        Function function => Call(TokenOf(function.Identifier), function.Expressions),
        _ => throw new ExpressionException(1, "the expression cannot be parsed"),
    };

    private ExpressionNode Operand(ExpressionToken token) => token.Kind switch
    {
        TokenKind.Number => new ConstantNode(token.Number),
        TokenKind.Path => new PathNode(_paths.Add(token.Text)),
        _ => throw new ExpressionException(token.Column, "a text can stand in a comparison only"),
    };

    private static ExpressionNode Negate(ExpressionNode operand) =>
        operand is ConstantNode constant ? new ConstantNode(-constant.Value) : new NegateNode(operand);

    private ExpressionNode Binary(BinaryExpression node)
    {
        if (ComparisonOf(node.Type) is { } comparison) return Compare(comparison, node);
        var left = Number(node.LeftExpression);
        var right = Number(node.RightExpression);
        return node.Type switch
        {
            BinaryExpressionType.Plus => new AddNode(left, right),
            BinaryExpressionType.Minus => new SubtractNode(left, right),
            BinaryExpressionType.Times => new MultiplyNode(left, right),
            BinaryExpressionType.Div => new DivideNode(left, right),
            BinaryExpressionType.And => new AndNode(left, right),
            BinaryExpressionType.Or => new OrNode(left, right),
            _ => throw new ExpressionException(1, "the expression cannot be parsed"),
        };
    }

    private static ComparisonOperator? ComparisonOf(BinaryExpressionType type) => type switch
    {
        BinaryExpressionType.Equal => ComparisonOperator.Equal,
        BinaryExpressionType.NotEqual => ComparisonOperator.NotEqual,
        BinaryExpressionType.Lesser => ComparisonOperator.Less,
        BinaryExpressionType.LesserOrEqual => ComparisonOperator.LessOrEqual,
        BinaryExpressionType.Greater => ComparisonOperator.Greater,
        BinaryExpressionType.GreaterOrEqual => ComparisonOperator.GreaterOrEqual,
        _ => null,
    };

    private ExpressionNode Compare(ComparisonOperator comparison, BinaryExpression node)
    {
        var left = OperandOf(node.LeftExpression);
        var right = OperandOf(node.RightExpression);
        if (left?.Kind == TokenKind.Text && right?.Kind == TokenKind.Text)
        {
            var sign = Encoding.UTF8.GetBytes(left.Text).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right.Text));
            return new ConstantNode(Comparison.Holds(comparison, sign) ? 1 : 0);
        }
        if (left?.Kind == TokenKind.Text)
            return CompareWithText(Comparison.Mirrored(comparison), node.RightExpression, left);
        if (right?.Kind == TokenKind.Text) return CompareWithText(comparison, node.LeftExpression, right);
        if (left?.Kind == TokenKind.Path && right?.Kind == TokenKind.Path)
            return new PathComparison(comparison, _paths.Add(left.Text), _paths.Add(right.Text));
        if (left?.Kind == TokenKind.Path)
            return new PathNumberComparison(comparison, _paths.Add(left.Text), Number(node.RightExpression));
        if (right?.Kind == TokenKind.Path)
        {
            return new PathNumberComparison(
                Comparison.Mirrored(comparison), _paths.Add(right.Text), Number(node.LeftExpression));
        }
        return new NumberComparison(comparison, Number(node.LeftExpression), Number(node.RightExpression));
    }

    private ExpressionNode CompareWithText(ComparisonOperator comparison, LogicalExpression other, ExpressionToken text)
    {
        if (OperandOf(other) is not { Kind: TokenKind.Path } path)
            return new MixedComparison(comparison, Number(other));
        if (path.Text != FieldPath.OccurredAt)
            return new PathTextComparison(comparison, _paths.Add(path.Text), Encoding.UTF8.GetBytes(text.Text));
        if (FieldTime.TryParse(text.Text, out var time)) return new TimeComparison(comparison, time);
        throw new ExpressionException(text.Column,
            "occurred_at compares with an RFC 3339 time with an offset, e.g. '2025-11-18T00:00:00Z'");
    }

    private ExpressionNode Call(ExpressionToken function, LogicalExpression[] arguments)
    {
        var signature = ExpressionFunctions.Find(function, arguments.Length);
        if (signature.Build is not null) return signature.Build([.. arguments.Select(Number)]);
        return function.Text == ExpressionFunctions.Round ? Round(function, arguments) : Default(function, arguments);
    }

    private ExpressionNode Round(ExpressionToken function, LogicalExpression[] arguments)
    {
        var digits = arguments.Length == 1 ? 0 : (Number(arguments[1]) as ConstantNode)?.Value ?? -1;
        if (digits is < 0 or > RoundDigitsMax || digits != Math.Floor(digits))
        {
            throw new ExpressionException(function.Column,
                $"round takes as digits a whole number from 0 to {RoundDigitsMax}");
        }
        return new RoundNode(Number(arguments[0]), (int)digits);
    }

    private DefaultNode Default(ExpressionToken function, LogicalExpression[] arguments)
    {
        if (Number(arguments[0]) is PathNode path && Number(arguments[1]) is ConstantNode otherwise)
            return new DefaultNode(path.Path, otherwise.Value);
        throw new ExpressionException(function.Column, "default takes a path and a number");
    }
}
