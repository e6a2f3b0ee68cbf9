using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Messages.Serialization.Mapping;

/// <summary>A leaderboard's definition and config to and from <c>common.v1.proto</c>, for log and messages.</summary>
internal static class DefinitionMapping
{
    public static Proto.LeaderboardDefinition ToWire(LeaderboardDefinition definition) => new()
    {
        TenantId = definition.TenantId.Value,
        LeaderboardId = definition.LeaderboardId.Value,
        Name = definition.Name,
        Description = definition.Description,
        Status = (int)definition.Status,
        Version = definition.Version,
        RulesVersion = definition.RulesVersion,
        OpenWindowsMax = definition.OpenWindowsMax,
        DefinedAtPosition = definition.DefinedAtPosition,
        CreatedAtUs = definition.CreatedAtUs,
        UpdatedAtUs = definition.UpdatedAtUs,
        Config = ToWire(definition.Config),
    };

    public static LeaderboardDefinition FromWire(Proto.LeaderboardDefinition wire) => new(
        new TenantId(wire.TenantId),
        new LeaderboardId(wire.LeaderboardId),
        wire.Name,
        wire.Description,
        WireValues.ReadEnum<LeaderboardStatus>(wire.Status),
        wire.Version,
        wire.RulesVersion,
        wire.OpenWindowsMax,
        wire.DefinedAtPosition,
        wire.CreatedAtUs,
        wire.UpdatedAtUs,
        FromWire(WireValues.Need(wire.Config)));

    public static Proto.LeaderboardConfig ToWire(LeaderboardConfig config)
    {
        var wire = new Proto.LeaderboardConfig
        {
            Timeframe = ToWire(config.Timeframe),
            Scoring = new Proto.ScoringConfig { Aggregation = (int)config.Scoring.Aggregation },
            Ranking = ToWire(config.Ranking),
        };
        WireValues.WriteList(wire.Filters, config.Filters, ToWire);
        WireValues.WriteList(wire.Scoring.Rules, config.Scoring.Rules, ToWire);
        return wire;
    }

    public static LeaderboardConfig FromWire(Proto.LeaderboardConfig wire)
    {
        var scoring = WireValues.Need(wire.Scoring);
        return new LeaderboardConfig(
            WireValues.ReadList(wire.Filters, FromWire),
            FromWire(WireValues.Need(wire.Timeframe)),
            new ScoringConfig(
                WireValues.ReadList(scoring.Rules, FromWire), WireValues.ReadEnum<Aggregation>(scoring.Aggregation)),
            FromWire(WireValues.Need(wire.Ranking)));
    }

    public static Proto.FieldPredicate ToWire(FieldPredicate predicate)
    {
        var wire = new Proto.FieldPredicate { Path = predicate.Path, Operator = (int)predicate.Operator };
        WireValues.WriteList(wire.Operands, predicate.Operands, ToWire);
        return wire;
    }

    public static FieldPredicate FromWire(Proto.FieldPredicate wire) => new(
        wire.Path,
        WireValues.ReadEnum<PredicateOperator>(wire.Operator),
        WireValues.ReadList(wire.Operands, FromWire));

    private static Proto.Scalar ToWire(Scalar scalar) => scalar.Kind switch
    {
        ScalarKind.Null => new Proto.Scalar { Null = true },
        ScalarKind.Boolean => new Proto.Scalar { Boolean = scalar.Boolean },
        ScalarKind.Number => new Proto.Scalar { Number = scalar.Number },
        ScalarKind.Text => new Proto.Scalar { Text = scalar.Text },
        _ => throw new InvalidDataException($"Scalar of kind {scalar.Kind}."),
    };

    private static Scalar FromWire(Proto.Scalar wire) => wire.ValueCase switch
    {
        Proto.Scalar.ValueOneofCase.Null => Scalar.Null,
        Proto.Scalar.ValueOneofCase.Boolean => Scalar.Of(wire.Boolean),
        Proto.Scalar.ValueOneofCase.Number => Scalar.Of(wire.Number),
        Proto.Scalar.ValueOneofCase.Text => Scalar.Of(wire.Text),
        _ => throw new InvalidDataException("A scalar's kind is missing or unknown."),
    };

    private static Proto.TimeframeConfig ToWire(TimeframeConfig timeframe)
    {
        var wire = new Proto.TimeframeConfig
        {
            Type = (int)timeframe.Type,
            Timezone = timeframe.Timezone,
            ResetDay = (int)timeframe.ResetDay,
            ResetMinuteOfDay = timeframe.ResetMinuteOfDay,
            ResetDayOfMonth = timeframe.ResetDayOfMonth,
            GraceSeconds = timeframe.GraceSeconds,
        };
        if (timeframe.StartUs is { } startUs) wire.StartUs = startUs;
        if (timeframe.EndUs is { } endUs) wire.EndUs = endUs;
        if (timeframe.Every is { } every) wire.Every = every;
        return wire;
    }

    private static TimeframeConfig FromWire(Proto.TimeframeConfig wire) => new(
        WireValues.ReadEnum<TimeframeType>(wire.Type),
        wire.Timezone,
        WireValues.ReadEnum<DayOfWeek>(wire.ResetDay),
        wire.ResetMinuteOfDay,
        wire.ResetDayOfMonth,
        wire.GraceSeconds,
        wire.HasStartUs ? wire.StartUs : null,
        wire.HasEndUs ? wire.EndUs : null,
        wire.HasEvery ? wire.Every : null);

    private static Proto.ScoringRule ToWire(ScoringRule rule)
    {
        var wire = new Proto.ScoringRule { EventType = rule.EventType };
        WireValues.WriteList(wire.Conditions, rule.Conditions, ToWire);
        if (rule.PointsExpression is { } expression) wire.PointsExpression = expression;
        return wire;
    }

    private static ScoringRule FromWire(Proto.ScoringRule wire) => new(
        wire.EventType,
        WireValues.ReadList(wire.Conditions, FromWire),
        wire.HasPointsExpression ? wire.PointsExpression : null);

    private static Proto.RankingConfig ToWire(RankingConfig ranking)
    {
        var wire = new Proto.RankingConfig
        {
            Method = (int)ranking.Method,
            Ties = (int)ranking.Ties,
            TieBreaker = (int)ranking.TieBreaker,
        };
        if (ranking.Size is { } size) wire.Size = size;
        if (ranking.ScoreLimitMillionths is { } limit) wire.ScoreLimitMillionths = limit;
        return wire;
    }

    private static RankingConfig FromWire(Proto.RankingConfig wire) => new(
        WireValues.ReadEnum<RankingMethod>(wire.Method),
        wire.HasSize ? wire.Size : null,
        wire.HasScoreLimitMillionths ? wire.ScoreLimitMillionths : null,
        WireValues.ReadEnum<TieRule>(wire.Ties),
        WireValues.ReadEnum<TieBreaker>(wire.TieBreaker));
}
