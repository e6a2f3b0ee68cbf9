using System.Runtime.Serialization;
using Google.Protobuf;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Serialization;
using Phoenix.Messages.Tenants;
using Proto = Phoenix.Messages.Serialization.Proto;

namespace Phoenix.Messages.Tests.Serialization;

public class PhoenixSerializerSpecs
{
    private static readonly PhoenixSerializer Serializer = new(null!);

    [Fact]
    public void Has_the_identifier_that_stands_in_every_journal() => Assert.Equal(7414, Serializer.Identifier);

    [Fact]
    public void Refuses_an_unknown_manifest_by_name()
    {
        var refusal = Assert.Throws<SerializationException>(() => Serializer.FromBinary([], "tenant.accept-events.v9"));
        Assert.Contains("tenant.accept-events.v9", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_type_without_a_codec_by_name()
    {
        var message = new UnknownMessage(new TenantId("t"));
        Assert.Contains(nameof(UnknownMessage), Refused(() => Serializer.Manifest(message)), StringComparison.Ordinal);
        Assert.Contains(nameof(UnknownMessage), Refused(() => Serializer.ToBinary(message)), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_to_write_a_message_with_a_part_missing() =>
        Assert.Contains(nameof(CreateTenant), Refused(() => Serializer.ToBinary(new CreateTenant(default, "n"))),
            StringComparison.Ordinal);

    [Fact]
    public void Refuses_an_enum_number_that_this_release_does_not_know()
    {
        var status = new Proto.TenantStatusChanged { RowId = 1, AcceptedAtUs = 2, Status = 99 };
        var refusal = Refused(() => Serializer.FromBinary(status.ToByteArray(), Manifests.TenantStatusChanged));
        Assert.Contains("TenantStatus 99", refusal, StringComparison.Ordinal);

        var code = new Proto.Refusal { Code = -1 };
        refusal = Refused(() => Serializer.FromBinary(code.ToByteArray(), Manifests.Refusal));
        Assert.Contains(nameof(ErrorCode), refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_message_whose_part_is_missing_by_the_parts_name()
    {
        var wire = new Proto.LeaderboardDefined { RowId = 1 };
        var refusal = Refused(() => Serializer.FromBinary(wire.ToByteArray(), Manifests.LeaderboardDefined));
        Assert.Contains("Definition is missing", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_scalar_of_unknown_kind()
    {
        var config = new Proto.LeaderboardConfig
        {
            Filters = { new Proto.FieldPredicate { Path = "type", Operands = { new Proto.Scalar() } } },
            Timeframe = new Proto.TimeframeConfig(),
            Scoring = new Proto.ScoringConfig(),
            Ranking = new Proto.RankingConfig(),
        };
        var wire = new Proto.DefineLeaderboard { TenantId = "t", LeaderboardId = "b", Config = config };
        var refusal = Refused(() => Serializer.FromBinary(wire.ToByteArray(), Manifests.DefineLeaderboard));
        Assert.Contains("scalar", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_a_message_with_fields_of_a_later_release()
    {
        byte[] unknownField = [0xA2, 0x06, 0x02, 0x68, 0x69];
        var bytes = Serializer.ToBinary(new TimeAdvanced(1, 2)).Concat(unknownField).ToArray();

        Assert.Equal(new TimeAdvanced(1, 2), Serializer.FromBinary(bytes, Manifests.TimeAdvanced));
    }

    private static string Refused(Func<object> action) => Assert.Throws<SerializationException>(action).Message;

    private sealed record UnknownMessage(TenantId TenantId) : ITenantMessage;
}
