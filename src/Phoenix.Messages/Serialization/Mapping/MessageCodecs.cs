using System.Collections.Frozen;

namespace Phoenix.Messages.Serialization.Mapping;

/// <summary>Every message that may be written: by type to write it, by manifest to read it.</summary>
internal static class MessageCodecs
{
    public static IReadOnlyList<MessageCodec> All { get; } =
    [
        .. TenantEventMapping.Codecs,
        .. TenantCommandMapping.Codecs,
        .. TenantReplyMapping.Codecs,
        .. RegistryMapping.Codecs,
        .. LeaderboardCommandMapping.Codecs,
        .. LeaderboardQueryMapping.Codecs,
        .. LeaderboardReplyMapping.Codecs,
        .. RefusalMapping.Codecs,
        .. OpsMapping.Codecs,
        .. RebuildEventMapping.Codecs,
        .. RebuildMessageMapping.Codecs,
        .. WindowMapping.Codecs,
        .. LiveMapping.Codecs,
        .. ScoringMapping.Codecs,
        .. RecentEventsMapping.Codecs,
        .. RanksMapping.Codecs,
    ];

    public static FrozenDictionary<Type, MessageCodec> ByType { get; } =
        All.ToFrozenDictionary(codec => codec.MessageType);

    public static FrozenDictionary<string, MessageCodec> ByManifest { get; } =
        All.ToFrozenDictionary(codec => codec.Manifest, StringComparer.Ordinal);
}
