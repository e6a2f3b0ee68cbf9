using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Messages.Serialization.Mapping;

/// <summary>The log's rows of rebuild and verification, and what the snapshot keeps of them, to and from
/// <c>rebuild.v1.proto</c>.</summary>
internal static class RebuildEventMapping
{
    public static IReadOnlyList<MessageCodec> Codecs { get; } =
    [
        MessageCodec.Of(Manifests.BackfillRequested, ToWire, Proto.BackfillRequested.Parser, FromWire),
        MessageCodec.Of(Manifests.GenerationDefined, ToWire, Proto.GenerationDefined.Parser, FromWire),
        MessageCodec.Of(Manifests.GenerationActivated, ToWire, Proto.GenerationActivated.Parser, FromWire),
        MessageCodec.Of(Manifests.VerificationRequested, ToWire, Proto.VerificationRequested.Parser, FromWire),
        MessageCodec.Of(Manifests.RebuildEnded, ToWire, Proto.RebuildEnded.Parser, FromWire),
    ];

    public static Proto.BoardRebuilds ToWire(BoardRebuilds rebuilds) => new()
    {
        LeaderboardId = rebuilds.LeaderboardId.Value,
        Serving = rebuilds.Serving is { } serving ? ToWire(serving) : null,
        LastNumber = rebuilds.LastNumber,
        Run = rebuilds.Run is { } run ? ToWire(run) : null,
    };

    public static BoardRebuilds FromWire(Proto.BoardRebuilds wire) => new(
        new LeaderboardId(wire.LeaderboardId),
        wire.Serving is null ? null : FromWire(wire.Serving),
        wire.LastNumber,
        wire.Run is null ? null : FromWire(wire.Run));

    public static Proto.BoardGeneration ToWire(BoardGeneration generation)
    {
        var wire = new Proto.BoardGeneration
        {
            LeaderboardId = generation.LeaderboardId.Value,
            Number = generation.Number,
            Origin = generation.Origin,
            AskedAt = generation.AskedAt,
            TenantStatus = (int)generation.TenantStatus,
        };
        if (generation.ActivatedAt is { } position) wire.ActivatedAt = position;
        WireValues.WriteList(wire.History, generation.History, step => new Proto.GenerationStep
        {
            Position = step.Position, Definition = DefinitionMapping.ToWire(step.Definition),
        });
        return wire;
    }

    public static BoardGeneration FromWire(Proto.BoardGeneration wire) => new(
        new LeaderboardId(wire.LeaderboardId),
        wire.Number,
        wire.Origin,
        wire.AskedAt,
        wire.HasActivatedAt ? wire.ActivatedAt : null,
        WireValues.ReadEnum<TenantStatus>(wire.TenantStatus),
        WireValues.ReadList(wire.History, step => new PositionedDefinition(
            step.Position, DefinitionMapping.FromWire(WireValues.Need(step.Definition)))));

    public static Proto.VerificationReport ToWire(VerificationReport report)
    {
        var wire = new Proto.VerificationReport
        {
            Windows = report.Windows, Members = report.Members, DifferenceCount = report.DifferenceCount,
        };
        WireValues.WriteList(wire.Differences, report.Differences, ToWire);
        return wire;
    }

    public static VerificationReport FromWire(Proto.VerificationReport wire) => new(
        wire.Windows, wire.Members, wire.DifferenceCount, WireValues.ReadList(wire.Differences, FromWire));

    private static Proto.StandingsDifference ToWire(StandingsDifference difference)
    {
        var wire = new Proto.StandingsDifference
        {
            WindowKey = difference.WindowKey, What = difference.What, Served = difference.Served,
            Rebuilt = difference.Rebuilt,
        };
        if (difference.UserId is { } user) wire.UserId = user;
        return wire;
    }

    private static StandingsDifference FromWire(Proto.StandingsDifference wire) => new(
        wire.WindowKey, wire.HasUserId ? wire.UserId : null, wire.What, wire.Served, wire.Rebuilt);

    private static Proto.RebuildRun ToWire(RebuildRun run)
    {
        var wire = new Proto.RebuildRun
        {
            RunId = run.RunId,
            Kind = (int)run.Kind,
            State = (int)run.State,
            Generation = ToWire(run.Generation),
            Asked = run.Asked is { } asked ? DefinitionMapping.ToWire(asked) : null,
            StartedAtUs = run.StartedAtUs,
            Position = run.Position,
            Report = run.Report is { } report ? ToWire(report) : null,
        };
        if (run.FromUs is { } from) wire.FromUs = from;
        if (run.FinishedAtUs is { } finished) wire.FinishedAtUs = finished;
        if (run.Error is { } error) wire.Error = error;
        return wire;
    }

    private static RebuildRun FromWire(Proto.RebuildRun wire) => new(
        wire.RunId,
        WireValues.ReadEnum<RebuildKind>(wire.Kind),
        WireValues.ReadEnum<RebuildState>(wire.State),
        FromWire(WireValues.Need(wire.Generation)),
        wire.Asked is null ? null : DefinitionMapping.FromWire(wire.Asked),
        wire.HasFromUs ? wire.FromUs : null,
        wire.StartedAtUs,
        wire.HasFinishedAtUs ? wire.FinishedAtUs : null,
        wire.Position,
        wire.HasError ? wire.Error : null,
        wire.Report is null ? null : FromWire(wire.Report));

    private static Proto.BackfillRequested ToWire(BackfillRequested row)
    {
        var wire = new Proto.BackfillRequested
        {
            RowId = row.RowId,
            AcceptedAtUs = row.AcceptedAtUs,
            Generation = row.Generation,
            Origin = row.Origin,
            Asked = DefinitionMapping.ToWire(row.Asked),
        };
        if (row.FromUs is { } from) wire.FromUs = from;
        return wire;
    }

    private static BackfillRequested FromWire(Proto.BackfillRequested wire) => new(
        wire.RowId,
        wire.AcceptedAtUs,
        wire.Generation,
        wire.Origin,
        wire.HasFromUs ? wire.FromUs : null,
        DefinitionMapping.FromWire(WireValues.Need(wire.Asked)));

    private static Proto.GenerationDefined ToWire(GenerationDefined row) => new()
    {
        RowId = row.RowId,
        AcceptedAtUs = row.AcceptedAtUs,
        Generation = row.Generation,
        Definition = DefinitionMapping.ToWire(row.Definition),
    };

    private static GenerationDefined FromWire(Proto.GenerationDefined wire) => new(
        wire.RowId, wire.AcceptedAtUs, wire.Generation, DefinitionMapping.FromWire(WireValues.Need(wire.Definition)));

    private static Proto.GenerationActivated ToWire(GenerationActivated row) => new()
    {
        RowId = row.RowId,
        AcceptedAtUs = row.AcceptedAtUs,
        Generation = row.Generation,
        Definition = DefinitionMapping.ToWire(row.Definition),
    };

    private static GenerationActivated FromWire(Proto.GenerationActivated wire) => new(
        wire.RowId, wire.AcceptedAtUs, wire.Generation, DefinitionMapping.FromWire(WireValues.Need(wire.Definition)));

    private static Proto.VerificationRequested ToWire(VerificationRequested row) => new()
    {
        RowId = row.RowId, AcceptedAtUs = row.AcceptedAtUs, LeaderboardId = row.LeaderboardId.Value,
    };

    private static VerificationRequested FromWire(Proto.VerificationRequested wire) =>
        new(wire.RowId, wire.AcceptedAtUs, new LeaderboardId(wire.LeaderboardId));

    private static Proto.RebuildEnded ToWire(RebuildEnded row)
    {
        var wire = new Proto.RebuildEnded
        {
            RowId = row.RowId,
            AcceptedAtUs = row.AcceptedAtUs,
            LeaderboardId = row.LeaderboardId.Value,
            RunId = row.RunId,
            State = (int)row.State,
            Position = row.Position,
            Report = row.Report is { } report ? ToWire(report) : null,
        };
        if (row.Error is { } error) wire.Error = error;
        return wire;
    }

    private static RebuildEnded FromWire(Proto.RebuildEnded wire) => new(
        wire.RowId,
        wire.AcceptedAtUs,
        new LeaderboardId(wire.LeaderboardId),
        wire.RunId,
        WireValues.ReadEnum<RebuildState>(wire.State),
        wire.Position,
        wire.HasError ? wire.Error : null,
        wire.Report is null ? null : FromWire(wire.Report));
}
