using Google.Protobuf;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Serialization.Blocks;

namespace Phoenix.Messages.Serialization.Mapping;

/// <summary>What configs and boards make of events, to and from <c>scoring.v1.proto</c>.</summary>
internal static class ScoringMapping
{
    public static IReadOnlyList<MessageCodec> Codecs { get; } =
    [
        MessageCodec.Of(Manifests.GetScoringExplanation, ToWire, Proto.GetScoringExplanation.Parser, FromWire),
        MessageCodec.Of(Manifests.ScoringExplanationReply, ToWire, Proto.ScoringExplanationReply.Parser, FromWire),
        MessageCodec.Of(Manifests.GetMissingWindows, ToWire, Proto.GetMissingWindows.Parser, FromWire),
        MessageCodec.Of(Manifests.MissingWindowsReply, ToWire, Proto.MissingWindowsReply.Parser, FromWire),
    ];

    private static Proto.GetScoringExplanation ToWire(GetScoringExplanation query) => new()
    {
        TenantId = query.TenantId.Value,
        Config = DefinitionMapping.ToWire(query.Config),
        // The block was made for this message and nobody else holds it.
        Event = UnsafeByteOperations.UnsafeWrap(EventListCodec.Write([query.Event])),
        NowUs = query.NowUs,
    };

    private static GetScoringExplanation FromWire(Proto.GetScoringExplanation wire) => new(
        new TenantId(wire.TenantId),
        DefinitionMapping.FromWire(WireValues.Need(wire.Config)),
        EventListCodec.Read(1, wire.Event.Span)[0],
        wire.NowUs);

    private static Proto.ScoringExplanationReply ToWire(ScoringExplanationReply reply)
    {
        var wire = new Proto.ScoringExplanationReply
        {
            IsMatched = reply.IsMatched,
            PointsMillionths = reply.PointsMillionths,
        };
        if (reply.WindowKey is { } key) wire.WindowKey = key;
        if (reply.WindowStatus is { } status) wire.WindowStatus = (int)status;
        WireValues.WriteList(wire.Filters, reply.Filters, ToWire);
        WireValues.WriteList(wire.Rules, reply.Rules, ToWire);
        return wire;
    }

    private static ScoringExplanationReply FromWire(Proto.ScoringExplanationReply wire) => new(
        wire.IsMatched,
        wire.PointsMillionths,
        wire.HasWindowKey ? wire.WindowKey : null,
        wire.HasWindowStatus ? WireValues.ReadEnum<WindowStatus>(wire.WindowStatus) : null,
        WireValues.ReadList(wire.Filters, FromWire),
        WireValues.ReadList(wire.Rules, FromWire));

    private static Proto.FilterOutcome ToWire(FilterOutcome outcome)
    {
        var wire = new Proto.FilterOutcome
        {
            Predicate = DefinitionMapping.ToWire(outcome.Predicate),
            Holds = outcome.Holds,
        };
        if (outcome.ActualJson is { } actual) wire.ActualJson = actual;
        return wire;
    }

    private static FilterOutcome FromWire(Proto.FilterOutcome wire) => new(
        DefinitionMapping.FromWire(WireValues.Need(wire.Predicate)),
        wire.HasActualJson ? wire.ActualJson : null,
        wire.Holds);

    private static Proto.RuleOutcome ToWire(RuleOutcome outcome) => new()
    {
        Index = outcome.Index,
        IsMatched = outcome.IsMatched,
        Reason = outcome.Reason,
        PointsMillionths = outcome.PointsMillionths,
    };

    private static RuleOutcome FromWire(Proto.RuleOutcome wire) =>
        new(wire.Index, wire.IsMatched, wire.Reason, wire.PointsMillionths);

    private static Proto.GetMissingWindows ToWire(GetMissingWindows query)
    {
        var wire = new Proto.GetMissingWindows
        {
            TenantId = query.TenantId.Value,
            LeaderboardId = query.LeaderboardId.Value,
            Scope = LeaderboardQueryMapping.ToWire(query.Scope),
        };
        wire.StartsUs.AddRange(query.StartsUs);
        return wire;
    }

    private static GetMissingWindows FromWire(Proto.GetMissingWindows wire) => new(
        new TenantId(wire.TenantId),
        new LeaderboardId(wire.LeaderboardId),
        LeaderboardQueryMapping.FromWire(WireValues.Need(wire.Scope)),
        [.. wire.StartsUs]);

    private static Proto.MissingWindowsReply ToWire(MissingWindowsReply reply)
    {
        var wire = new Proto.MissingWindowsReply { Position = reply.Position };
        wire.StartsUs.AddRange(reply.StartsUs);
        return wire;
    }

    private static MissingWindowsReply FromWire(Proto.MissingWindowsReply wire) =>
        new(wire.Position, [.. wire.StartsUs]);
}
