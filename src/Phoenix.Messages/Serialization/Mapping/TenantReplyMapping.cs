using Phoenix.Messages.Ids;
using Phoenix.Messages.Tenants;

namespace Phoenix.Messages.Serialization.Mapping;

/// <summary>What tenants answer, to and from <c>tenants.v1.proto</c>.</summary>
internal static class TenantReplyMapping
{
    public static IReadOnlyList<MessageCodec> Codecs { get; } =
    [
        MessageCodec.Of(Manifests.EventsAcceptedReply, ToWire, Proto.EventsAcceptedReply.Parser, FromWire),
        MessageCodec.Of(Manifests.TenantReply, ToWire, Proto.TenantReply.Parser, FromWire),
        MessageCodec.Of(Manifests.LeaderboardReply, ToWire, Proto.LeaderboardReply.Parser, FromWire),
        MessageCodec.Of(Manifests.LeaderboardAttached, ToWire, Proto.LeaderboardAttached.Parser, FromWire),
    ];

    public static Proto.TenantReply ToWire(TenantReply reply)
    {
        var wire = new Proto.TenantReply
        {
            TenantId = reply.TenantId.Value,
            Name = reply.Name,
            Status = (int)reply.Status,
            DedupeWindowSeconds = reply.DedupeWindowSeconds,
            CreatedAtUs = reply.CreatedAtUs,
        };
        if (reply.SigningSecret is { } secret) wire.SigningSecret = secret;
        return wire;
    }

    public static TenantReply FromWire(Proto.TenantReply wire) => new(
        new TenantId(wire.TenantId),
        wire.Name,
        WireValues.ReadEnum<TenantStatus>(wire.Status),
        wire.DedupeWindowSeconds,
        wire.CreatedAtUs,
        wire.HasSigningSecret ? wire.SigningSecret : null);

    private static Proto.EventsAcceptedReply ToWire(EventsAcceptedReply reply)
    {
        var wire = new Proto.EventsAcceptedReply { Position = reply.Position };
        WireValues.WriteList(wire.Duplicates, reply.Duplicates, duplicate => duplicate);
        return wire;
    }

    private static EventsAcceptedReply FromWire(Proto.EventsAcceptedReply wire) =>
        new(wire.Position, WireValues.ReadList(wire.Duplicates, duplicate => duplicate));

    private static Proto.LeaderboardReply ToWire(LeaderboardReply reply) =>
        new() { Definition = DefinitionMapping.ToWire(reply.Definition) };

    private static LeaderboardReply FromWire(Proto.LeaderboardReply wire) =>
        new(DefinitionMapping.FromWire(WireValues.Need(wire.Definition)));

    private static Proto.LeaderboardAttached ToWire(LeaderboardAttached reply) => new()
    {
        TenantId = reply.TenantId.Value,
        LeaderboardId = reply.LeaderboardId.Value,
        Head = reply.Head,
    };

    private static LeaderboardAttached FromWire(Proto.LeaderboardAttached wire) =>
        new(new TenantId(wire.TenantId), new LeaderboardId(wire.LeaderboardId), wire.Head);
}
