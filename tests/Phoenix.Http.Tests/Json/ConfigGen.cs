using CsCheck;
using Phoenix.Http.Json;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Tests.Json;

/// <summary>Generates every config that the public JSON can express.</summary>
internal static class ConfigGen
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String[Gen.Char[' ', '~'], 0, 12],
        Any("é", "日本", "😀 😀", "\"\\/", "\u2028\t\n", "<script>&'+"));

    private static readonly Gen<double> Numbers = Gen.OneOf(
        Gen.Double[-1e9, 1e9], Gen.Int.Select(n => (double)n),
        Any(double.MaxValue, double.Epsilon, 1e21, -0.1));

    private static readonly Gen<Scalar> Scalars = Gen.OneOf(
        Gen.Const(Scalar.Null), Gen.Bool.Select(Scalar.Of), Numbers.Select(Scalar.Of), Texts.Select(Scalar.Of));

    private static readonly Gen<string> Paths = Gen.OneOf(
        Any("type", "actor.user_id", "actor.metadata.region", "attrs.laps.0", "attrs.日本", "attrs.my-key"),
        Gen.String[Gen.Char['a', 'z'], 1, 8].Select(name => "attrs." + name));

    private static Gen<IReadOnlyList<Scalar>> OperandsOf(PredicateOperator op) => op switch
    {
        PredicateOperator.In or PredicateOperator.Nin => Scalars.List[0, 4].Select(list => (IReadOnlyList<Scalar>)list),
        PredicateOperator.Exists => Gen.Bool.Select(b => (IReadOnlyList<Scalar>)[Scalar.Of(b)]),
        PredicateOperator.StartsWith => Texts.Select(text => (IReadOnlyList<Scalar>)[Scalar.Of(text)]),
        _ => Scalars.Select(scalar => (IReadOnlyList<Scalar>)[scalar]),
    };

    private static readonly Gen<FieldPredicate> Predicate =
        from path in Paths
        from op in Gen.Enum<PredicateOperator>()
        from operands in OperandsOf(op)
        select new FieldPredicate(path, op, operands);

    // In JSON an operator stands once a path, and the operators of a path stand together.
    private static readonly Gen<IReadOnlyList<FieldPredicate>> Predicates = Predicate.List[0, 6].Select(list =>
        (IReadOnlyList<FieldPredicate>)[.. list
            .DistinctBy(p => (p.Path, p.Operator)).GroupBy(p => p.Path).SelectMany(group => group)]);

    private static readonly Gen<long> Times = Gen.Long[TimeJson.MinUs, TimeJson.MaxUs];

    private static readonly Gen<TimeframeConfig> Timeframes =
        from type in Gen.Enum<TimeframeType>()
        from zone in Any("UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires")
        from day in Gen.Enum<DayOfWeek>()
        from minute in Gen.Int[0, 1_439]
        from dayOfMonth in Gen.Int[1, 28]
        from grace in Gen.OneOf(Gen.Int[-1, 100_000], Gen.Const(int.MaxValue))
        from start in Times
        from end in Times
        from isSingle in Gen.Bool
        let isCustom = type == TimeframeType.Custom
        select new TimeframeConfig(
            type, zone, day, minute, dayOfMonth, grace,
            isCustom ? start : null, isCustom && isSingle ? end : null, isCustom && !isSingle ? "P2W" : null);

    private static Gen<ScoringRule> RuleOf(Aggregation aggregation) =>
        from type in Any("*", "match.completed", "goal scored", "日")
        from conditions in Predicates
        from points in Texts
        from isLeftOut in Gen.Bool
        select new ScoringRule(type, conditions, aggregation == Aggregation.Count && isLeftOut ? null : points);

    private static readonly Gen<ScoringConfig> Scorings =
        from aggregation in Gen.Enum<Aggregation>()
        from rules in RuleOf(aggregation).List[1, 4]
        select new ScoringConfig(rules, aggregation);

    private static readonly Gen<RankingConfig> Rankings =
        from method in Gen.Enum<RankingMethod>()
        from size in Gen.OneOf(Gen.Const((int?)null), Gen.Int[1, 100_000].Select(n => (int?)n))
        from limit in Gen.OneOf(Gen.Const((long?)null), Gen.Long[-long.MaxValue, long.MaxValue].Select(n => (long?)n))
        from ties in Gen.Enum<TieRule>()
        from breaker in Gen.Enum<TieBreaker>()
        select new RankingConfig(method, size, limit, ties, breaker);

    public static readonly Gen<LeaderboardConfig> Configs =
        from filters in Predicates
        from timeframe in Timeframes
        from scoring in Scorings
        from ranking in Rankings
        select new LeaderboardConfig(filters, timeframe, scoring, ranking);

    public static bool AreSame(LeaderboardConfig a, LeaderboardConfig b) =>
        AreSame(a.Filters, b.Filters)
        && a.Timeframe == b.Timeframe
        && a.Ranking == b.Ranking
        && a.Scoring.Aggregation == b.Scoring.Aggregation
        && AreAllSame(a.Scoring.Rules, b.Scoring.Rules, (x, y) =>
            x.EventType == y.EventType
            && x.PointsExpression == y.PointsExpression
            && AreSame(x.Conditions, y.Conditions));

    private static bool AreSame(IReadOnlyList<FieldPredicate> a, IReadOnlyList<FieldPredicate> b) =>
        AreAllSame(a, b, (x, y) =>
            x.Path == y.Path && x.Operator == y.Operator && x.Operands.SequenceEqual(y.Operands));

    private static bool AreAllSame<T>(IReadOnlyList<T> a, IReadOnlyList<T> b, Func<T, T, bool> areSame) =>
        a.Count == b.Count && Enumerable.Range(0, a.Count).All(i => areSame(a[i], b[i]));

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
