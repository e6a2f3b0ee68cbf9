using Akka.Serialization;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Storage;

/// <summary>A leaderboard's definition as bytes in SQL: the wire form of the message that carries it.</summary>
public sealed class DefinitionCodec(SerializerWithStringManifest serializer)
{
    private readonly string _manifest = serializer.Manifest(new LeaderboardReply(null!));

    public byte[] Encode(LeaderboardDefinition definition) => serializer.ToBinary(new LeaderboardReply(definition));

    public LeaderboardDefinition Decode(byte[] bytes) =>
        ((LeaderboardReply)serializer.FromBinary(bytes, _manifest)).Definition;
}
