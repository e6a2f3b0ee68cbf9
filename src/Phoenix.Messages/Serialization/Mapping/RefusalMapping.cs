using Phoenix.Messages.Errors;

namespace Phoenix.Messages.Serialization.Mapping;

/// <summary>Refusals to and from <c>common.v1.proto</c>.</summary>
internal static class RefusalMapping
{
    public static IReadOnlyList<MessageCodec> Codecs { get; } =
    [
        MessageCodec.Of(Manifests.Refusal, ToWire, Proto.Refusal.Parser, FromWire),
    ];

    internal static Proto.Refusal ToWire(Refusal refusal)
    {
        var wire = new Proto.Refusal
        {
            Code = (int)refusal.Code,
            Message = refusal.Message,
            RetryAfterSeconds = refusal.RetryAfterSeconds,
        };
        WireValues.WriteList(
            wire.Details, refusal.Details, e => new Proto.FieldError { Field = e.Field, Message = e.Message });
        return wire;
    }

    internal static Refusal FromWire(Proto.Refusal wire) =>
        new(WireValues.ReadEnum<ErrorCode>(wire.Code), wire.Message, wire.RetryAfterSeconds)
        {
            Details = WireValues.ReadList(wire.Details, e => new FieldError(e.Field, e.Message)),
        };
}
