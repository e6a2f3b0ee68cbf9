using System.Globalization;
using System.Text;
using Phoenix.Cluster.Domain.Scoring.Expressions;
using Phoenix.Cluster.Domain.Scoring.Fields;
using Phoenix.Cluster.Domain.Scoring.Predicates;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Scoring;

/// <summary>One rule, compiled.</summary>
internal sealed class RuleProgram
{
    /// <summary>The event type that stands for all.</summary>
    public const string AnyType = "*";

    private readonly Predicate[] _conditions;
    private readonly ExpressionNode? _expression;
    private readonly bool _counts;
    private readonly byte[] _type;

    public RuleProgram(ScoringRule rule, Aggregation aggregation, PathList paths)
    {
        EventType = rule.EventType;
        _type = Encoding.UTF8.GetBytes(rule.EventType);
        _conditions = [.. rule.Conditions.Select(c => PredicateCompiler.Compile(c, paths))];
        _expression = rule.PointsExpression is { } text ? ExpressionCompiler.Compile(text, paths) : null;
        _counts = aggregation == Aggregation.Count;
        if (_expression is null && !_counts) throw new ArgumentException("The rule has no points_expression.");
    }

    public string EventType { get; }

    /// <summary>Whether the rule is for events of this type.</summary>
    public bool IsFor(ReadOnlySpan<byte> type) => EventType == AnyType || type.SequenceEqual(_type);

    /// <summary>The place of the first condition that doesn't hold, or -1.</summary>
    public int FailedCondition(FieldValues fields)
    {
        for (var i = 0; i < _conditions.Length; i++)
        {
            if (!_conditions[i].Holds(fields)) return i;
        }
        return -1;
    }

    /// <summary>What the rule gives where its conditions hold; false where that cannot be computed.</summary>
    public bool TryPoints(FieldValues fields, out long millionths)
    {
        millionths = Points.One;
        if (_expression is null) return true;
        if (!Points.TryFrom(_expression.Evaluate(fields), out var points)) return false;
        // A count counts what could be scored: whatever the expression gives, it is one.
        if (!_counts) millionths = points;
        return true;
    }

    /// <summary>Why <see cref="TryPoints"/> is false, in plain words.</summary>
    public string PointsFaultOf(in FieldNames fields)
    {
        var value = _expression!.Evaluate(fields.Values);
        return double.IsNaN(value)
            ? _expression.FaultOf(fields)
            : string.Create(
                CultureInfo.InvariantCulture,
                $"the points, {value:R}, are beyond ±{ScoringLimits.PointsMax:N0}");
    }
}
