using System.Globalization;
using System.Text;
using System.Text.Json;
using Phoenix.Messages.Events;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Tests.Domain.Scoring;

/// <summary>Random boards and events over few names and values, so that they meet; all from one seed.</summary>
internal sealed class ScoringGen(int seed)
{
    private static readonly string[] Names = ["a", "b", "c", "my-key", "0", "1", "é"];
    private static readonly string[] Texts =
        ["", "a", "ab", "b", "1", "it's", "\\", "\"", "é", "\U0001F600", "\uFF5E", "a\n"];
    private static readonly double[] Numbers = [0, 1, 2, 2.5, 0.1, 10, 3, 1e13, 1e200, 0.0000005];
    private static readonly string[] Types = ["t1", "t2", "t3"];
    private static readonly string[] Signs = ["=", "==", "!=", "<>", "<", "<=", ">", ">="];
    private static readonly string[] Times =
        ["2025-11-18T12:34:56Z", "2025-11-18T13:34:56+01:00", "2025-11-18T12:34:56.000001Z", "2024-01-01T00:00:00Z"];

    private readonly Random _random = new(seed);

    /// <summary>The trees behind the expressions that were printed.</summary>
    public Dictionary<string, NaiveExpression> Expressions { get; } = [];

    public LeaderboardConfig[] Boards() => Many(1, 5, () => ScoringSamples.Config(
        Many(1, 4, Rule), Many(0, 2, Predicate), Pick(Enum.GetValues<Aggregation>())));

    public EventRecord Event() => Event("e", Pick("u", "user-1"), ScoringSamples.OccurredAtUs);

    /// <param name="occurredAtUs">Of the years that a .NET time can print.</param>
    public EventRecord Event(string id, string userId, long occurredAtUs)
    {
        var type = Pick(Types);
        var occurredAt = DateTime.UnixEpoch.AddMicroseconds(occurredAtUs);
        var body = new StringBuilder();
        var fields = new List<string>
        {
            $"\"type\":\"{type}\"", $"\"event_id\":\"{id}\"", "\"tenant_id\":\"placeholder\"",
            $"\"actor\":{{\"user_id\":\"{userId}\",\"metadata\":{Value(2)}}}",
            FormattableString.Invariant($"\"occurred_at\":\"{occurredAt:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}\""),
            $"\"attrs\":{Object(3)}",
        };
        if (Chance(2)) fields.Add($"\"game\":{Value(2)}");
        body.Append('{').AppendJoin(',', fields.OrderBy(_ => _random.Next())).Append('}');
        return EventRecord.Create(
            id, type, userId, occurredAtUs, Encoding.UTF8.GetBytes(body.ToString()));
    }

    /// <summary>A rule that every event matches, with points that are often equal, negative or fractional.</summary>
    public ScoringRule PlainRule()
    {
        NaiveExpression some = new NaiveExpression.Call(
            "default", new NaiveExpression.Path("attrs." + Pick("a", "b", "c"), false),
            new NaiveExpression.Number(Pick(0, 1, 2.5)));
        var expression = new NaiveExpression.Arithmetic(
            Pick('+', '-'), new NaiveExpression.Number(Pick(0, 1, 0.1)), some);
        Expressions[expression.Print()] = expression;
        return new ScoringRule("*", [], expression.Print());
    }

    private ScoringRule Rule()
    {
        var expression = Expression(_random.Next(5));
        var text = expression.Print();
        if (text.Length > 1_024) (expression, text) = (new NaiveExpression.Number(1), "1");
        Expressions[text] = expression;
        return new ScoringRule(Chance(2) ? "*" : Pick(Types), Many(0, 2, Predicate), text);
    }

    private FieldPredicate Predicate()
    {
        var op = Pick(Enum.GetValues<PredicateOperator>());
        var path = FieldPath();
        var isTime = path == "occurred_at" && op <= PredicateOperator.Nin;
        Scalar Any() => isTime ? Scalar.Of(Pick(Times)) : _random.Next(4) switch
        {
            0 => Scalar.Of(Pick(Texts)),
            1 => Scalar.Of(Pick(Numbers)),
            2 => Scalar.Of(Chance(2)),
            _ => Scalar.Null,
        };
        return new FieldPredicate(path, op, op switch
        {
            PredicateOperator.In or PredicateOperator.Nin => Many(1, 5, Any),
            PredicateOperator.Exists => [Scalar.Of(Chance(2))],
            PredicateOperator.StartsWith => [Scalar.Of(Pick(Texts))],
            PredicateOperator.Eq or PredicateOperator.Ne or PredicateOperator.Contains => [Any()],
            _ when isTime => [Any()],
            _ => [Chance(2) ? Scalar.Of(Pick(Texts)) : Scalar.Of(Pick(Numbers))],
        });
    }

    private string FieldPath() => _random.Next(8) switch
    {
        0 => Pick("type", "tenant_id", "actor.user_id", "occurred_at", "game", "actor", "attrs", "event_id"),
        1 => "actor.metadata." + Pick(Names),
        2 => "game." + Pick(Names),
        3 => "attrs." + string.Join('.', Many(2, 3, () => Pick(Names))),
        _ => "attrs." + Pick(Names),
    };

    private NaiveExpression Expression(int depth)
    {
        if (depth == 0) return Chance(2) ? Path() : new NaiveExpression.Number(Pick(Numbers));
        NaiveExpression Inner() => Expression(depth - 1);
        switch (_random.Next(9))
        {
            case 0 or 1: return new NaiveExpression.Arithmetic(Pick('+', '-', '*', '/'), Inner(), Inner());
            case 2: return new NaiveExpression.Minus(Inner());
            case 3: return new NaiveExpression.Not(Inner());
            case 4: return new NaiveExpression.Logic(Chance(2), Inner(), Inner());
            case 5: return new NaiveExpression.Compare(Pick(Signs), Side(depth), Side(depth));
            case 6: return new NaiveExpression.Call("if", Inner(), Inner(), Inner());
            case 7: return new NaiveExpression.Call(Pick("min", "max"), Many(1, 3, Inner));
            default: return Function(Inner);
        }
    }

    private NaiveExpression.Call Function(Func<NaiveExpression> inner) => _random.Next(8) switch
    {
        0 => new("default", Path(), new NaiveExpression.Number(Pick(Numbers))),
        1 => new("round", inner(), new NaiveExpression.Number(_random.Next(5))),
        2 => new("pow", inner(), inner()),
        3 => new("log", inner()),
        4 => new("log", inner(), inner()),
        5 => new("clamp", inner(), inner(), inner()),
        _ => new(Pick("abs", "round", "floor", "ceil", "sqrt"), inner()),
    };

    private NaiveExpression Side(int depth) => _random.Next(4) switch
    {
        0 => new NaiveExpression.Text(Pick(Texts.Where(t => !t.Contains('\n')).ToArray())),
        1 => Path(),
        _ => Expression(depth - 1),
    };

    private NaiveExpression.Path Path()
    {
        var path = FieldPath();
        // Times have their own rules in comparisons; ExpressionSpecs has them.
        if (path == "occurred_at") path = "attrs.a";
        var isPlain = path.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.')
            && !path.StartsWith("game", StringComparison.Ordinal) && path is not ("actor" or "attrs");
        return new NaiveExpression.Path(path, !isPlain || Chance(4));
    }

    private string Value(int depth) => _random.Next(depth > 0 ? 10 : 7) switch
    {
        0 => "null",
        1 => Chance(2) ? "true" : "false",
        2 or 3 => Pick(Numbers).ToString("R", CultureInfo.InvariantCulture),
        4 => Pick(Numbers).ToString("R", CultureInfo.InvariantCulture),
        5 or 6 => Quoted(Pick(Texts)),
        7 => "[" + string.Join(", ", Many(0, 4, () => Value(depth - 1))) + "]",
        _ => Object(depth - 1),
    };

    private string Object(int depth) => "{" + string.Join(",", Names.Where(_ => !Chance(3))
        .Select(n => $"{Quoted(n)} : {Value(depth)}")) + "}";

    private string Quoted(string text) => _random.Next(3) switch
    {
        0 => JsonSerializer.Serialize(text),
        1 => "\"" + string.Concat(text.Select(c => $"\\u{(int)c:x4}")) + "\"",
        _ => JsonSerializer.Serialize(text, Relaxed),
    };

    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private T Pick<T>(params T[] from) => from[_random.Next(from.Length)];

    private T[] Many<T>(int min, int max, Func<T> next) =>
        [.. Enumerable.Range(0, _random.Next(min, max + 1)).Select(_ => next())];
}
