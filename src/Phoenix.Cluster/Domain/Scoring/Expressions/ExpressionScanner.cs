using System.Globalization;
using System.Text;
using Phoenix.Cluster.Domain.Scoring.Fields;
using Phoenix.Messages.Limits;

namespace Phoenix.Cluster.Domain.Scoring.Expressions;

/// <summary>Cuts an expression into tokens; what isn't on the contract's list is refused here, by column.</summary>
internal sealed class ExpressionScanner
{
    private const string OtherFields = "other fields are written in brackets, e.g. [game.points]";

    private readonly string _text;
    private readonly List<ExpressionToken> _tokens = [];
    private int _at;

    private ExpressionScanner(string text) => _text = text;

    private int Column => _at + 1;

    /// <summary>The tokens, the last of them <see cref="TokenKind.End"/>.</summary>
    /// <exception cref="ExpressionException">The text is too long, or holds what is no token.</exception>
    public static IReadOnlyList<ExpressionToken> Scan(string text)
    {
        if (text.Length > ContractLimits.ExpressionLengthMax)
        {
            throw new ExpressionException(
                $"has {text.Length} characters; at most {ContractLimits.ExpressionLengthMax} are allowed");
        }
        return new ExpressionScanner(text).ScanAll();
    }

    private List<ExpressionToken> ScanAll()
    {
        while (true)
        {
            while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\r' or '\n') _at++;
            if (_at == _text.Length) break;
            _tokens.Add(Next());
        }
        _tokens.Add(new ExpressionToken(TokenKind.End, Column, "the end"));
        return _tokens;
    }

    private ExpressionToken Next()
    {
        var c = _text[_at];
        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1)))) return ScanNumber();
        if (char.IsAsciiLetter(c) || c == '_') return ScanName();
        return c switch
        {
            '[' => ScanBracketed(),
            '\'' => ScanText(),
            '(' => Take(TokenKind.Open, 1),
            ')' => Take(TokenKind.Close, 1),
            ',' => Take(TokenKind.Comma, 1),
            '+' => Take(TokenKind.Plus, 1),
            '-' => Take(TokenKind.Minus, 1),
            '*' => Take(TokenKind.Times, 1),
            '/' => Take(TokenKind.Divide, 1),
            '=' => Compare(ComparisonOperator.Equal, Peek(1) == '=' ? 2 : 1),
            '!' when Peek(1) == '=' => Compare(ComparisonOperator.NotEqual, 2),
            '<' when Peek(1) == '>' => Compare(ComparisonOperator.NotEqual, 2),
            '<' when Peek(1) == '=' => Compare(ComparisonOperator.LessOrEqual, 2),
            '<' => Compare(ComparisonOperator.Less, 1),
            '>' when Peek(1) == '=' => Compare(ComparisonOperator.GreaterOrEqual, 2),
            '>' => Compare(ComparisonOperator.Greater, 1),
            _ => throw Unexpected(c),
        };
    }

    private ExpressionException Unexpected(char c)
    {
        var shown = c is > ' ' and < (char)127
            ? $"'{c}'"
            : string.Create(CultureInfo.InvariantCulture, $"character U+{(int)c:X4}");
        var hint = c switch
        {
            '&' => "; write 'and'",
            '|' => "; write 'or'",
            '!' => "; write 'not' or '!='",
            '^' => "; write pow(x, y)",
            '"' => "; texts stand in single quotes",
            _ => "",
        };
        return new ExpressionException(Column, $"unexpected {shown}{hint}");
    }

    private char Peek(int ahead) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private ExpressionToken Take(TokenKind kind, int length)
    {
        var token = new ExpressionToken(kind, Column, _text.Substring(_at, length));
        _at += length;
        return token;
    }

    private ExpressionToken Compare(ComparisonOperator comparison, int length) =>
        Take(TokenKind.Comparison, length) with { Comparison = comparison };

    private ExpressionToken ScanNumber()
    {
        var start = _at;
        SkipDigits();
        if (Peek(0) == '.' && char.IsAsciiDigit(Peek(1)))
        {
            _at++;
            SkipDigits();
        }
        if (Peek(0) is 'e' or 'E')
        {
            var sign = Peek(1) is '+' or '-' ? 1 : 0;
            if (char.IsAsciiDigit(Peek(1 + sign)))
            {
                _at += 1 + sign;
                SkipDigits();
            }
        }
        var text = _text[start.._at];
        if (IsNamePart(Peek(0)) || Peek(0) == '.')
            throw new ExpressionException(start + 1, $"malformed number '{text}{Peek(0)}'");
        var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(number)) throw new ExpressionException(start + 1, $"the number '{text}' is out of range");
        return new ExpressionToken(TokenKind.Number, start + 1, text, number);
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Peek(0))) _at++;
    }

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private ExpressionToken ScanName()
    {
        var start = _at;
        SkipName();
        while (Peek(0) == '.')
        {
            if (!IsNamePart(Peek(1)))
                throw new ExpressionException(Column, "a name is expected after '.'; odd ones as in [attrs.my-key]");
            _at++;
            SkipName();
        }
        var name = _text[start.._at];
        var column = start + 1;
        return name switch
        {
            "and" => new ExpressionToken(TokenKind.And, column, name),
            "or" => new ExpressionToken(TokenKind.Or, column, name),
            "not" => new ExpressionToken(TokenKind.Not, column, name),
            "true" => new ExpressionToken(TokenKind.Number, column, name, 1),
            "false" => new ExpressionToken(TokenKind.Number, column, name, 0),
            _ when OpensArguments() => new ExpressionToken(TokenKind.Function, column, name),
            _ => PathToken(name, column),
        };
    }

    private void SkipName()
    {
        while (IsNamePart(Peek(0))) _at++;
    }

    private bool OpensArguments()
    {
        var at = _at;
        while (at < _text.Length && _text[at] is ' ' or '\t' or '\r' or '\n') at++;
        return at < _text.Length && _text[at] == '(';
    }

    // A misspelt name would never score, and nobody would be told; so unbracketed ones must begin as fields do.
    private static ExpressionToken PathToken(string name, int column)
    {
        if (FieldPath.FaultOf(name) is { } fault) throw new ExpressionException(column, fault);
        if (name is "attrs" or "actor" or "subject")
            throw new ExpressionException(column, $"'{name}' is an object; name a field of it, e.g. {name}.id");
        var root = name.Split('.')[0];
        if (name is not ("type" or "event_id" or "tenant_id" or "occurred_at")
            && (root is not ("attrs" or "actor" or "subject")))
            throw new ExpressionException(column, $"unknown name '{name}'; did you mean attrs.{name}? {OtherFields}");
        return new ExpressionToken(TokenKind.Path, column, name);
    }

    private ExpressionToken ScanBracketed()
    {
        var column = Column;
        var end = _text.IndexOf(']', _at);
        if (end < 0) throw new ExpressionException(column, "'[' has no ']'");
        var path = _text[(_at + 1)..end];
        if (FieldPath.FaultOf(path) is { } fault) throw new ExpressionException(column, fault);
        _at = end + 1;
        return new ExpressionToken(TokenKind.Path, column, path);
    }

    private ExpressionToken ScanText()
    {
        var column = Column;
        var content = new StringBuilder();
        for (_at++; _at < _text.Length && _text[_at] != '\''; _at++)
        {
            if (_text[_at] == '\\')
            {
                if (Peek(1) is not ('\'' or '\\'))
                    throw new ExpressionException(Column, @"after '\' in a text only ' or \ can stand");
                _at++;
            }
            content.Append(_text[_at]);
        }
        if (_at == _text.Length) throw new ExpressionException(column, "the text has no closing quote");
        _at++;
        var text = content.ToString();
        if (!FieldPath.IsPlainText(text))
            throw new ExpressionException(column, "a text has no control characters and no lone surrogates");
        return new ExpressionToken(TokenKind.Text, column, text);
    }
}
