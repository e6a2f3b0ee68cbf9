using System.Globalization;
using System.Text;
using System.Text.Json;
using Phoenix.Messages.Events;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.TestSupport.Model;

/// <summary>Scores one event by one config, naively: a DOM, and expressions that are a product of numbers and
/// paths.</summary>
public static class ModelScoring
{
    /// <summary>The points in millionths that each matching rule gives.</summary>
    /// <exception cref="NotSupportedException">The config is beyond the model.</exception>
    public static IEnumerable<long> PointsOf(EventRecord record, LeaderboardConfig config)
    {
        using var body = JsonDocument.Parse(record.Body.ToArray());
        var type = Encoding.UTF8.GetString(record.Type);
        var points = new List<long>();
        foreach (var rule in config.Scoring.Rules)
        {
            if (rule.EventType != "*" && rule.EventType != type) continue;
            if (!config.Filters.Concat(rule.Conditions).All(predicate => Holds(body.RootElement, predicate))) continue;
            if (Evaluate(body.RootElement, rule.PointsExpression) is { } value)
                points.Add((long)Math.Round(value * 1_000_000, MidpointRounding.ToEven));
        }
        return points;
    }

    private static double? Evaluate(JsonElement body, string? expression)
    {
        if (expression is null) return 0;
        return expression.Split(" * ").Select(factor => Factor(body, factor)).Aggregate((a, b) => a * b);
    }

    private static double? Factor(JsonElement body, string factor) =>
        double.TryParse(factor, CultureInfo.InvariantCulture, out var number) ? number
        : Find(body, factor) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble()
        : null;

    private static bool Holds(JsonElement body, FieldPredicate predicate)
    {
        if (Find(body, predicate.Path) is not { } value) return false;
        var operand = predicate.Operands.Single();
        return (predicate.Operator, operand.Kind, value.ValueKind) switch
        {
            (PredicateOperator.Eq, ScalarKind.Text, JsonValueKind.String) => value.GetString() == operand.Text,
            (PredicateOperator.Eq, ScalarKind.Number, JsonValueKind.Number) => value.GetDouble().Equals(operand.Number),
            (PredicateOperator.Gte, ScalarKind.Number, JsonValueKind.Number) => value.GetDouble() >= operand.Number,
            (PredicateOperator.Eq or PredicateOperator.Gte, _, _) => false,
            _ => throw new NotSupportedException($"The model doesn't know {predicate.Operator}."),
        };
    }

    private static JsonElement? Find(JsonElement element, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return null;
        }
        return element;
    }
}
