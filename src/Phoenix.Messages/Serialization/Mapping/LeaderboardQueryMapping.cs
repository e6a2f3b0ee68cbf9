using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Messages.Serialization.Mapping;

/// <summary>Questions to leaderboards, to and from <c>leaderboards.v1.proto</c>.</summary>
internal static class LeaderboardQueryMapping
{
    public static IReadOnlyList<MessageCodec> Codecs { get; } =
    [
        MessageCodec.Of(Manifests.GetStandings, ToWire, Proto.GetStandings.Parser, FromWire),
        MessageCodec.Of(Manifests.GetStandingsAround, ToWire, Proto.GetStandingsAround.Parser, FromWire),
        MessageCodec.Of(Manifests.GetRank, ToWire, Proto.GetRank.Parser, FromWire),
        MessageCodec.Of(Manifests.GetScore, ToWire, Proto.GetScore.Parser, FromWire),
    ];

    internal static Proto.StandingsScope ToWire(StandingsScope scope)
    {
        var wire = new Proto.StandingsScope { NowUs = scope.NowUs, MinPosition = scope.MinPosition };
        if (scope.WindowKey is { } key) wire.WindowKey = key;
        return wire;
    }

    internal static StandingsScope FromWire(Proto.StandingsScope wire) =>
        new(wire.HasWindowKey ? wire.WindowKey : null, wire.NowUs, wire.MinPosition);

    private static Proto.GetStandings ToWire(GetStandings query) => new()
    {
        TenantId = query.TenantId.Value,
        LeaderboardId = query.LeaderboardId.Value,
        Scope = ToWire(query.Scope),
        Offset = query.Offset,
        Limit = query.Limit,
    };

    private static GetStandings FromWire(Proto.GetStandings wire) => new(
        new TenantId(wire.TenantId),
        new LeaderboardId(wire.LeaderboardId),
        FromWire(WireValues.Need(wire.Scope)),
        wire.Offset,
        wire.Limit);

    private static Proto.GetStandingsAround ToWire(GetStandingsAround query) => new()
    {
        TenantId = query.TenantId.Value,
        LeaderboardId = query.LeaderboardId.Value,
        Scope = ToWire(query.Scope),
        UserId = query.UserId,
        Limit = query.Limit,
    };

    private static GetStandingsAround FromWire(Proto.GetStandingsAround wire) => new(
        new TenantId(wire.TenantId),
        new LeaderboardId(wire.LeaderboardId),
        FromWire(WireValues.Need(wire.Scope)),
        wire.UserId,
        wire.Limit);

    private static Proto.GetRank ToWire(GetRank query) => new()
    {
        TenantId = query.TenantId.Value,
        LeaderboardId = query.LeaderboardId.Value,
        Scope = ToWire(query.Scope),
        UserId = query.UserId,
    };

    private static GetRank FromWire(Proto.GetRank wire) => new(
        new TenantId(wire.TenantId),
        new LeaderboardId(wire.LeaderboardId),
        FromWire(WireValues.Need(wire.Scope)),
        wire.UserId);

    private static Proto.GetScore ToWire(GetScore query) => new()
    {
        TenantId = query.TenantId.Value,
        LeaderboardId = query.LeaderboardId.Value,
        Scope = ToWire(query.Scope),
        UserId = query.UserId,
    };

    private static GetScore FromWire(Proto.GetScore wire) => new(
        new TenantId(wire.TenantId),
        new LeaderboardId(wire.LeaderboardId),
        FromWire(WireValues.Need(wire.Scope)),
        wire.UserId);
}
