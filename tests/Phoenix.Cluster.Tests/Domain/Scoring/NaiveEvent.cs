using System.Globalization;
using System.Text;
using System.Text.Json;
using Phoenix.Messages.Events;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Tests.Domain.Scoring;

/// <summary>The reference for paths, filters and rules, over a JsonDocument.</summary>
internal sealed class NaiveEvent(EventRecord record)
{
    private readonly JsonElement _root = JsonDocument.Parse(record.Body.ToArray()).RootElement;

    public static int OrderOf(string left, string right) =>
        Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));

    public JsonElement? Find(string path)
    {
        if (path == "tenant_id") return JsonSerializer.SerializeToElement(ScoringSamples.Tenant.Value);
        var at = _root;
        foreach (var name in path.Split('.'))
        {
            if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out var inner))
            {
                at = inner;
                continue;
            }
            if (at.ValueKind != JsonValueKind.Array
                || !int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                || index.ToString(CultureInfo.InvariantCulture) != name || index >= at.GetArrayLength())
                return null;
            at = at[index];
        }
        return at;
    }

    public List<(int Board, int Rule, long Points)> Score(
        IReadOnlyList<LeaderboardConfig> boards, Func<string, NaiveExpression> expressionOf)
    {
        var all = new List<(int Board, int Rule, long Points)>();
        var type = Encoding.UTF8.GetString(record.Type);
        for (var b = 0; b < boards.Count; b++)
        {
            if (!boards[b].Filters.All(Holds)) continue;
            var counts = boards[b].Scoring.Aggregation == Aggregation.Count;
            for (var r = 0; r < boards[b].Scoring.Rules.Count; r++)
            {
                var rule = boards[b].Scoring.Rules[r];
                if ((rule.EventType != "*" && rule.EventType != type) || !rule.Conditions.All(Holds)) continue;
                var value = rule.PointsExpression is null ? 1 : expressionOf(rule.PointsExpression).Evaluate(this);
                if (value is not { } points || Math.Abs(points) > 9e12) continue;
                all.Add((b, r, counts ? 1_000_000 : (long)Math.Round(points * 1e6)));
            }
        }
        return all;
    }

    public bool Holds(FieldPredicate p)
    {
        if (p.Path == "occurred_at" && p.Operator <= PredicateOperator.Nin)
            return HoldsOfTime(p);
        var found = Find(p.Path);
        var first = p.Operands[0];
        switch (p.Operator)
        {
            case PredicateOperator.Exists: return found is not null == first.Boolean;
            case PredicateOperator.Eq or PredicateOperator.In:
                return found is { } f && p.Operands.Any(o => AreEqual(f, o));
            case PredicateOperator.Ne or PredicateOperator.Nin:
                return found is not { } g || !p.Operands.Any(o => AreEqual(g, o));
        }
        if (found is not { } value) return false;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : null;
        return p.Operator switch
        {
            PredicateOperator.Contains when value.ValueKind == JsonValueKind.Array =>
                value.EnumerateArray().Any(e => AreEqual(e, first)),
            PredicateOperator.Contains =>
                text is not null && first.Text is not null && text.Contains(first.Text, StringComparison.Ordinal),
            PredicateOperator.StartsWith => text is not null && text.StartsWith(first.Text!, StringComparison.Ordinal),
            _ when text is not null && first.Text is not null => Orders(p.Operator, OrderOf(text, first.Text)),
            _ when value.ValueKind == JsonValueKind.Number && first.Kind == ScalarKind.Number =>
                Orders(p.Operator, value.GetDouble().CompareTo(first.Number)),
            _ => false,
        };
    }

    private bool HoldsOfTime(FieldPredicate p)
    {
        var times = p.Operands
            .Select(o => DateTimeOffset.Parse(o.Text!, CultureInfo.InvariantCulture))
            .Select(t => (t - DateTimeOffset.UnixEpoch).Ticks / 10)
            .ToArray();
        return p.Operator switch
        {
            PredicateOperator.Eq or PredicateOperator.In => times.Contains(record.OccurredAtUs),
            PredicateOperator.Ne or PredicateOperator.Nin => !times.Contains(record.OccurredAtUs),
            _ => Orders(p.Operator, record.OccurredAtUs.CompareTo(times[0])),
        };
    }

    private static bool Orders(PredicateOperator op, int order) => op switch
    {
        PredicateOperator.Gt => order > 0,
        PredicateOperator.Gte => order >= 0,
        PredicateOperator.Lt => order < 0,
        _ => order <= 0,
    };

    private static bool AreEqual(JsonElement value, Scalar operand) => operand.Kind switch
    {
        ScalarKind.Null => value.ValueKind == JsonValueKind.Null,
        ScalarKind.Boolean => value.ValueKind == (operand.Boolean ? JsonValueKind.True : JsonValueKind.False),
        ScalarKind.Number => value.ValueKind == JsonValueKind.Number && value.GetDouble() == operand.Number,
        _ => value.ValueKind == JsonValueKind.String && value.GetString() == operand.Text,
    };
}
