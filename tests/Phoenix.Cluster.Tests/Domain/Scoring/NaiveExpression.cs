using System.Globalization;
using System.Text.Json;

namespace Phoenix.Cluster.Tests.Domain.Scoring;

/// <summary>
/// The reference for expressions: a tree that prints itself and evaluates itself over a JsonDocument, written from
/// the contract and apart from the engine. Null means not computable.
/// </summary>
internal abstract record NaiveExpression
{
    /// <summary>How tight it binds: or 1, and 2, not 3, comparisons 4, + - 5, * / 6, minus 7, the rest 8.</summary>
    public abstract int Tightness { get; }

    public abstract string Print();

    public abstract double? Evaluate(NaiveEvent e);

    protected string Inside(NaiveExpression child, int atLeast) =>
        child.Tightness >= atLeast ? child.Print() : $"({child.Print()})";

    protected static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;

    public sealed record Number(double Value) : NaiveExpression
    {
        public override int Tightness => 8;
        public override string Print() => Value.ToString("R", CultureInfo.InvariantCulture);
        public override double? Evaluate(NaiveEvent e) => Value;
    }

    public sealed record Path(string Name, bool Bracketed) : NaiveExpression
    {
        public override int Tightness => 8;
        public override string Print() => Bracketed ? $"[{Name}]" : Name;
        public override double? Evaluate(NaiveEvent e) => e.Find(Name) switch
        {
            { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
            { ValueKind: JsonValueKind.True } => 1,
            { ValueKind: JsonValueKind.False } => 0,
            _ => null,
        };
    }

    public sealed record Text(string Value) : NaiveExpression
    {
        public override int Tightness => 8;
        public override string Print() =>
            $"'{string.Concat(Value.Select(c => c is '\'' or '\\' ? $@"\{c}" : $"{c}"))}'";
        public override double? Evaluate(NaiveEvent e) => throw new InvalidOperationException("A text has no number.");
    }

    public sealed record Arithmetic(char Sign, NaiveExpression Left, NaiveExpression Right) : NaiveExpression
    {
        public override int Tightness => Sign is '+' or '-' ? 5 : 6;
        public override string Print() => $"{Inside(Left, Tightness)} {Sign} {Inside(Right, Tightness + 1)}";

        public override double? Evaluate(NaiveEvent e)
        {
            if (Left.Evaluate(e) is not { } a || Right.Evaluate(e) is not { } b) return null;
            if (Sign == '/' && b == 0) return null;
            return Finite(Sign switch { '+' => a + b, '-' => a - b, '*' => a * b, _ => a / b });
        }
    }

    public sealed record Minus(NaiveExpression Operand) : NaiveExpression
    {
        public override int Tightness => 7;
        public override string Print() => "-" + Inside(Operand, 8);
        public override double? Evaluate(NaiveEvent e) => -Operand.Evaluate(e);
    }

    public sealed record Not(NaiveExpression Operand) : NaiveExpression
    {
        public override int Tightness => 3;
        public override string Print() => "not " + Inside(Operand, 8);
        public override double? Evaluate(NaiveEvent e) => Operand.Evaluate(e) is { } v ? (v == 0 ? 1 : 0) : null;
    }

    public sealed record Logic(bool IsAnd, NaiveExpression Left, NaiveExpression Right) : NaiveExpression
    {
        public override int Tightness => IsAnd ? 2 : 1;
        public override string Print() =>
            $"{Inside(Left, Tightness)} {(IsAnd ? "and" : "or")} {Inside(Right, Tightness + 1)}";

        public override double? Evaluate(NaiveEvent e)
        {
            if (Left.Evaluate(e) is not { } a) return null;
            if (IsAnd != (a != 0)) return IsAnd ? 0 : 1;
            return Right.Evaluate(e) is { } b ? (b != 0 ? 1 : 0) : null;
        }
    }

    public sealed record Compare(string Sign, NaiveExpression Left, NaiveExpression Right) : NaiveExpression
    {
        public override int Tightness => 4;
        public override string Print() => $"{Inside(Left, 5)} {Sign} {Inside(Right, 5)}";

        public override double? Evaluate(NaiveEvent e)
        {
            var leftText = TextOf(Left, e);
            var rightText = TextOf(Right, e);
            if (leftText is not null && rightText is not null)
                return Holds(NaiveEvent.OrderOf(leftText, rightText)) ? 1 : 0;
            if (leftText is null && Left.Evaluate(e) is null) return null;
            if (rightText is null && Right.Evaluate(e) is null) return null;
            if (leftText is not null || rightText is not null) return Sign is "!=" or "<>" ? 1 : 0;
            return Holds(Left.Evaluate(e)!.Value.CompareTo(Right.Evaluate(e)!.Value)) ? 1 : 0;
        }

        private static string? TextOf(NaiveExpression side, NaiveEvent e) => side switch
        {
            Text text => text.Value,
            Path path when e.Find(path.Name) is { ValueKind: JsonValueKind.String } found => found.GetString(),
            _ => null,
        };

        private bool Holds(int order) => Sign switch
        {
            "=" or "==" => order == 0,
            "!=" or "<>" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    public sealed record Call(string Name, params NaiveExpression[] Arguments) : NaiveExpression
    {
        public override int Tightness => 8;
        public override string Print() => $"{Name}({string.Join(", ", Arguments.Select(a => a.Print()))})";

        public override double? Evaluate(NaiveEvent e)
        {
            if (Name == "if")
                return Arguments[0].Evaluate(e) is { } c ? Arguments[c != 0 ? 1 : 2].Evaluate(e) : null;
            var values = Arguments.Select(a => a.Evaluate(e)).ToArray();
            if (Name == "default") return values[0] ?? values[1];
            if (values.Any(v => v is null)) return null;
            var x = values.Select(v => v!.Value).ToArray();
            return Finite(Name switch
            {
                "min" => x.Min(),
                "max" => x.Max(),
                "abs" => Math.Abs(x[0]),
                "round" => Math.Round(x[0], x.Length > 1 ? (int)x[1] : 0),
                "floor" => Math.Floor(x[0]),
                "ceil" => Math.Ceiling(x[0]),
                "sqrt" => Math.Sqrt(x[0]),
                "pow" => Math.Pow(x[0], x[1]),
                "log" when x.Length == 1 => Math.Log(x[0]),
                "log" when x[1] == 10 => Math.Log10(x[0]),
                "log" when x[1] == 2 => Math.Log2(x[0]),
                "log" => Math.Log(x[0], x[1]),
                "clamp" => x[1] > x[2] ? null : Math.Clamp(x[0], x[1], x[2]),
                _ => throw new InvalidOperationException(Name),
            });
        }
    }
}
