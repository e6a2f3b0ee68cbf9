using Phoenix.Messages.Limits;

namespace Phoenix.Cluster.Domain.Scoring.Expressions;

/// <summary>
/// Checks the form of an expression with a loop, before a recursive parser sees it: limits, order of operands and
/// operators, parentheses. NCalc's own recursion overflows the stack, which ends the process.
/// </summary>
internal sealed class ExpressionGrammar
{
    private readonly IReadOnlyList<ExpressionToken> _tokens;
    private readonly Stack<Level> _levels = new();

    private ExpressionGrammar(IReadOnlyList<ExpressionToken> tokens) => _tokens = tokens;

    /// <summary>What stands between two parentheses, or the whole.</summary>
    private sealed class Level(ExpressionToken? opener, bool isCall)
    {
        public ExpressionToken? Opener { get; } = opener;
        public bool IsCall { get; } = isCall;

        /// <summary>The sign or <c>not</c> before the operand that comes next, or before the one just read.</summary>
        public ExpressionToken? Unary { get; set; }

        public bool HasComparison { get; set; }
    }

    /// <exception cref="ExpressionException">The expression is too large or malformed.</exception>
    public static void Check(IReadOnlyList<ExpressionToken> tokens)
    {
        var nodes = 0;
        foreach (var token in tokens)
        {
            if (token.IsNode && ++nodes > ContractLimits.ExpressionNodesMax)
            {
                throw new ExpressionException(token.Column,
                    $"more than {ContractLimits.ExpressionNodesMax} values, operators and functions");
            }
        }
        new ExpressionGrammar(tokens).CheckForm();
    }

    private void CheckForm()
    {
        _levels.Push(new Level(null, isCall: false));
        var expectsOperand = true;
        for (var i = 0; i < _tokens.Count; i++)
            expectsOperand = expectsOperand ? OnOperand(ref i) : OnOperator(_tokens[i]);
    }

    /// <summary>Takes what may stand where a value begins; true if a value is still to come.</summary>
    private bool OnOperand(ref int i)
    {
        var token = _tokens[i];
        switch (token.Kind)
        {
            case TokenKind.Open:
                Push(token, isCall: false);
                return true;
            case TokenKind.Function:
                Push(token, isCall: true);
                i++;
                if (_tokens[i + 1].Kind != TokenKind.Close) return true;
                i++;
                _levels.Pop();
                return false;
            case TokenKind.Minus or TokenKind.Not when _levels.Peek().Unary is not null:
                throw new ExpressionException(token.Column, $"'{token.Text}' after another sign; use parentheses");
            case TokenKind.Minus or TokenKind.Not:
                _levels.Peek().Unary = token;
                return true;
            default:
                if (token.IsOperand) return false;
                throw new ExpressionException(token.Column, $"a value is expected, not {Shown(token)}");
        }
    }

    /// <summary>Takes what may follow a value; true if another is to come.</summary>
    private bool OnOperator(ExpressionToken token)
    {
        var level = _levels.Peek();
        CheckNot(level, token);
        level.Unary = null;
        switch (token.Kind)
        {
            case TokenKind.End when level.Opener is null:
                return false;
            case TokenKind.End:
                throw new ExpressionException(level.Opener.Column, $"{Shown(level.Opener)} is not closed");
            case TokenKind.Close when level.Opener is not null:
                _levels.Pop();
                return false;
            case TokenKind.Comma when level.IsCall:
                level.HasComparison = false;
                return true;
            case TokenKind.Comparison when level.HasComparison:
                throw new ExpressionException(token.Column, "comparisons do not chain; join them by 'and'");
            case TokenKind.Comparison:
                level.HasComparison = true;
                return true;
            default:
                if (token.IsLogic) level.HasComparison = false;
                if (token.IsLogic || token.IsArithmetic) return true;
                throw new ExpressionException(token.Column, $"an operator is expected, not {Shown(token)}");
        }
    }

    // To NCalc, not a = b is (not a) = b; to most people it is not (a = b). So neither is taken for the other.
    private static void CheckNot(Level level, ExpressionToken next)
    {
        if (level.Unary?.Kind == TokenKind.Not && (next.IsArithmetic || next.Kind == TokenKind.Comparison))
            throw new ExpressionException(level.Unary.Column, "what 'not' applies to needs parentheses");
    }

    private void Push(ExpressionToken opener, bool isCall)
    {
        if (_levels.Count > ContractLimits.ExpressionDepthMax)
        {
            throw new ExpressionException(opener.Column,
                $"more than {ContractLimits.ExpressionDepthMax} levels of nesting");
        }
        _levels.Push(new Level(opener, isCall));
    }

    private static string Shown(ExpressionToken token) =>
        token.Kind == TokenKind.End ? token.Text : $"'{token.Text}'";
}
